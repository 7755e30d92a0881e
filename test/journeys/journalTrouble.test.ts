/** Journey: the journal's file cannot be written, because another program holds it. */
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { startDesk } from "./desk.ts";

test("with a journal that cannot be written alarms are shown, heard and answered, the fault says so, and nothing is lost", async () => {
  const desk = await startDesk();
  const { console } = desk;
  await console.until("all is on disk", (now) => console.recordedSeq === now.seq);
  const before = console.recordedSeq;
  const intruder = new DatabaseSync(path.join(desk.dataDir, "journal.db"));
  intruder.exec("BEGIN IMMEDIATE");

  const event = await desk.pressed("214");
  expect(console.recordedSeq).toBe(before);
  await desk.untilRings("threeFast");
  expect(await console.send({ type: "answer", eventId: event.id, holdEqual: false })).toBeNull();
  await desk.untilBothHear("214");
  const fault = await console.until("the fault", (now) => now.faults["journalDegraded:"]);
  expect(fault.words).toMatch(/The journal is not being written/);
  expect(console.recordedSeq).toBe(before);

  intruder.exec("ROLLBACK");
  intruder.close();
  await console.until("the fault is over", (now) => now.faults["journalDegraded:"] === undefined);
  await console.until("all is on disk", (now) => console.recordedSeq === now.seq);
  await desk.restartHost();
  expect(desk.event("214")).toMatchObject({ id: event.id, openedAt: event.openedAt, callLost: false });
});
