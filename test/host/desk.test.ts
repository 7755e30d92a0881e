import { expect, test } from "vitest";
import { createDesk, type DeskLoop } from "../../electron/host/desk.ts";
import type { Entry } from "../../shared/desk/entries.ts";
import type { Order } from "../../shared/desk/orders.ts";
import { type Evidence, emptyDesk } from "../../shared/desk/state.ts";
import { site } from "../desk/drive.ts";

const evidence: Evidence = {
  number: "101",
  displayName: null,
  assertedNumber: "101",
  calledNumber: "6000",
  priority: null,
  resourcePriority: [],
  alertInfo: [],
};

/** A desk whose disk answers when the test says so. */
function aDesk() {
  const shown: Entry[] = [];
  const orders: Order[] = [];
  const confirmed: number[] = [];
  const written: Entry[] = [];
  let firstShown: () => void = () => undefined;
  const showing = new Promise<void>((resolve) => {
    firstShown = resolve;
  });
  const loop: DeskLoop = createDesk({
    desk: emptyDesk,
    site,
    clock: { now: () => 1_000, wall: () => 1_000 },
    proofs: () => ({}),
    journal: {
      append: (entries) => void written.push(...entries),
      snapshotDue: () => false,
      saveSnapshot: () => undefined,
    },
    show(entries) {
      shown.push(...entries);
      firstShown();
    },
    recorded: (seq) => void confirmed.push(seq),
    order: (order) => void orders.push(order),
    plan: () => undefined,
  });
  const press = (callId: string) =>
    loop.input({
      type: "report",
      report: { type: "callSeen", callId, pbxId: "A", evidence, readable: true, attach: { frame: "INVITE" } },
    });
  return { loop, shown, orders, confirmed, written, showing, press };
}

test("what is on disk is shown at once, in order, with its orders after it", async () => {
  const { loop, shown, orders, written, press } = aDesk();
  press("c1");
  expect(shown).toEqual([]);
  loop.onRecorded(2);
  expect(shown.map((entry) => entry.kind)).toEqual(["eventOpened", "callOffered"]);
  expect(written).toEqual(shown);
  const { settled } = loop.input({
    type: "command",
    command: { type: "answer", eventId: "e1", holdEqual: false },
    by: "position",
  });
  expect(orders).toEqual([]);
  loop.onRecorded(3);
  await settled;
  expect(orders).toEqual([{ type: "answerCall", callId: "c1" }]);
  loop.stop();
});

test("a disk that does not answer delays an alarm by no more than the limit, and says later that it is recorded", async () => {
  const { loop, shown, confirmed, showing, press } = aDesk();
  press("c1");
  await showing;
  expect(shown.map((entry) => entry.seq)).toEqual([1, 2]);
  expect(loop.recordedSeq).toBe(0);
  loop.onRecorded(2);
  expect(confirmed).toEqual([2]);
  loop.stop();
});

test("raw frames go to the journal only, never to a console", async () => {
  const { loop, shown, showing, press } = aDesk();
  press("c1");
  await showing;
  expect(JSON.stringify(shown)).not.toContain("INVITE");
  loop.stop();
});

test("a bug in a decision is journalled and the desk goes on", async () => {
  const { loop, shown, press } = aDesk();
  const broken = { type: "report", report: { type: "no such report" } } as never;
  loop.input(broken);
  press("c1");
  loop.onRecorded(9);
  expect(shown.map((entry) => entry.kind)).toEqual(["bugCaught", "eventOpened", "callOffered"]);
  loop.stop();
});

test("a deadline ticks by itself", async () => {
  const shown: Entry[] = [];
  let tick: (() => void) | undefined;
  const ticked = new Promise<void>((resolve) => {
    tick = resolve;
  });
  let now = 1_000;
  const loop = createDesk({
    desk: { ...emptyDesk, signedIn: { operatorId: "anna", since: 0 } },
    site,
    clock: { now: () => now, wall: () => now },
    proofs: () => ({}),
    journal: { append: () => undefined, snapshotDue: () => false, saveSnapshot: () => undefined },
    show(entries) {
      shown.push(...entries);
      if (entries.some((entry) => entry.kind === "soundUnsilenced")) tick?.();
      // The silence is over as far as this clock is concerned: the loop must wake for it.
      now += 60_000;
    },
    recorded: () => undefined,
    order: () => undefined,
    plan: () => undefined,
  });
  loop.input({ type: "command", command: { type: "silence" }, by: "operator:anna" });
  loop.onRecorded(1);
  await ticked;
  expect(shown.map((entry) => entry.kind)).toEqual(["soundSilenced", "soundUnsilenced"]);
  loop.stop();
});
