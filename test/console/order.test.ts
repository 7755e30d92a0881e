/** The order of the queue, what the strip names, and the counts, on desks told through the real reducer. */
import { describe, expect, it } from "vitest";
import { byArea, queueOf, rowsWithUndo } from "../../renderer/console/queue/order.ts";
import { Story } from "../gallery/story.ts";
import { aSite } from "./aSite.ts";

const now = 1_000_000;
const story = () => new Story(aSite, now).ready().signIn("anna");
const names = (told: Story) => queueOf(told.desk).rows.map((row) => row.event.name);

describe("the queue", () => {
  it("puts the higher class first, whatever came first", () => {
    const told = story();
    told.press(30, "door-5");
    told.press(20, "hp-031");
    told.press(10, "sos-214");
    expect(names(told)).toEqual(["SOS 214", "Help point 031", "Door 5"]);
  });

  it("puts what waits before what is handled, within a class, then the oldest", () => {
    const told = story();
    const handled = told.press(50, "hp-031");
    told.answer(45, handled);
    told.press(20, "hp-118");
    told.press(40, "hp-119");
    expect(names(told)).toEqual(["Help point 119", "Help point 118", "Help point 031"]);
  });

  it("counts what waits by class, what is live and what is held", () => {
    const told = story();
    const held = told.press(50, "hp-031");
    told.answer(45, held).tell(30, "callHeld", { callId: held.callId, returnMs: 60_000 });
    const live = told.press(28, "hp-118");
    told.answer(25, live);
    told.press(3, "sos-214");
    const { waiting, waitingByClass, live: talking, held: onHold } = queueOf(told.desk);
    expect({ waiting, talking, onHold }).toEqual({ waiting: 1, talking: 1, onHold: 1 });
    expect(waitingByClass).toEqual({ lifeSafety: 1, urgent: 0, assistance: 0, routine: 0 });
  });
});

describe("the strip", () => {
  it("names the oldest of the highest class", () => {
    const told = story();
    told.press(30, "sos-214");
    told.press(40, "hp-031");
    told.press(35, "sos-215");
    expect(queueOf(told.desk).first?.event.name).toBe("SOS 215");
  });

  it("names nobody once all are answered", () => {
    const told = story();
    told.answer(5, told.press(9, "sos-214"));
    expect(queueOf(told.desk).first).toBeNull();
  });

  it("still names a caller who hung up before any answer", () => {
    const told = story();
    const gone = told.press(9, "hp-031");
    told.tell(5, "callEnded", { callId: gone.callId, reason: { kind: "abandoned" }, stalledMs: 60_000 });
    expect(queueOf(told.desk).first?.event.name).toBe("Help point 031");
  });

  it("leaves out an event whose answer is under way", () => {
    const told = story();
    const { callId, eventId } = told.press(9, "hp-031");
    told.tell(1, "answerRequested", { callId, eventId, dueMs: 5000 }, "operator:anna");
    expect(queueOf(told.desk).first).toBeNull();
  });

  it("names a held caller again when the return timer has run out", () => {
    const told = story();
    const held = told.press(50, "hp-031");
    told.answer(45, held).tell(40, "callHeld", { callId: held.callId, returnMs: 30_000 });
    expect(queueOf(told.desk).first).toBeNull();
    told.tell(10, "eventSoundedAgain", {
      eventId: held.eventId,
      because: "holdReturn",
      callId: held.callId,
      targetMs: 15_000,
    });
    expect(queueOf(told.desk).first?.event.name).toBe("Help point 031");
  });

  it("names a station that is pressed again while its first call talks", () => {
    const told = story();
    told.answer(20, told.press(25, "sos-214"));
    told.press(3, "sos-214");
    expect(queueOf(told.desk).first?.event.name).toBe("SOS 214");
  });
});

describe("a closed event", () => {
  it("stays in its place for 10 s, for its undo, then goes", () => {
    const told = story();
    const one = told.press(60, "hp-031");
    told
      .answer(55, one)
      .end(20, one.callId)
      .tell(4, "eventClosed", { eventId: one.eventId, outcome: "helped", note: "" });
    told.press(2, "door-5");
    const queue = queueOf(told.desk);
    expect(rowsWithUndo(told.desk, queue, now)).toHaveLength(2);
    expect(rowsWithUndo(told.desk, queue, now)[0]?.event.id).toBe(one.eventId);
    expect(rowsWithUndo(told.desk, queue, now + 6_001)).toHaveLength(1);
    expect(queue.waiting).toBe(1);
  });
});

describe("a flood", () => {
  it("is counted by area, most first, unknown places apart", () => {
    const told = story();
    told.press(9, "hp-118");
    told.press(8, "hp-119");
    told.press(7, "sos-214");
    const areas = byArea(queueOf(told.desk), (id) => (id.startsWith("hp") ? "Car park" : undefined));
    expect(areas).toEqual([
      { area: "Car park", open: 2 },
      { area: "Place unknown", open: 1 },
    ]);
  });
});
