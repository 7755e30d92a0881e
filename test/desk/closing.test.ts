/** Closing an event: who is still on the line, steps that must be done, the reason that overrides them, words that are too long. */
import { describe, expect, test } from "vitest";
import type { Command } from "../../shared/desk/inputs.ts";
import { entryWords } from "../../shared/words/entries.ts";
import { type Drive, drive, site } from "./drive.ts";

const close = (eventId: string, more: { note?: string; override?: string } = {}): Command => ({
  type: "close",
  eventId,
  outcome: "helped",
  note: "",
  ...more,
});

/** An SOS whose caller has gone; "Is anyone injured?" must be asked and was not. */
function sosGone(): { desk: Drive; eventId: string } {
  const desk = drive();
  const callId = desk.press("101");
  desk.report({ type: "callCancelled", callId, elsewhere: false });
  return { desk, eventId: desk.event("101").id };
}

describe("with steps open that must be done", () => {
  test("a close is refused, and the refusal names them", () => {
    const { desk, eventId } = sosGone();
    const refusal = desk.command(close(eventId));
    expect(refusal?.code).toBe("mandatoryStepsOpen");
    expect(refusal?.words).toContain("“Is anyone injured?”");
    expect(refusal?.words).not.toContain("Confirm the place");
    expect(desk.desk.events[eventId]).toBeDefined();
  });

  test("an ordinary note is no reason to leave them open", () => {
    const { desk, eventId } = sosGone();
    expect(desk.command(close(eventId, { note: "passenger fine" }))?.code).toBe("mandatoryStepsOpen");
    expect(desk.desk.events[eventId]).toBeDefined();
  });

  test("an empty reason is none", () => {
    const { desk, eventId } = sosGone();
    expect(desk.command(close(eventId, { note: "n", override: " " }))?.code).toBe("mandatoryStepsOpen");
  });

  test("a reason closes it all the same: journalled beside the note, with the steps, and told so", () => {
    const { desk, eventId } = sosGone();
    expect(desk.command(close(eventId, { note: "passenger fine", override: " nobody was there " }))).toBeNull();
    const last = desk.entries.at(-1);
    expect(last).toMatchObject({
      kind: "eventClosed",
      data: { note: "passenger fine", override: ["Is anyone injured?"], overrideReason: "nobody was there" },
    });
    expect(desk.desk.closed[0]?.closed).toMatchObject({
      note: "passenger fine",
      override: { steps: ["Is anyone injured?"], reason: "nobody was there" },
    });
    expect(last && entryWords(last, site)).toBe(
      "The event closed: Helped, OVERRIDE, not done: “Is anyone injured?”, reason: “nobody was there”, “passenger fine”",
    );
  });

  test("a step that is done needs no reason, and one that was given for it is kept nowhere", () => {
    const { desk, eventId } = sosGone();
    expect(desk.command({ type: "doStep", eventId, step: 1, answer: "Perhaps" })?.code).toBe("badRequest");
    expect(desk.command({ type: "doStep", eventId, step: 1, answer: "No" })).toBeNull();
    expect(desk.command(close(eventId, { note: "a note", override: "no time" }))).toBeNull();
    expect(desk.entries.at(-1)?.data).toEqual({ eventId, outcome: "helped", note: "a note" });
    expect(desk.desk.closed[0]?.closed).not.toHaveProperty("override");
  });

  test("an old journal's override has its reason in the note, and reads as it always did", () => {
    const { desk, eventId } = sosGone();
    const data = { eventId, outcome: "test", note: "nobody was there", override: ["Is anyone injured?"] };
    desk.keep([{ kind: "eventClosed", by: "operator:anna", data }]);
    const last = desk.entries.at(-1);
    expect(last && entryWords(last, site)).toBe(
      "The event closed: Test, OVERRIDE, not done: “Is anyone injured?”, “nobody was there”",
    );
    expect(desk.desk.closed[0]?.closed?.override).toEqual({ steps: ["Is anyone injured?"], reason: "" });
  });
});

describe("words that are too long", () => {
  const long = "x".repeat(2_001);

  test("a note is refused, not cut", () => {
    const desk = drive();
    const callId = desk.press("301");
    desk.report({ type: "callCancelled", callId, elsewhere: false });
    const { id } = desk.event("301");
    expect(desk.command(close(id, { note: long }))).toEqual({
      code: "badRequest",
      words: "A closing note has at most 2000 characters.",
    });
    expect(desk.command(close(id, { note: long.slice(1) }))).toBeNull();
  });

  test("a reason, too", () => {
    const { desk, eventId } = sosGone();
    expect(desk.command(close(eventId, { override: long }))).toEqual({
      code: "badRequest",
      words: "A reason has at most 2000 characters.",
    });
  });
});

describe("with somebody on the line", () => {
  test("it says that it is the caller", () => {
    const desk = drive();
    desk.talkTo("301");
    expect(desk.command(close(desk.event("301").id))).toEqual({
      code: "stillOnTheLine",
      words: "Station h1 is still on the line. End the call, then close the event.",
    });
  });

  test("it says that it is the patrol, when the caller has gone", () => {
    const desk = drive();
    const callId = desk.talkTo("301");
    const eventId = desk.event("301").id;
    desk.command({ type: "call", number: "7002", eventId });
    desk.report({ type: "callEnded", callId, by: "far" });
    expect(desk.command(close(eventId))?.words).toBe(
      "Patrol is still on the line. End the call, then close the event.",
    );
  });

  test("it names both", () => {
    const desk = drive();
    desk.talkTo("301");
    const eventId = desk.event("301").id;
    desk.command({ type: "call", number: "7002", eventId });
    expect(desk.command(close(eventId))?.words).toBe(
      "Station h1 and Patrol are still on the line. End the calls, then close the event.",
    );
  });
});
