/** Calls at real PBXs, with sound measured at both ends: a press, a hold, a call out with digits, another desk. */
import { afterAll, beforeAll, describe, expect } from "vitest";
import { startStation, stationHz } from "./baresip.ts";
import { clipHz, microphoneHz, startPbxDesk, until } from "./desk.ts";
import type { Pbx } from "./pbx.ts";
import { pbxs, pbxTest, startPbx } from "./pbxs.ts";

describe.each(pbxs)("on %s", (name) => {
  let pbx: Pbx;
  beforeAll(async () => {
    pbx = await startPbx(name);
  });
  afterAll(() => pbx?.stop());

  pbxTest(name, "an SOS rings with priority, is answered, heard both ways, and held with a clip", async () => {
    const desk = await startPbxDesk(pbx);
    const { console } = desk;
    const sos = await startStation(pbx, "214");
    await sos.dial("6000");
    const event = await desk.rings("214");
    expect(event).toMatchObject({ name: "SOS 214", class: "lifeSafety", stationId: "s214", trust: "asserted" });
    await until("it sounds", () => desk.media.plan.ring?.sound === "threeFast");
    await desk.answers("214");
    await desk.untilBothHear(sos);
    await console.until("sound is proved both ways", () => desk.call("214").sound.in && desk.call("214").sound.out);

    const callId = desk.call("214").id;
    expect(await console.send({ type: "hold", callId })).toBeNull();
    await until("the caller hears the clip", () => sos.heard(clipHz) > 0.3);
    await until("the caller does not hear the operator", () => sos.heard(microphoneHz) < 0.02);
    expect(desk.heard("214", stationHz)).toBe(0);
    expect(await console.send({ type: "resume", callId })).toBeNull();
    await desk.untilBothHear(sos);
    await until("the clip is over", () => sos.heard(clipHz) < 0.02);

    await sos.hangUp();
    await console.until("the caller has gone", () => desk.event("214").lastEnded?.reason.kind === "callerEnded");
    await until("the media page has let it go", () => desk.media.legs().length === 0);
  });

  pbxTest(name, "a call out rings, talks, carries digits, and is ended here", async () => {
    const desk = await startPbxDesk(pbx);
    const { console } = desk;
    const patrol = await startStation(pbx, "7010", { answers: "byHand" });
    expect(await console.send({ type: "call", number: "7010", eventId: null })).toBeNull();
    await console.until("it rings there", () => desk.call("7010").state === "alerting");
    await patrol.answer();
    await console.until("it is up", () => desk.call("7010").state === "talking");
    await desk.untilBothHear(patrol);
    expect(await console.send({ type: "sendDigits", callId: desk.call("7010").id, digits: "15#" })).toBeNull();
    await until("the digits are there", () => patrol.digits() === "15#");
    expect(await console.send({ type: "end", callId: desk.call("7010").id })).toBeNull();
    await console.until("it is over", (now) => Object.keys(now.calls).length === 0);
    expect(console.desk.recent[0]).toMatchObject({ number: "7010", reason: { kind: "operatorEnded" } });
    await until("it is over there", () => patrol.events().includes("CALL_CLOSED"));
  });

  pbxTest(name, "the desk's call to its own number comes back, and leaves neither an event nor a fault", async () => {
    const desk = await startPbxDesk(pbx, { checkWayIn: true });
    const isOwn = (message: string): boolean => message.startsWith("INVITE") && /^X-Way-In: /m.test(message);
    await until("it came back", () => desk.wire.given.some(isOwn));
    await until("it is hung up", () => desk.wire.given.some((message) => message.startsWith("CANCEL")));
    expect(desk.console.desk).toMatchObject({ events: {}, calls: {}, faults: {} });
  });

  pbxTest(name, "a number that nobody has, and one that is off line, are said to be so", async () => {
    const desk = await startPbxDesk(pbx);
    for (const number of ["0999", "7011"]) {
      expect(await desk.console.send({ type: "call", number, eventId: null })).toBeNull();
      await desk.console.until("it is over", (now) => now.recent[0]?.number === number);
      expect(desk.console.desk.recent[0]?.reason).toMatchObject({ kind: "refusedByFarEnd" });
    }
  });

  pbxTest(name, "a press that another desk answers is told from one that is given up", async () => {
    const [first, second] = [await startPbxDesk(pbx), await startPbxDesk(pbx, { number: "6002" })];
    const help = await startStation(pbx, "209");
    await help.dial("6000");
    await Promise.all([first.rings("209"), second.rings("209")]);
    await second.answers("209");
    await first.console.until(
      "it is answered elsewhere",
      () => first.event("209").acknowledgedHow === "answeredElsewhere",
    );
    expect(first.event("209")).toMatchObject({ acknowledged: true, abandoned: false, callIds: [] });
    await second.untilBothHear(help);
    await help.hangUp();

    const sos = await startStation(pbx, "214");
    await sos.dial("6000");
    await Promise.all([first.rings("214"), second.rings("214")]);
    await sos.hangUp();
    for (const desk of [first, second]) {
      await desk.console.until("it is given up", () => desk.event("214").abandoned);
      expect(desk.event("214")).toMatchObject({ acknowledged: false, condition: "returned" });
    }
  });
});
