/**
 * Takes pictures of the built gallery: `node test/gallery/shoot.ts <folder> [scene …]`, at the reference size and at
 * 1366 × 768. A scene may carry a panel: `mock:queue`.
 */
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";

const [folder = "out/pictures", ...wanted] = process.argv.slice(2);
const scenes =
  wanted.length > 0
    ? wanted
    : ["mock", "quiet", "ringing", "late", "talking", "ended", "closed", "deaf", "signIn", "flood"];
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
  for (const [width, height] of [
    [1920, 1080],
    [1366, 768],
  ] as const) {
    const page = await browser.newPage({ viewport: { width, height } });
    page.on("pageerror", (error) => console.error(`${error}`));
    page.on("console", (message) => message.type() === "error" && console.error(message.text()));
    for (const scene of scenes) {
      const [desk = "mock", panel] = scene.split(":");
      await page.goto(`http://127.0.0.1:${port}/?desk=${desk}${panel ? `&panel=${panel}` : ""}`);
      await page.waitForSelector(".strip, .alarm");
      await page.evaluate(() => document.fonts.ready);
      await page.waitForTimeout(700);
      await page.screenshot({ path: join(folder, `${scene.replace(":", "-")}-${width}.png`) });
    }
    await page.close();
  }
} finally {
  await browser.close();
  server.close();
}
