/** What an exercise's windows are told of the real desk behind it: what waits there, and which of its faults is heard. */
import { expect, test } from "vitest";
import { realView } from "../../electron/training/realView.ts";
import type { FaultKind } from "../../shared/desk/state.ts";
import { drive, site } from "../desk/drive.ts";

test("a real fault that sounds is named until it is over, also once it is silenced; one that is only seen is not", () => {
  const desk = drive();
  const raise = (fault: FaultKind, present: boolean, words: string) =>
    desk.report({ type: "fault", fault, subject: "", present, words });
  const faults = () => realView(desk.desk, site, desk.now).faults;
  raise("alarmsLost", true, "The port is taken.");
  expect(faults()).toEqual([]);
  raise("journalDegraded", true, "The disk is full.");
  expect(faults()).toEqual(["The journal is not recording: The disk is full."]);
  desk.command({ type: "silence" });
  expect(faults()).toHaveLength(1);
  raise("journalDegraded", false, "");
  expect(faults()).toEqual([]);
});
