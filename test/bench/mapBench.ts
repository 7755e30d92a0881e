/** 10,000 stations on one plan: how long until the map is painted, and how long a frame lasts while it is dragged. */
import type { Page } from "@playwright/test";
import type { Figure } from "./figure.ts";
import { percentile, rounded, startRig } from "./rig.ts";

const stations = 10_000;
const opened = 9;
const drags = 6;
const stepsADrag = 40;

export async function mapFigures(): Promise<Figure[]> {
  const rig = await startRig(stations, 100);
  try {
    const page = rig.console;
    await page.locator(".stationCanvas[data-stations]").waitFor();
    const paints: number[] = [];
    for (let i = 0; i < opened; i++) {
      await page.getByRole("button", { name: "History" }).first().click();
      await page.locator(".historyRows").waitFor();
      paints.push(await reopenMap(page));
    }
    const frames = await dragMap(page);
    return [
      figure(`map of ${stations} stations: first paint, median of ${opened}`, percentile(paints, 0.5), 500),
      figure(`map of ${stations} stations: frame of a pan, median of ${frames.length}`, percentile(frames, 0.5), 33),
    ];
  } finally {
    await rig.stop();
  }
}

const figure = (name: string, value: number, target: number): Figure => ({
  name,
  value: rounded(value),
  unit: "ms",
  target: `≤ ${target} ms`,
  met: value <= target,
});

/** From the click that brings the map back to the task after the frame in which every station was drawn. */
const reopenMap = (page: Page): Promise<number> =>
  page.evaluate(
    (wanted) =>
      new Promise<number>((resolve, reject) => {
        const button = [...document.querySelectorAll("button")].find((one) => one.textContent?.trim() === "Map");
        if (!button) return reject(new Error("no button Map"));
        const from = performance.now();
        const look = () => {
          const canvas = document.querySelector<HTMLElement>(".stationCanvas");
          if (Number(canvas?.dataset["stations"] ?? 0) < wanted) return requestAnimationFrame(look);
          return requestAnimationFrame(() => {
            const channel = new MessageChannel();
            channel.port1.onmessage = () => resolve(performance.now() - from);
            channel.port2.postMessage(0);
          });
        };
        button.click();
        look();
      }),
    stations,
  );

/** Drags the map to and fro by the mouse; gives the time between frames in ms. */
async function dragMap(page: Page): Promise<number[]> {
  const box = await page.locator(".mapBox").boundingBox();
  if (!box) throw new Error("the map has no box");
  const x = box.x + box.width / 2;
  const y = box.y + box.height / 2;
  await page.evaluate(() => {
    const times: number[] = [];
    const bench = Object.assign(window, { benchFrames: times, benchRuns: true });
    let last = performance.now();
    const tick = (at: number) => {
      times.push(at - last);
      last = at;
      if (bench.benchRuns) requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  });
  for (let drag = 0; drag < drags; drag++) {
    const way = drag % 2 === 0 ? 1 : -1;
    await page.mouse.move(x + way * 300, y);
    await page.mouse.down();
    for (let i = 0; i < stepsADrag; i++) await page.mouse.move(x + way * (300 - 15 * i), y + (i % 8) * 4);
    await page.mouse.up();
  }
  return page.evaluate(() => {
    const bench = window as unknown as { benchFrames: number[]; benchRuns: boolean };
    bench.benchRuns = false;
    // The first two belong to the start of the measurement.
    return bench.benchFrames.slice(2);
  });
}
