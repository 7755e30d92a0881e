/** Journey: the host's process dies in the middle of a call. */
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, onTestFinished, test } from "vitest";
import { clipHz, microphoneHz, startDesk, stationHz, until } from "./desk.ts";
import { hostInChild } from "./hostLife.ts";

/** Two hosts start in processes of their own, which takes its time on a busy machine. */
const twoHostsMs = 60_000;

test(
  "a host killed in a call takes it back: the caller is heard at once, and hears nobody before the operator answers",
  async () => {
    const desk = await startDesk({ inChild: true });
    const { console } = desk;
    const event = await desk.talkWith("214");
    await desk.untilBothHear("214");
    const { id } = desk.call("214");
    expect(await console.send({ type: "note", eventId: event.id, text: "smoke in the tube" })).toBeNull();
    await console.until("the note is on disk", (now) => console.recordedSeq >= now.seq);

    await desk.restartHost({ kill: true });
    await console.until("the call is back", (now) => now.calls[id]?.healing === null);
    expect(desk.event("214")).toMatchObject({
      id: event.id,
      openedAt: event.openedAt,
      condition: "active",
      acknowledged: false,
      callLost: false,
      callIds: [id],
      notes: [{ text: "smoke in the tube", by: "operator:anna" }],
    });
    expect(console.desk.signedIn?.operatorId).toBe("anna");
    await until("the caller is heard", () => desk.heardAtDesk("214", stationHz) > 0.2);
    await until("he hears silence", () => desk.heardByStation("214", microphoneHz) < 0.01);
    await desk.untilRings("threeFast");
    expect(desk.stations.find("214").state().calls).toMatchObject([{ peer: "6000", state: "talking" }]);

    expect(await console.send({ type: "answer", eventId: event.id, holdEqual: false })).toBeNull();
    await desk.untilBothHear("214");
    await desk.hangUp("214");
    await console.until("his own end arrives", (now) => now.calls[id] === undefined);
    expect(desk.event("214").lastEnded?.reason).toEqual({ kind: "callerEnded" });
  },
  twoHostsMs,
);

/** Its host lived on for so long after the last entry and nothing happened: the stamp it would have left, in the place of its last. */
async function wasQuietFor(dataDir: string, quietMs: number): Promise<void> {
  const db = new DatabaseSync(path.join(dataDir, "journal.db"), { timeout: 5_000 });
  const row = db.prepare("SELECT kept FROM alive").get();
  const { at, wall } = JSON.parse(String(row?.["kept"])) as { at: number; wall: number };
  db.prepare("UPDATE alive SET kept = ?").run(JSON.stringify({ at: at + quietMs, wall: wall + quietMs }));
  db.close();
}

const stamped = (dataDir: string): boolean => {
  const db = new DatabaseSync(path.join(dataDir, "journal.db"), { readOnly: true, timeout: 5_000 });
  const newest = db.prepare("SELECT max(at) AS at FROM entry").get()?.["at"] as number;
  const kept = db.prepare("SELECT kept FROM alive").get()?.["kept"];
  db.close();
  return typeof kept === "string" && (JSON.parse(kept) as { at: number }).at > newest;
};

test(
  "a host killed after minutes in which nothing happened is away for as long as it was dead: the call goes on, the operator stays signed in",
  async () => {
    const quietMs = 400_000;
    let laterMs = 0;
    const desk = await startDesk({ live: (options) => hostInChild(options, laterMs) });
    const { console } = desk;
    await desk.talkWith("214");
    await desk.untilBothHear("214");
    const { id } = desk.call("214");
    await console.until("it is on disk", (now) => console.recordedSeq >= now.seq);
    await until("the host has said that it lives", () => stamped(desk.dataDir), 30_000);

    laterMs = quietMs;
    await desk.restartHost({ kill: true, whileDead: () => wasQuietFor(desk.dataDir, quietMs) });
    await console.until("the call is back", (now) => now.calls[id]?.healing === null);
    expect(desk.event("214")).toMatchObject({ callLost: false, callIds: [id] });
    expect(console.desk.signedIn?.operatorId).toBe("anna");
  },
  twoHostsMs,
);

test(
  "a call that was on hold when the host was killed comes back on hold, and neither hears the other",
  async () => {
    const desk = await startDesk({ inChild: true });
    const { console } = desk;
    await desk.talkWith("214");
    await desk.untilBothHear("214");
    const { id } = desk.call("214");
    expect(await console.send({ type: "hold", callId: id })).toBeNull();
    await console.until("it is on disk", (now) => now.calls[id]?.state === "held" && console.recordedSeq >= now.seq);
    await desk.restartHost({ kill: true });
    await console.until("the call is back", (now) => now.calls[id]?.healing === null);
    await until("he hears the clip", () => desk.heardByStation("214", clipHz) > 0.3);
    expect(desk.call("214").state).toBe("held");
    expect(desk.heardByStation("214", microphoneHz)).toBeLessThan(0.01);
    expect(desk.heardAtDesk("214", stationHz)).toBe(0);
  },
  twoHostsMs,
);

test(
  "a call that was ringing when the host was killed can still be answered",
  async () => {
    const desk = await startDesk({ inChild: true });
    const { console } = desk;
    const ringing = await desk.pressed("209");
    await console.until("it is on disk", (now) => console.recordedSeq >= now.seq);
    const { id } = desk.call("209");
    await desk.restartHost({ kill: true });
    await console.until("it can be answered", (now) => now.calls[id]?.bound === true);
    expect(desk.event("209")).toMatchObject({ id: ringing.id, acknowledged: false, callLost: false, callIds: [id] });
    expect(await console.send({ type: "answer", eventId: ringing.id, holdEqual: false })).toBeNull();
    await desk.untilBothHear("209");
  },
  twoHostsMs,
);

test(
  "a caller who gave up while the host was dead is not answered, but his event is there",
  async () => {
    const desk = await startDesk({ inChild: true });
    const { console } = desk;
    const ringing = await desk.pressed("209");
    await console.until("it is on disk", (now) => console.recordedSeq >= now.seq);
    const { id } = desk.call("209");
    await desk.restartHost({ kill: true });
    await desk.hangUp("209");
    await console.until("his end arrives", (now) => now.calls[id] === undefined);
    expect(desk.event("209")).toMatchObject({ id: ringing.id, acknowledged: false, condition: "returned" });
  },
  twoHostsMs,
);

test(
  "a host killed on air leaves no speaker open, and says that the page was lost",
  async () => {
    const desk = await startDesk({ inChild: true, online: ["301", "302"] });
    const { console } = desk;
    const page = { type: "startPage", zoneIds: ["tubeA"], allCall: false, approvedBy: null } as const;
    expect(await console.send(page)).toBeNull();
    const pageId = console.desk.page?.id ?? "";
    const renewing = setInterval(() => console.talk(pageId, true), 200);
    onTestFinished(() => clearInterval(renewing));
    await until("it is heard", () => desk.heardByStation("301", microphoneHz) > 0.3);
    await console.until("on air is on disk", (now) => now.page?.state === "open" && console.recordedSeq >= now.seq);

    await desk.restartHost({ kill: true });
    expect(console.desk.page).toBeNull();
    expect(console.desk.lastPage).toMatchObject({ id: pageId, reason: "lost" });
    await until("no speaker is open", () => desk.stations.states().every(({ calls }) => calls.length === 0));
    await until("the microphone is free", () => desk.media.legs().length === 0 && !desk.media.plan.onAir);
  },
  twoHostsMs,
);

test("a host that is stopped and started in order keeps its events and what rings too", async () => {
  const desk = await startDesk();
  const event = await desk.pressed("209");
  await desk.restartHost();
  expect(desk.event("209")).toMatchObject({ id: event.id, acknowledged: false, callLost: false });
  await desk.untilRings("twoPulses");
});
