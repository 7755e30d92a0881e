/** INVITE on the socket → first frame painted with its card; the first call after the start; beside a bare SIP.js page. */
import { startBarePage } from "./barePage.ts";
import type { Figure } from "./figure.ts";
import { paintedAt, watchPaints } from "./paint.ts";
import { percentile, prepare, type Rig, rest, rounded, startRig } from "./rig.ts";

const calls = 200;

export async function pressFigures(): Promise<Figure[]> {
  const rig = await startRig(calls + 1, calls + 1, (page) =>
    watchPaints(page, "[data-testid=event-card]", "data-event-id"),
  );
  let console: readonly number[];
  try {
    console = await pressesOf(rig);
  } finally {
    await rig.stop();
  }
  const [first = Number.NaN, ...rest] = console;
  const bare = await startBarePage();
  let bareTimes: number[];
  try {
    bareTimes = (await bare.presses(calls + 1)).slice(1);
  } finally {
    await bare.stop();
  }
  const p50 = percentile(rest, 0.5);
  const p95 = percentile(rest, 0.95);
  const ratio = p50 / percentile(bareTimes, 0.5);
  return [
    { name: `press to painted card, p50 of ${calls}`, value: rounded(p50), unit: "ms", target: "", met: true },
    {
      name: `press to painted card, p95 of ${calls}`,
      value: rounded(p95),
      unit: "ms",
      target: "≤ 50 ms",
      met: p95 <= 50,
    },
    { name: "bare SIP.js page, p50", value: rounded(percentile(bareTimes, 0.5)), unit: "ms", target: "", met: true },
    { name: "bare SIP.js page, p95", value: rounded(percentile(bareTimes, 0.95)), unit: "ms", target: "", met: true },
    {
      name: "press to painted card against bare SIP.js, p50",
      value: Math.round(ratio * 100) / 100,
      unit: "×",
      target: "≤ 1.5 ×",
      met: ratio <= 1.5,
    },
    { name: "first call after start", value: rounded(first), unit: "ms", target: "≤ 100 ms", met: first <= 100 },
  ];
}

/** One press after another, each closed before the next, with the console at rest in between. */
async function pressesOf({ pbx, console, hand }: Rig): Promise<number[]> {
  await prepare(pbx, calls + 1);
  const times: number[] = [];
  for (let i = 0; i <= calls; i++) {
    const opened = hand.entry((kind) => kind === "eventOpened");
    const sent = pbx.heard<{ time: number }>("sent");
    pbx.tell({ do: "send", from: i, to: i + 1 });
    const eventId = String((await opened)["eventId"]);
    const at = await paintedAt(console, eventId);
    times.push(at - (await sent).time);
    const ended = hand.entry((kind) => kind === "callEnded");
    pbx.tell({ do: "cancel", index: i });
    await ended;
    await hand.command({ type: "close", eventId, outcome: "test", note: "bench" });
    await rest();
  }
  return times;
}
