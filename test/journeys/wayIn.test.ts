/** Journey: the console calls its own number, and nobody at the desk is the wiser. */
import { expect, test } from "vitest";
import { startDesk, until } from "./desk.ts";

test("the call to our own number comes back through the plant and leaves neither event nor ring", async () => {
  const desk = await startDesk({ checkWayIn: true });
  const { console, wire } = desk;
  await until("it is hung up again", () => wire.sentWith("SIP/2.0 487").length === 1);
  expect(wire.sentWith("CANCEL")).toHaveLength(1);
  expect(wire.sentWith("INVITE").every((text) => text.includes("X-Way-In: "))).toBe(true);
  expect(console.desk).toMatchObject({ events: {}, calls: {}, faults: {} });
  // What sounds here is the sound test at sign-in.
  expect(desk.media.plan.ring?.sound ?? "test").toBe("test");
  // A press afterwards is one as ever.
  await desk.pressed("214");
  await desk.untilRings("threeFast");
});
