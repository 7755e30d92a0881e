/** An alarm without voice by webhook, the camera of its station and a door by HTTP: real devices, and the page that shows them. */
import { createHmac } from "node:crypto";
import { appendFileSync, cpSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { temporaryDir } from "./browserShell.ts";
import { signIn } from "./desk.ts";
import { test as base, expect } from "./shell.ts";

const secret = "0123456789abcdef0123456789abcdef";
const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=",
  "base64",
);
const portOf = (server: Server): number => (server.address() as AddressInfo).port;
const listening = (server: Server): Promise<void> => new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));

interface Devices {
  asked: string[];
  webhookPort: number;
}

const test = base.extend<{ devices: Devices }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from the pattern.
  devices: async ({}, use) => {
    const asked: string[] = [];
    const device = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      if (request.url === "/jpg") return void response.writeHead(200, { "content-type": "image/png" }).end(png);
      response.end('{"state":"open"}');
    });
    const holder = createServer();
    await Promise.all([listening(device), listening(holder)]);
    const webhookPort = portOf(holder);
    await new Promise((resolve) => holder.close(resolve));
    asked.push(String(portOf(device)));
    await use({ asked, webhookPort });
    device.closeAllConnections();
    device.close();
  },
  siteFile: async ({ devices }, use) => {
    const dir = temporaryDir();
    const device = `http://127.0.0.1:${devices.asked.shift()}`;
    cpSync(path.join(import.meta.dirname, "../../assets/demo"), dir, { recursive: true });
    writeFileSync(path.join(dir, "webhook.key"), secret);
    const file = path.join(dir, "site.yaml");
    appendFileSync(
      file,
      `
stations:
  - id: depot
    name: Depot gate
    number: "6299"
    type: door station
    map: tunnel
    at: [700, 640]
    area: north-approach
    words: Behind the north portal
    door: { words: Depot barrier, url: "${device}/open", stateUrl: "${device}/state", openWhen: state=open }
    camera: { snapshot: "${device}/jpg", stream: "rtsp://video.example/depot" }
alarms:
  webhook: { port: ${devices.webhookPort}, secretFile: webhook.key, class: urgent }
  mqtt: { url: "mqtt://127.0.0.1:${devices.webhookPort}", topics: [{ topic: plant/+/alarm }] }
`,
    );
    await use(file);
    rmSync(dir, { recursive: true, force: true });
  },
});

test("an alarm by webhook is on the screen with its camera's picture, is acknowledged, and its door opens by E and Enter", async ({
  console,
  devices,
}) => {
  await signIn(console);
  // No broker speaks on that port: the bundled client says so, and the other ways work.
  await expect(console.getByTestId("alarm-alarmsLost")).toContainText("The MQTT broker 127.0.0.1:");
  const body = JSON.stringify({ id: "smoke-1", station: "depot", text: "Smoke <b>in</b> the depot" });
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex");
  const headers = { "content-type": "application/json", "x-timestamp": timestamp, "x-signature": signature };
  const answer = await fetch(`http://127.0.0.1:${devices.webhookPort}/alarm`, { method: "POST", headers, body });
  expect(answer.status).toBe(202);

  const card = console.getByTestId("event-card").filter({ hasText: "Depot gate" });
  await expect(card).toHaveAttribute("data-state", "ALARM");
  await expect(card).toContainText("Smoke <b>in</b> the depot");
  await expect(console.getByTestId("strip")).toContainText("selects it, A acknowledges");
  await expect(console.getByTestId("strip")).toHaveAttribute("data-ready", "true");
  await console.keyboard.press("Space");
  await console.keyboard.press("a");
  await expect(card).toHaveAttribute("data-state", "ACKNOWLEDGED, LASTS");

  const camera = console.getByTestId("camera");
  for (const name of ["Depot gate at the press", "Depot gate now"]) {
    const image = camera.getByRole("img", { name });
    await expect(image).toBeVisible();
    expect(await image.evaluate((node) => (node as HTMLImageElement).naturalWidth)).toBe(1);
  }
  await expect(camera).toContainText("rtsp://video.example/depot");

  await console.keyboard.press("e");
  const armed = console.getByRole("region", { name: "Open Depot barrier?" });
  await expect(armed).toContainText("Nobody is on the line. Enter opens.");
  await console.keyboard.press("Escape");
  await expect(armed).toBeHidden();
  expect(devices.asked.filter((one) => one.startsWith("POST"))).toEqual([]);
  await console.keyboard.press("e");
  await console.keyboard.press("Enter");
  await expect(console.getByText(/Depot barrier: it took the request, reads open at/)).toBeVisible();
  expect(devices.asked.filter((one) => !one.endsWith("/jpg"))).toEqual(["POST /open", "GET /state"]);
});
