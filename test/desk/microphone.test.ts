/** A missing microphone reaches the operator with its cause and what to do, and is over when there is one. */
import { expect, test } from "vitest";
import { drive } from "./drive.ts";

const without = (microphoneWhy?: string) => ({
  type: "media" as const,
  status: { up: true, microphone: null, talk: "Headset", ring: "Speaker", ...(microphoneWhy ? { microphoneWhy } : {}) },
});
const present = {
  type: "media" as const,
  status: { up: true, microphone: "Headset", talk: "Headset", ring: "Speaker" },
};

test("the fault says why there is no microphone", () => {
  const desk = drive();
  desk.report(without("No microphone is connected: plug one in."));
  expect(desk.desk.faults["microphoneMissing:"]?.words).toBe("No microphone is connected: plug one in.");
});

test("a better known cause takes the place of the first words, and the fault counts from its beginning", () => {
  const desk = drive();
  desk.report(without("The microphone is being opened."));
  const since = desk.now;
  desk.pass(2_000);
  desk.report(without("The browser was refused the microphone."));
  expect(desk.desk.faults["microphoneMissing:"]).toMatchObject({
    raisedAt: since,
    words: "The browser was refused the microphone.",
  });
  const told = desk.entries.length;
  desk.report(without("The browser was refused the microphone."));
  expect(desk.entries).toHaveLength(told);
});

test("it is over when there is one", () => {
  const desk = drive();
  desk.report(without());
  expect(Object.keys(desk.desk.faults)).toEqual(["microphoneMissing:"]);
  desk.report(present);
  expect(desk.desk.faults).toEqual({});
});
