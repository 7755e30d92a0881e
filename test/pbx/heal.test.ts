/** Calls that heal at real PBXs: with the sound page, the link or the host lost in the middle of a call. Prints how long it took. */
import { afterAll, beforeAll, describe, expect } from "vitest";
import { type Station, stationHz } from "./baresip.ts";
import { microphoneHz, type PbxDesk, until } from "./desk.ts";
import type { Pbx } from "./pbx.ts";
import { pbxs, pbxTest, startPbx } from "./pbxs.ts";
import { talking } from "./talking.ts";

const quiet = 0.02;

describe.each(pbxs)("on %s", (name) => {
  let pbx: Pbx;
  beforeAll(async () => {
    pbx = await startPbx(name);
  });
  afterAll(() => pbx?.stop());

  const took = (what: string, from: number): void =>
    console.log(`${name}, ${what}: ${((performance.now() - from) / 1000).toFixed(2)} s`);
  const neverDropped = (station: Station): void => expect(station.events()).not.toContain("CALL_CLOSED");
  const heardAgain = (desk: PbxDesk, station: Station): Promise<void> =>
    until("the caller is heard again", () => desk.heard(station.number, stationHz) > 0.3);

  pbxTest(name, "the sound page is killed: another takes the call back, and the caller is never dropped", async () => {
    const { desk, sos, callId } = await talking(pbx);
    desk.media.crash();
    await desk.console.until("the fault", (now) => now.faults["mediaPageLost:"]);
    const from = performance.now();
    desk.newMediaPage();
    await heardAgain(desk, sos);
    took("sound page lost, sound back after the new one came", from);
    await until("the operator is heard again", () => sos.heard(microphoneHz) > 0.3);
    expect(desk.call("214")).toMatchObject({ id: callId, state: "talking" });
    neverDropped(sos);
    await sos.hangUp();
    await desk.console.until("the hang-up arrives", (now) => now.calls[callId] === undefined);
  });

  pbxTest(
    name,
    "the link is lost: sound goes on, each dialog is refreshed, and the caller's hang-up arrives",
    async () => {
      const { desk, sos, callId } = await talking(pbx);
      desk.wire.cut();
      await desk.console.until("deaf", (now) => now.faults["deaf:"]);
      const before = desk.media.packets(callId);
      await until("sound goes on", () => desk.media.packets(callId) > before + 50);
      desk.wire.mend();
      await desk.console.until("registered again", (now) => now.pbxs["A"]?.state === "registered");
      const from = performance.now();
      await desk.console.until("it is refreshed", (now) => {
        const call = now.calls[callId];
        return call && call.healing === null && desk.wire.sentWith("INVITE").length > 0;
      });
      took("dialog refreshed after registration", from);
      await desk.untilBothHear(sos);
      neverDropped(sos);
      await sos.hangUp();
      await desk.console.until("the hang-up arrives", (now) => now.calls[callId] === undefined);
      expect(desk.event("214").lastEnded?.reason).toEqual({ kind: "callerEnded" });
    },
  );
});

describe("on asterisk, the host killed with -9", () => {
  let pbx: Pbx;
  beforeAll(async () => {
    pbx = await startPbx("asterisk");
  });
  afterAll(() => pbx?.stop());

  pbxTest(
    "asterisk",
    "the caller is heard again, and hears the operator once he goes back to him and not before",
    async () => {
      const { desk, sos, callId } = await talking(pbx, { inChild: true });
      const from = performance.now();
      await desk.restartHost({ kill: true });
      await until("the caller is heard again", () => desk.heard("214", stationHz) > 0.3);
      console.log(`asterisk, host killed, sound back after: ${((performance.now() - from) / 1000).toFixed(2)} s`);
      await desk.console.until(
        "the desk asks for the operator",
        () => desk.call("214").listenOnly && !desk.event("214").acknowledged,
      );
      expect(sos.heard(microphoneHz)).toBeLessThan(quiet);
      expect(sos.events()).not.toContain("CALL_CLOSED");
      const { id: eventId } = desk.event("214");
      expect(await desk.console.send({ type: "answer", eventId, holdEqual: false })).toBeNull();
      await desk.untilBothHear(sos);
      await sos.hangUp();
      await desk.console.until("the hang-up arrives", (now) => now.calls[callId] === undefined);
    },
  );

  pbxTest("asterisk", "a held call comes back held", async () => {
    const { desk, sos, callId } = await talking(pbx, { inChild: true });
    expect(await desk.console.send({ type: "hold", callId })).toBeNull();
    await desk.console.until(
      "it is on disk",
      (now) => now.calls[callId]?.state === "held" && desk.console.recordedSeq >= now.seq,
    );
    await desk.restartHost({ kill: true });
    await desk.console.until("it is taken back", (now) => now.calls[callId]?.healing === null);
    expect(desk.call("214").state).toBe("held");
    expect(desk.heard("214", stationHz)).toBe(0);
    expect(sos.heard(microphoneHz)).toBeLessThan(quiet);
    expect(sos.events()).not.toContain("CALL_CLOSED");
    expect(await desk.console.send({ type: "resume", callId })).toBeNull();
    await desk.untilBothHear(sos);
  });
});
