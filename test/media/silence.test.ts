/** Silence in packets: told after five seconds, and again when there is a voice. */
import { expect, test } from "vitest";
import { createSilenceWatch } from "../../renderer/media/silence.ts";

function watch() {
  const told: [string, boolean][] = [];
  return { told, silence: createSilenceWatch((callId, silent) => told.push([callId, silent])) };
}

test("a leg whose packets carry silence for five seconds is told once, and once more when a voice is back", () => {
  const { told, silence } = watch();
  for (let at = 0; at < 5_000; at += 100) silence.look("a", 0, true, at);
  expect(told).toEqual([]);
  for (let at = 5_000; at < 9_000; at += 100) silence.look("a", 0, true, at);
  expect(told).toEqual([["a", true]]);
  silence.look("a", 0.4, true, 9_000);
  expect(told).toEqual([
    ["a", true],
    ["a", false],
  ]);
});

test("a pause in speech is no silence, and noise at the floor is no voice", () => {
  const { told, silence } = watch();
  for (let at = 0; at < 20_000; at += 100) silence.look("a", at % 4_000 < 100 ? 0.5 : 0, true, at);
  expect(told).toEqual([]);
  for (let at = 20_000; at < 26_000; at += 100) silence.look("a", at % 1_000 === 0 ? 0.02 : 0, true, at);
  expect(told).toEqual([["a", true]]);
});

test("no packets are not silence: that is told as no sound", () => {
  const { told, silence } = watch();
  for (let at = 0; at < 20_000; at += 100) silence.look("a", 0, false, at);
  expect(told).toEqual([]);
});

test("a leg that is gone is forgotten: another of the same name begins anew", () => {
  const { told, silence } = watch();
  for (let at = 0; at < 4_900; at += 100) silence.look("a", 0, true, at);
  silence.only(new Set());
  for (let at = 5_000; at < 9_000; at += 100) silence.look("a", 0, true, at);
  expect(told).toEqual([]);
});
