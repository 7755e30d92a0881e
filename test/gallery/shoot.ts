/**
 * Takes pictures of the built gallery: `node test/gallery/shoot.ts <folder> [scene …]`, of every scene when none is named, at
 * the sizes of screen.md. A scene may carry a panel, `mock:queue`, which has the smallest window. `--see achromatopsia` or
 * `deuteranopia` shows it as such eyes do, `--size 1280x800` at another size.
 */
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { chromium, type Page } from "@playwright/test";
import { scenes } from "./desks.ts";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { see: { type: "string" }, size: { type: "string" } },
});
const [folder = "out/pictures", ...wanted] = positionals;
const shown = wanted.length > 0 ? wanted : Object.keys(scenes);
const sizes = values.size ? [values.size] : ["1920x1080", "1366x768", "2560x1440"];
const smallestWindow = "480x360";
const root = fileURLToPath(new URL("../../out/gallery", import.meta.url));
const types: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
  ".geojson": "application/json",
};

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url ?? "/", "http://gallery");
  const file = join(root, normalize(pathname === "/" ? "/index.html" : pathname));
  readFile(file).then(
    (bytes) =>
      response.writeHead(200, { "content-type": types[extname(file)] ?? "application/octet-stream" }).end(bytes),
    () => response.writeHead(404).end(),
  );
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
const { port } = server.address() as AddressInfo;
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
try {
  for (const scene of shown) {
    const [desk = "mock", panel] = scene.split(":");
    for (const size of panel && !values.size ? [smallestWindow] : sizes) {
      const [width = 1920, height = 1080] = size.split("x").map(Number);
      const page = await browser.newPage({ viewport: { width, height } });
      page.on("pageerror", (error) => console.error(`${error}`));
      page.on("console", (message) => message.type() === "error" && console.error(message.text()));
      if (values.see) await seeAs(page, values.see);
      await page.goto(`http://127.0.0.1:${port}/?desk=${desk}${panel ? `&panel=${panel}` : ""}`);
      await page.waitForFunction(isDrawn);
      await page.screenshot({
        path: join(
          folder,
          [scene.replace(":", "-"), width, ...(values.see ? [values.see] : [])].join("-").concat(".png"),
        ),
      });
      await page.close();
    }
  }
} finally {
  await browser.close();
  server.close();
}

/** Runs in the page: fonts and images are there, and whatever comes once has come. What pulses for ever is not waited for. */
function isDrawn(): boolean {
  const moving = document.getAnimations().some((one) => {
    const end = one.effect?.getComputedTiming().endTime;
    // Bars follow the clock by transitions, all the time.
    return (
      !(one instanceof CSSTransition) && one.playState === "running" && typeof end === "number" && Number.isFinite(end)
    );
  });
  return (
    document.querySelector(".strip, .alarm") !== null &&
    document.fonts.status === "loaded" &&
    [...document.images].every((image) => image.complete) &&
    document.querySelector(".leaflet-zoom-anim") === null &&
    !moving
  );
}

/** As eyes with this deficiency see it; the names are Chromium's. */
async function seeAs(page: Page, type: string): Promise<void> {
  const tools = await page.context().newCDPSession(page);
  const known = ["achromatopsia", "deuteranopia", "protanopia", "tritanopia"] as const;
  const seen = known.find((one) => one === type);
  if (!seen) throw new Error(`--see ${type}: expected one of ${known.join(", ")}`);
  await tools.send("Emulation.setEmulatedVisionDeficiency", { type: seen });
}
