/** Journey: a device that no site file knows. */
import { expect, test } from "vitest";
import { startDesk } from "./desk.ts";
import { smallSite } from "./smallSite.ts";

test("an unknown number is an event without a place, urgent when it called the emergency number", async () => {
  const emergency = { id: "B", name: "PBX B", ownNumber: "112", emergencyNumbers: ["112"], assertsIdentity: true };
  const desk = await startDesk({
    site: { ...smallSite, pbxs: [...smallSite.pbxs, emergency] },
    unlisted: [
      { number: "4711", name: "Builder's phone", type: "intercom" },
      { number: "4712", name: "Lift 2", type: "intercom" },
    ],
  });
  const { console } = desk;
  await desk.press("4711", { to: "6000" });
  expect(await desk.seen("4711")).toMatchObject({
    class: "routine",
    stationId: null,
    number: "4711",
    name: "Builder's phone",
    why: [{ kind: "ordinaryCaller" }],
  });

  await desk.press("4712", { to: "112" });
  const event = await desk.seen("4712");
  expect(event).toMatchObject({ class: "urgent", stationId: null, number: "4712", name: "Lift 2" });
  expect(event.why.map(({ kind }) => kind)).toEqual(["emergencyNumber", "unknownCaller"]);
  await desk.untilRings("twoPulses");
  await console.until("it can be answered", () => desk.call("4712").bound);
  expect(await console.send({ type: "answer", eventId: event.id, holdEqual: false })).toBeNull();
  await desk.untilBothHear("4712");
});

test("an unknown caller who claims an emergency is urgent, and never passes for a life-safety station", async () => {
  const desk = await startDesk({ unlisted: [{ number: "4713", name: "SOS 214", type: "sosTerminal" }] });
  await desk.press("4713", { headers: ["Resource-Priority: esnet.0"] });
  const event = await desk.seen("4713");
  expect(event).toMatchObject({ class: "urgent", stationId: null, number: "4713" });
  expect(event.why.map(({ kind }) => kind)).toEqual([
    "priorityHeader",
    "resourcePriority",
    "unknownCaller",
    "claimNotVerified",
  ]);
});
