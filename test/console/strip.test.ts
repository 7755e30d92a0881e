/** Space answers what the strip names and has shown for 300 ms, by its id; a second press holds a call of equal class. */
import { describe, expect, it } from "vitest";
import { stripAnswer } from "../../renderer/console/status/strip.ts";

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
