/** The desk with 500 open events: how long a selection, a scroll and an answer by Space take then. */
import type { Page } from "@playwright/test";
import { countPaintedAt } from "./barePage.ts";
import type { Figure } from "./figure.ts";
import { percentile, prepare, rounded, startRig } from "./rig.ts";

const calls = 500;
const sos = 50;
const moves = 20;
const answers = 10;

declare global {
  interface Window {
    /** Wall time (ms) of the last key. */
    benchLastKeyAt: number;
    /** Times from a key to the frame in which another card was drawn as the selected one. */
    benchSelected: number[];
  }
}

export async function openFigures(): Promise<Figure[]> {
  const rig = await startRig(calls, sos, watchSelection);
  try {
    const { pbx, console } = rig;
    await prepare(pbx, calls);
    const painted = countPaintedAt(console, calls);
    pbx.tell({ do: "send", from: 0, to: calls });
    await painted;
    await console.waitForFunction(() => !document.body.innerText.includes("CONNECTING"), undefined, { polling: 200 });
    const selected = await selections(console);
    const frames = await scrollFrames(console);
    const answered = await answersBySpace(rig);
    const p95 = percentile(selected, 0.95);
    const answer95 = percentile(answered, 0.95);
    return [
      of(`${calls} open: ↓ to the next card selected, p50 of ${selected.length}`, percentile(selected, 0.5)),
      of(`${calls} open: ↓ to the next card selected, p95`, p95, 100),
      of(`${calls} open: frame while the whole list is scrolled, p95`, percentile(frames, 0.95), 50),
      of(`${calls} open: longest frame while it is scrolled`, Math.max(...frames)),
      of(`${calls} open: Space to 200 OK, p50 of ${answered.length}`, percentile(answered, 0.5)),
      of(`${calls} open: Space to 200 OK, p95`, answer95, 150),
    ];
  } finally {
    await rig.stop();
  }
}

const of = (name: string, value: number, most?: number): Figure => ({
  name,
  value: rounded(value),
  unit: "ms",
  target: most === undefined ? "" : `≤ ${most} ms`,
  met: most === undefined || value <= most,
});

async function watchSelection(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.benchSelected = [];
    window.benchLastKeyAt = 0;
    addEventListener(
      "keydown",
      () => {
        window.benchLastKeyAt = performance.timeOrigin + performance.now();
      },
      { capture: true },
    );
    let last: string | null = null;
    const look = () => {
      const id =
        document.querySelector("[data-testid=event-card][aria-current]")?.getAttribute("data-event-id") ?? null;
      if (id === last || id === null) return;
      last = id;
      const keyAt = window.benchLastKeyAt;
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => window.benchSelected.push(performance.timeOrigin + performance.now() - keyAt);
        channel.port2.postMessage(0);
      });
    };
    new MutationObserver(look).observe(document, {
      subtree: true,
      childList: true,
      attributes: true,
      attributeFilter: ["aria-current"],
    });
  });
}

/** Far enough down that the list has to scroll for each. */
async function selections(page: Page): Promise<number[]> {
  await page.keyboard.press("ArrowDown");
  await page.evaluate(() => {
    window.benchSelected = [];
  });
  for (let i = 0; i < moves; i++) {
    await page.keyboard.press("ArrowDown");
    await page.waitForFunction((wanted) => window.benchSelected.length >= wanted, i + 1, { polling: 20 });
  }
  return page.evaluate(() => window.benchSelected);
}

/** From the top of the list to its end in 60 steps, one for each frame. */
const scrollFrames = (page: Page): Promise<number[]> =>
  page.evaluate(async () => {
    const list = document.querySelector(".cards");
    if (!list) throw new Error("The queue has no list.");
    const steps = 60;
    const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
    const times: number[] = [];
    list.scrollTop = 0;
    let last = await frame();
    for (let i = 1; i <= steps; i++) {
      list.scrollTop = ((list.scrollHeight - list.clientHeight) * i) / steps;
      const now = await frame();
      times.push(now - last);
      last = now;
    }
    return times;
  });

async function answersBySpace({ pbx, console, hand }: Awaited<ReturnType<typeof startRig>>): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < answers; i++) {
    await console.locator("[data-testid=strip][data-ready=true]").waitFor();
    const request = hand.entry((kind) => kind === "answerRequested");
    const answered = pbx.heard<{ time: number }>("answered");
    await console.keyboard.press("Space");
    const { time } = await answered;
    times.push(time - (await console.evaluate(() => window.benchLastKeyAt)));
    const callId = String((await request)["callId"]);
    const ended = hand.entry((kind) => kind === "callEnded");
    await hand.command({ type: "end", callId });
    await ended;
  }
  return times;
}
