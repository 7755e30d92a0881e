/**
 * I8, I10, I16 and I23 over random histories of presses, shelves, restarts and long times: what waits is seen and heard, the
 * order of the queue is total, memory is bounded, and every shelf ends. Time jumps from deadline to deadline, as the host's does.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { foldByArea } from "../../renderer/console/queue/folds.ts";
import { type Queue, queueOf, since } from "../../renderer/console/queue/order.ts";
import { planSound } from "../../shared/call/planSound.ts";
import type { Command, Report } from "../../shared/desk/inputs.ts";
import { closedKept, type Desk, type PriorityEvent } from "../../shared/desk/state.ts";
import { pressCount, pressesKept } from "../../shared/flood/babbling.ts";
import { openedLately } from "../../shared/flood/flood.ts";
import type { Site } from "../../shared/site/site.ts";
import { smoke } from "../alarm/smoke.ts";
import { type Drive, drive, site } from "./drive.ts";

/** Histories a run; the long run sets HISTORIES. The seed is printed by fast-check when it fails, and can be given. */
const runs = Number(process.env["HISTORIES"] ?? 500);
const seed = Number(process.env["SEED"] ?? Date.now() % 2_147_483_647);

const minute = 60_000;
const hour = 60 * minute;
/** Of those that the histories ask for. */
const longestShelf = 24 * hour;
const extra = Array.from({ length: 8 }, (_, i) => ({
  id: `i${i}`,
  name: `Intercom ${i}`,
  number: `60${i}`,
  type: "intercom" as const,
  place: { mapId: "plan", at: [1, 1] as const, areaId: i % 2 === 0 ? "tubeA" : "tubeB", words: "", detail: "" },
}));
const large: Site = { ...site, stations: [...site.stations, ...extra] };
const numbers = [...large.stations.map((one) => one.number), "999"];
const stationIds = large.stations.map((one) => one.id);

type Step =
  | { do: "press"; number: string; asserted: boolean; emergency: boolean }
  | { do: "burst"; count: number }
  | { do: "report"; what: number; pick: number }
  | { do: "command"; what: number; pick: number; forMs: number }
  | { do: "pass"; ms: number }
  | { do: "restart"; gapMs: number };

const pick = fc.nat({ max: 40 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("press" as const),
      number: fc.constantFrom(...numbers),
      asserted: fc.boolean(),
      emergency: fc.nat({ max: 5 }).map((n) => n === 0),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("burst" as const), count: fc.integer({ min: 2, max: 14 }) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("report" as const), what: fc.nat({ max: 5 }), pick }) },
  {
    weight: 7,
    arbitrary: fc.record({
      do: fc.constant("command" as const),
      what: fc.nat({ max: 13 }),
      pick,
      forMs: fc.constantFrom(15 * minute, hour, 8 * hour),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("pass" as const),
      ms: fc.constantFrom(1_000, minute, 11 * minute, 3 * hour),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("restart" as const), gapMs: fc.constantFrom(1_000, 9 * hour) }) },
);

const at = <T>(list: readonly T[], index: number, none: T): T => list[index % Math.max(1, list.length)] ?? none;

function take(desk: Drive, step: Step): void {
  switch (step.do) {
    case "press":
      desk.press(step.number, {
        ...(step.asserted ? {} : { assertedNumber: null }),
        priority: step.emergency ? "emergency" : null,
      });
      return;
    case "burst":
      for (let i = 0; i < step.count; i++) desk.press(at(numbers, i, "999"));
      return;
    case "pass":
      desk.pass(step.ms);
      return;
    case "restart":
      desk.now += step.gapMs;
      desk.report({ type: "hostStarted", version: "test", gapMs: step.gapMs, kept: [] });
      desk.report({ type: "pbx", pbxId: "A", state: "registered", why: "" });
      desk.report({ type: "signInChecked", operatorId: "anna", ok: true });
      desk.pass(0);
      return;
    case "report": {
      const callId = at(Object.keys(desk.desk.calls), step.pick, "never");
      const reports: Report[] = [
        { type: "callTaken", callId },
        { type: "callCancelled", callId, elsewhere: false },
        { type: "callEstablished", callId },
        { type: "callEnded", callId, by: "far" },
        { type: "callCancelled", callId, elsewhere: true },
        { type: "alarmSeen", alarm: smoke({ class: "lifeSafety", id: `smoke-${step.pick % 3}` }) },
      ];
      desk.report(at(reports, step.what, reports[0] as Report));
      return;
    }
    case "command": {
      const eventId = at(Object.keys(desk.desk.events), step.pick, "never");
      const stationId = at(stationIds, step.pick, "never");
      const shelve = { type: "shelve" as const, reason: "why", forMs: step.forMs, approvedBy: null };
      const commands: Command[] = [
        { type: "answer", eventId, holdEqual: true },
        { type: "acknowledge", eventId },
        { type: "close", eventId, outcome: "helped", note: "n", override: "no time" },
        { type: "undoClose", eventId: desk.desk.closed[0]?.id ?? "never" },
        { type: "hold", callId: at(Object.keys(desk.desk.calls), step.pick, "never") },
        { ...shelve, of: { kind: "station", id: stationId } },
        { ...shelve, of: { kind: "event", id: eventId } },
        { ...shelve, of: { kind: "area", id: step.pick % 2 === 0 ? "tubeA" : "tubeB" }, approvedBy: "ben" },
        { type: "takeOutOfService", stationId, reason: "why", forMs: step.forMs * 3 },
        { type: "endShelf", shelfId: at(Object.keys(desk.desk.shelves), step.pick, "never") },
        { type: "end", callId: at(Object.keys(desk.desk.calls), step.pick, "never") },
        { type: "call", number: step.pick % 2 === 0 ? "7002" : "101", eventId },
        { type: "callBack", eventId },
        { type: "startCallOut", listId: "first", eventId },
      ];
      desk.command(at(commands, step.what, commands[0] as Command));
      return;
    }
  }
}

/**
 * Nobody has taken it, or its held caller asks again: in the strip, whatever else goes on, but while its answer is under way,
 * or its caller is called back and nothing rings.
 */
const waitsAlone = ({ calls }: Desk, event: PriorityEvent): boolean => {
  const up = event.callIds.flatMap((id) => calls[id] ?? []);
  if (event.acknowledged && !up.some((call) => call.asksAgain)) return false;
  if (up.some((call) => call.state === "answering")) return false;
  if (up.some((call) => call.state === "offered")) return true;
  return !up.some((call) => ["dialling", "alerting"].includes(call.state) && call.number === event.number);
};

/** I8: the strip names the oldest life-safety event that waits, the count is right, and no fold hides one. */
function criticalIsVisible(desk: Desk, queue: Queue): void {
  const critical = Object.values(desk.events).filter((event) => event.class === "lifeSafety");
  const waiting = critical.filter((event) => waitsAlone(desk, event));
  expect(queue.waitingByClass.lifeSafety).toBe(waiting.length);
  if (waiting.length > 0) {
    expect(queue.first?.event.class).toBe("lifeSafety");
    expect(queue.first?.event.waitingSince).toBe(Math.min(...waiting.map((event) => event.waitingSince)));
  }
  const folded = foldByArea(queue.rows, () => "one area", new Set(), null);
  for (const { id } of critical) expect(folded.ids).toContain(id);
}

/** I10: total, the same however the events lie in memory, gravest first but for what a shelf keeps quiet. */
function orderIsTotal(desk: Desk, queue: Queue): void {
  const reversed = Object.fromEntries(Object.entries(desk.events).reverse());
  const order = ({ rows }: Queue) => rows.map((row) => row.event.id);
  expect(order(queueOf({ ...desk, events: reversed }))).toEqual(order(queue));
  expect(order(queue).sort()).toEqual(Object.keys(desk.events).sort());
  queue.rows.slice(1).forEach((row, i) => {
    const above = queue.rows[i];
    if (!above) return;
    expect(Number(above.quiet)).toBeLessThanOrEqual(Number(row.quiet));
    if (above.quiet !== row.quiet) return;
    expect(above.rank).toBeLessThanOrEqual(row.rank);
    if (above.rank !== row.rank) return;
    expect(Number(above.waiting)).toBeGreaterThanOrEqual(Number(row.waiting));
    if (above.waiting === row.waiting) expect(since(above)).toBeLessThanOrEqual(since(row));
  });
}

/** I16, the part that a state can hold: bounded whatever comes. */
function memoryIsBounded(desk: Desk, now: number): void {
  for (const event of Object.values(desk.events)) expect(event.presses.length).toBeLessThanOrEqual(pressesKept);
  expect(desk.closed.length).toBeLessThanOrEqual(closedKept);
  const targets = Object.values(desk.shelves).map(({ of }) => `${of.kind} ${of.id}`);
  expect(new Set(targets).size).toBe(targets.length);
  for (const { of } of Object.values(desk.shelves))
    if (of.kind === "event") expect(desk.events).toHaveProperty([of.id]);
  const lately = openedLately(desk.flood, now);
  if (desk.flood.since === null) expect(lately).toBeLessThanOrEqual(10);
}

/** I23: life safety is heard whatever is shelved, and no shelf outlives its time. */
function shelvesAreHonest(desk: Drive): void {
  const state = desk.desk;
  const critical = Object.values(state.events).some(
    (event) => event.class === "lifeSafety" && waitsAlone(state, event),
  );
  if (critical && state.silencedUntil === null) expect(planSound(state, large, desk.now).ring?.sound).toBe("threeFast");
  for (const row of queueOf(state).rows) {
    if (row.event.class === "lifeSafety" || row.event.emergencyClaimed) expect(row.quiet).toBe(false);
  }
}

function history(steps: readonly Step[]): void {
  const desk = drive(large);
  let presses = 0;
  for (const one of steps) {
    take(desk, one);
    presses += one.do === "press" ? 1 : one.do === "burst" ? one.count : 0;
    const queue = queueOf(desk.desk);
    criticalIsVisible(desk.desk, queue);
    orderIsTotal(desk.desk, queue);
    memoryIsBounded(desk.desk, desk.now);
    shelvesAreHonest(desk);
  }
  // I16: n INVITEs are n events and repeats.
  const told = desk.entries.filter((entry) => entry.kind === "eventOpened" || entry.kind === "eventRepeated");
  expect(told.filter(({ data }) => !("alarm" in data))).toHaveLength(presses);
  const open = [...Object.values(desk.desk.events), ...desk.desk.closed];
  if (desk.desk.closed.length < closedKept)
    expect(open.reduce((sum, one) => sum + pressCount(one), 0)).toBe(told.length);

  desk.pass(longestShelf + hour);
  const begun = desk.entries.flatMap((entry) => (entry.kind === "shelved" ? [entry.data.shelfId] : []));
  const ended = desk.entries.flatMap((entry) => (entry.kind === "shelfEnded" ? [entry.data.shelfId] : []));
  expect(ended.sort()).toEqual(begun.sort());
  expect(desk.desk.shelves).toEqual({});
  expect(desk.desk.flood.since).toBeNull();
  const waits = Object.values(desk.desk.events).some((event) => waitsAlone(desk.desk, event));
  if (waits) expect(planSound(desk.desk, large, desk.now).ring).not.toBeNull();
}

test(`over ${runs} random histories life safety is seen and heard, and each shelf ends (seed ${seed})`, () => {
  fc.assert(fc.property(fc.array(step, { minLength: 5, maxLength: 40 }), history), {
    numRuns: runs,
    seed,
    endOnFailure: false,
  });
}, 3_600_000);

test("800 INVITEs of 400 callers are 800 events and repeats, and what they leave is bounded", () => {
  const desk = drive({
    ...large,
    stations: Array.from({ length: 400 }, (_, i) => ({
      ...(extra[0] as Site["stations"][number]),
      id: `n${i}`,
      number: String(10_000 + i),
    })),
  });
  for (let i = 0; i < 800; i++) {
    desk.press(String(10_000 + (i % 400)));
    desk.now += 1;
  }
  const events = Object.values(desk.desk.events);
  expect(events).toHaveLength(400);
  expect(events.reduce((sum, event) => sum + pressCount(event), 0)).toBe(800);
  expect(desk.desk.flood.openings).toHaveLength(400);
  // The callers go: nothing of their calls is left.
  for (const callId of Object.keys(desk.desk.calls)) desk.report({ type: "callCancelled", callId, elsewhere: false });
  expect(desk.desk.calls).toEqual({});
}, 60_000);
