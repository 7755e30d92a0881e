/** Space answers what the strip names and has shown for 300 ms, by its id; a second press holds a call of equal class. */
import { describe, expect, it } from "vitest";
import { queueOf } from "../../renderer/console/queue/order.ts";
import { stripAnswer, verbOf } from "../../renderer/console/status/strip.ts";
import { Story } from "../gallery/story.ts";
import { aSite } from "./aSite.ts";

describe("Space on the strip", () => {
  it("does nothing when nothing waits", () => expect(stripAnswer(null, null, 1000)).toEqual({ do: "nothing" }));

  it("waits for a name that has just come", () =>
    expect(stripAnswer({ eventId: "e1", at: 1000 }, null, 1299)).toEqual({ do: "wait" }));

  it("answers a name shown for 300 ms, by its id", () =>
    expect(stripAnswer({ eventId: "e1", at: 1000 }, null, 1300)).toEqual({
      do: "answer",
      eventId: "e1",
      holdEqual: false,
    }));

  it("holds the equal call on a second press within 2 s of the refusal", () =>
    expect(stripAnswer({ eventId: "e1", at: 0 }, { eventId: "e1", at: 1000 }, 3000)).toMatchObject({
      holdEqual: true,
    }));

  it("says so again when the second press comes later", () =>
    expect(stripAnswer({ eventId: "e1", at: 0 }, { eventId: "e1", at: 1000 }, 3001)).toMatchObject({
      holdEqual: false,
    }));

  it("does not hold for a refusal of another event", () =>
    expect(stripAnswer({ eventId: "e2", at: 0 }, { eventId: "e1", at: 1000 }, 1500)).toMatchObject({
      holdEqual: false,
    }));
});

describe("what the strip says that Space does", () => {
  const now = 1_000_000;
  const story = () => new Story(aSite, now).ready().signIn("anna");
  const said = (told: Story): string | null => {
    const { first } = queueOf(told.desk);
    return first && verbOf(first);
  };
  /** A second press of the same station, which cannot be answered. */
  const pressesUnanswerably = (told: Story): Story => {
    const { callId } = told.press(2, "hp-031");
    const call = told.desk.calls[callId];
    if (!call) throw new Error("the press is up");
    told.desk = {
      ...told.desk,
      calls: { ...told.desk.calls, [callId]: { ...call, notAnswerable: "No common codec." } },
    };
    return told;
  };

  it("is an answer while somebody rings who can be answered", () => {
    const told = story();
    told.press(9, "hp-031");
    expect(said(told)).toBe("answers");
  });

  it("goes back to who is held when the new press cannot be answered", () => {
    const told = story();
    const held = told.press(50, "hp-031");
    told.answer(45, held).tell(30, "callHeld", { callId: held.callId, returnMs: 60_000 });
    expect(said(pressesUnanswerably(told))).toBe("goes back to it");
  });

  it("names A where somebody talks with the caller already: there is news of the event", () => {
    const told = story();
    const one = told.press(9, "hp-031");
    told.answer(8, one).alarm(2, "hp-031", "Smoke");
    expect(said(told)).toBe("selects it, A acknowledges");
  });

  it("is no answer when nobody else is on the line either", () =>
    expect(said(pressesUnanswerably(story()))).toBe("cannot answer it"));
});
