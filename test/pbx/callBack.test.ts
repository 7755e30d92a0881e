/**
 * The host is killed in mid-call and cannot take its call back, while the PBX keeps the dead leg up and its station is busy
 * with it: the remembered dialog is ended by a BYE before the number is called (RFC 3261, 12.2.1.1). Prints how long it took.
 */
import { afterAll, beforeAll, describe, expect } from "vitest";
import { type Station, startStation } from "./baresip.ts";
import { type PbxDesk, startPbxDesk, until } from "./desk.ts";
import type { Pbx } from "./pbx.ts";
import { pbxs, pbxTest, startPbx } from "./pbxs.ts";
import { onDisk, talking } from "./talking.ts";

/** Longer than a call is taken back for (shared/call/heal.ts). */
const tooLongMs = 61_000;

/** Why the call cannot be taken back: the host comes too late, or the station refuses an INVITE with Replaces. */
const causes = {
  asterisk: [{ because: "it came back too late", lines: 1, awayMs: tooLongMs, refusal: null }],
  kamailio: [
    { because: "its station is busy with the call", lines: 1, awayMs: 0, refusal: "SIP/2.0 486 Max Calls" },
    { because: "its station knows no Replaces", lines: 4, awayMs: 0, refusal: "SIP/2.0 420 Bad Extension" },
  ],
};

/** What is said of a dialog that is over: an exchange says so of the INVITE with Replaces; a proxy's station, of the BYE. */
const goneAnswers = { asterisk: [], kamailio: ["SIP/2.0 481 Call Does Not Exist"] };

const lineOf = (message: string): string => message.slice(0, message.indexOf("\r\n"));
const valuesOf = (message: string, header: string): string[] =>
  [...message.matchAll(new RegExp(`^${header}: *(.*?)\\r$`, "gm"))].map(([, value = ""]) => value);
const headerOf = (message: string, header: string): string => valuesOf(message, header)[0] ?? "";
const contactOf = (message: string): string => /<([^>]*)>/.exec(headerOf(message, "Contact"))?.[1] ?? "";

/** What the host sent of this kind, or what it was given. */
const only = (messages: readonly string[], start: string, cseq = ""): string[] =>
  messages.filter((message) => message.startsWith(start) && headerOf(message, "CSeq").endsWith(cseq));
const closings = ({ events }: Station): number => events().filter((event) => event === "CALL_CLOSED").length;

/** The host dies and lives again; the call is lost for the desk, and not for the PBX. */
async function killed(desk: PbxDesk, station: Station, awayMs: number): Promise<void> {
  await onDisk(desk);
  await desk.restartHost({ kill: true, awayMs });
  await desk.console.until("it is lost", (now) => Object.keys(now.calls).length === 0);
  expect(closings(station)).toBe(0);
  expect(desk.wire.sentWith("BYE")).toEqual([]);
}

async function called(desk: PbxDesk, number: string): Promise<void> {
  expect(await desk.console.send({ type: "call", number, eventId: null })).toBeNull();
}

const isUp = (desk: PbxDesk, number: string): Promise<unknown> =>
  desk.console.until(`the call with ${number} is up`, (now) =>
    Object.values(now.calls).some((call) => call.number === number && call.state === "talking"),
  );

describe.each(pbxs)("on %s, the host killed with -9", (name) => {
  let pbx: Pbx;
  beforeAll(async () => {
    pbx = await startPbx(name);
  });
  afterAll(() => pbx?.stop());

  const took = (what: string, from: number): void =>
    console.log(`${name}, ${what}: ${((performance.now() - from) / 1000).toFixed(2)} s`);

  for (const { because, lines, awayMs, refusal } of causes[name]) {
    pbxTest(name, `${because}: the old dialog is ended, and the call-back reaches the station`, async () => {
      const { desk, sos } = await talking(pbx, { inChild: true }, { lines });
      const { wire } = desk;
      const [press = ""] = only(wire.given, "INVITE ");
      await killed(desk, sos, awayMs);
      const refusals = only(wire.given, "SIP/2.0 4", "INVITE").filter((one) => !/^SIP\/2\.0 40[17]/.test(one));
      expect(refusals.map(lineOf)).toEqual(refusal === null ? [] : [refusal]);

      const from = performance.now();
      const { id: eventId, callLost } = desk.event("214");
      expect(callLost).toBe(true);
      expect(await desk.console.send({ type: "callBack", eventId })).toBeNull();
      await isUp(desk, "214");
      await desk.untilBothHear(sos);
      took("from call-back to sound both ways", from);

      const [bye = "", ...more] = wire.sentWith("BYE");
      expect(more).toEqual([]);
      expect(lineOf(bye)).toBe(`BYE ${contactOf(press)} SIP/2.0`);
      expect(headerOf(bye, "Call-ID")).toBe(headerOf(press, "Call-ID"));
      // Nothing of ours was counted in this dialog before, and its routes stand as the INVITE brought them (RFC 3261, 12.1.1).
      expect(headerOf(bye, "CSeq")).toBe("1 BYE");
      expect(valuesOf(bye, "Route")).toEqual(valuesOf(press, "Record-Route"));
      expect(only(wire.given, "SIP/2.0", "BYE").map(lineOf)).toEqual(["SIP/2.0 200 OK"]);
      const [callBack = ""] = wire.sentWith("INVITE sip:214@").slice(-2);
      expect(wire.sent.indexOf(bye)).toBeLessThan(wire.sent.indexOf(callBack));
      expect(headerOf(callBack, "Replaces")).toBe("");
      expect(closings(sos)).toBe(1);

      await desk.console.send({ type: "end", callId: desk.call("214").id });
      await until("the station is free", () => closings(sos) === 2);
    });
  }

  pbxTest(name, "a number that is busy for a moment after its old call was ended is tried again", async () => {
    const desk = await startPbxDesk(pbx, { inChild: true });
    const { wire } = desk;
    const patrol = await startStation(pbx, "7010", { lines: 1 });
    await startStation(pbx, "7011", { answers: "byHand" });
    await called(desk, "7010");
    await isUp(desk, "7010");
    await desk.untilBothHear(patrol);
    const accepted = only(wire.given, "SIP/2.0 200", "INVITE").at(-1) ?? "";
    await killed(desk, patrol, tooLongMs);

    // What the PBX answers is held back until the telephone has its end, and is busy again.
    wire.hold();
    await called(desk, "7010");
    await until("its old call is over there", () => closings(patrol) === 1);
    await patrol.dial("7011");
    await until("it rings at the other", () => patrol.events().at(-1) === "CALL_RINGING");
    wire.release();
    const busy = (): string[] => only(wire.given, "SIP/2.0 486");
    await until("the desk is told that it is busy", () => busy().length === 1);
    await patrol.hangUp();
    await isUp(desk, "7010");
    await desk.untilBothHear(patrol);

    const [bye = ""] = wire.sentWith("BYE");
    expect(headerOf(bye, "Call-ID")).toBe(headerOf(accepted, "Call-ID"));
    expect(Number.parseInt(headerOf(bye, "CSeq"), 10)).toBe(Number.parseInt(headerOf(accepted, "CSeq"), 10) + 1);
    // RFC 3261, 12.1.2: who called has the routes in reverse.
    expect(valuesOf(bye, "Route")).toEqual(valuesOf(accepted, "Record-Route").reverse());
    const after = wire.sent.slice(wire.sent.indexOf(bye)).filter((one) => one.startsWith("INVITE "));
    expect(new Set(after.map((one) => headerOf(one, "Call-ID"))).size).toBe(1 + busy().length);
    // For the desk it was one call, and only the lost one is over.
    expect(desk.console.desk.recent.map(({ reason }) => reason.kind)).toEqual(["lost"]);
  });

  pbxTest(name, "a caller who has gone meanwhile is not taken back, and is called back", async () => {
    const { desk, sos } = await talking(pbx, { inChild: true }, { lines: 1 });
    const { wire } = desk;
    await desk.killHost();
    await sos.hangUp();
    await until("he has gone", () => closings(sos) === 1);
    await desk.restartHost();
    await desk.console.until("it is lost", (now) => Object.keys(now.calls).length === 0);
    const { id: eventId, callLost } = desk.event("214");
    expect(callLost).toBe(true);
    expect(await desk.console.send({ type: "callBack", eventId })).toBeNull();
    await isUp(desk, "214");
    await desk.untilBothHear(sos);
    expect(only(wire.given, "SIP/2.0 4", "BYE").map(lineOf)).toEqual(goneAnswers[name]);
  });
});

describe("on kamailio, where a BYE wants a password too", () => {
  let pbx: Pbx;
  beforeAll(async () => {
    pbx = await startPbx("kamailio", { challengesBye: true });
  });
  afterAll(() => pbx?.stop());

  pbxTest("kamailio", "the BYE of a remembered dialog is sent again with it, before the number is called", async () => {
    const desk = await startPbxDesk(pbx, { inChild: true });
    const { wire } = desk;
    const patrol = await startStation(pbx, "7010", { lines: 1 });
    await called(desk, "7010");
    await isUp(desk, "7010");
    await desk.untilBothHear(patrol);
    await killed(desk, patrol, tooLongMs);
    await called(desk, "7010");
    await isUp(desk, "7010");
    await desk.untilBothHear(patrol);
    const answers = only(wire.given, "SIP/2.0", "BYE").map(lineOf);
    expect(answers).toEqual(["SIP/2.0 407 Proxy Authentication Required", "SIP/2.0 200 OK"]);
    const [first = "", second = "", ...more] = wire.sentWith("BYE");
    expect(more).toEqual([]);
    expect(headerOf(first, "Proxy-Authorization")).toBe("");
    expect(headerOf(second, "Proxy-Authorization")).toMatch(/^Digest .*username="6001"/);
    expect(Number.parseInt(headerOf(second, "CSeq"), 10)).toBe(Number.parseInt(headerOf(first, "CSeq"), 10) + 1);
    expect(valuesOf(second, "Route")).toEqual(valuesOf(first, "Route"));
    expect(closings(patrol)).toBe(1);
  });
});
