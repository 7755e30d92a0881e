/**
 * Takes pictures of the built gallery: `node test/gallery/shoot.ts <folder> [scene …]`, of every scene when none is named, at
 * the sizes of screen.md. A scene may carry a panel, `mock:queue`, which has the smallest window. `--see achromatopsia` or
 * `deuteranopia` shows it as such eyes do, `--size 1280x800` at another size, `--stay` takes none and serves the pages.
 * It fails where a page logs an error, and where something to press is cut off or the window is too narrow for what it holds.
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { chromium, type Page } from "@playwright/test";
import { isDrawn, outOfSight } from "./drawn.ts";
import { serveGallery } from "./galleryServer.ts";
import { scenes } from "./scenes/scenes.ts";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { see: { type: "string" }, size: { type: "string" }, stay: { type: "boolean" } },
});
const [folder = "out/pictures", ...wanted] = positionals;
const alone = [
  "mock:queue",
  "mock:map",
  "mock:live",
  "mock:reach",
  "allCall:reach",
  "historyRows:history",
  "shelvedList:shelved",
];
const shown = wanted.length > 0 ? wanted : [...Object.keys(scenes), ...alone];
const sizes = values.size ? [values.size] : ["1920x1080", "1366x768", "2560x1440"];
const smallestWindow = "480x360";
const wrong: string[] = [];

/** `mock-1366.png`, `mock-queue-480-deuteranopia.png`. */
const nameOfPicture = (scene: string, width: number): string =>
  join(folder, `${[scene.replace(":", "-"), width, ...(values.see ? [values.see] : [])].join("-")}.png`);

const gallery = await serveGallery(scenes);
if (values.stay) console.log(`The gallery is at ${gallery.url}/ until Ctrl C.`);
else await shootAll();

async function shootAll(): Promise<void> {
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
  try {
    for (const scene of shown) {
      const [name = "", panel] = scene.split(":");
      for (const size of panel && !values.size ? [smallestWindow] : sizes) {
        const [width = 1920, height = 1080] = size.split("x").map(Number);
        const page = await browser.newPage({ viewport: { width, height } });
        page.setDefaultTimeout(10_000);
        const complain = (words: string) => wrong.push(`${scene} at ${size}: ${words}`);
        page.on("pageerror", (error) => complain(`${error}`));
        page.on("console", (message) => message.type() === "error" && complain(message.text()));
        if (values.see) await seeAs(page, values.see);
        try {
          await shoot(page, name, panel, nameOfPicture(scene, width));
          for (const words of await page.evaluate(outOfSight)) complain(words);
        } catch (error) {
          complain(`${error}`);
        }
        await page.close();
      }
    }
  } finally {
    await browser.close();
    await gallery.close();
  }
  for (const words of wrong) console.error(words);
  console.log(`${shown.length} scenes, ${wrong.length} wrong; the pictures are in ${folder}`);
  process.exitCode = wrong.length > 0 ? 1 : 0;
}

async function shoot(page: Page, name: string, panel: string | undefined, path: string): Promise<void> {
  await page.goto(`${gallery.url}/${name}/${panel ? `?panel=${panel}` : ""}`);
  const { does, host, pointerStays } = gallery.scene(name);
  await page.waitForFunction(isDrawn, host === "slow");
  if (does) {
    await does(page);
    // What the pointer rests on looks different.
    if (!pointerStays) await page.mouse.move(0, 0);
    await page.waitForFunction(isDrawn, host === "slow");
  }
  // Loaded is not yet painted.
  await page.evaluate(() => Promise.all([...document.images].map((image) => image.decode())));
  await page.screenshot({ path });
}

/** As eyes with this deficiency see it; the names are Chromium's. */
async function seeAs(page: Page, type: string): Promise<void> {
  const tools = await page.context().newCDPSession(page);
  const known = ["achromatopsia", "deuteranopia", "protanopia", "tritanopia"] as const;
  const seen = known.find((one) => one === type);
  if (!seen) throw new Error(`--see ${type}: expected one of ${known.join(", ")}`);
  await tools.send("Emulation.setEmulatedVisionDeficiency", { type: seen });
}
