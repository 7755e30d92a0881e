/** The states of a desk, each with the call and the event that every input is given for (everyInput.test.ts). */
import type { Command } from "../../shared/desk/inputs.ts";
import { smoke } from "../alarm/smoke.ts";
import { climbing, type Drive, drive, site } from "./drive.ts";

export const shelveStation: Command = {
  type: "shelve",
  of: { kind: "station", id: "h1" },
  reason: "stuck key",
  forMs: 900_000,
  approvedBy: null,
};

/** The subject of each case: the call and the event that every input below is aimed at. */
export interface Subject {
  desk: Drive;
  callId: string;
  eventId: string;
}

export const failed = { kind: "refusedByFarEnd" as const, code: 486, text: "Busy here" };

const inbound = (then: (desk: Drive, callId: string) => void) => (): Subject => {
  const desk = drive();
  const callId = desk.press("301");
  then(desk, callId);
  const eventId = desk.entries.find((entry) => entry.kind === "eventOpened")?.data.eventId ?? "";
  return { desk, callId, eventId };
};
const talking = (desk: Drive, callId: string): void => {
  desk.report({ type: "callTaken", callId });
  desk.command({ type: "answer", eventId: desk.event("301").id, holdEqual: false });
  desk.report({ type: "callEstablished", callId });
};
const outbound = (then: (desk: Drive, callId: string) => void) => (): Subject => {
  const desk = drive();
  desk.command({ type: "call", number: "7002", eventId: null });
  const [callId = ""] = Object.keys(desk.desk.calls);
  then(desk, callId);
  return { desk, callId, eventId: "none" };
};

/** A caller who hung up was called back, held, and asks again. */
const calledBack = (then: (desk: Drive) => void) => (): Subject => {
  const desk = drive();
  desk.report({ type: "callCancelled", callId: desk.press("301"), elsewhere: false });
  const eventId = desk.event("301").id;
  const callId = desk.reach({ type: "callBack", eventId });
  desk.command({ type: "hold", callId });
  desk.pass(31_000);
  then(desk);
  return { desk, callId, eventId };
};

/** An idle desk that answers help points by itself: the subject is announced. */
const autoAnswering = (then: (desk: Drive, callId: string) => void) => (): Subject => {
  const urgent = { ...site.classes.urgent, autoAnswer: true };
  const desk = drive({ ...site, classes: { ...site.classes, urgent } });
  desk.operator = { idle: true, attended: true };
  const callId = desk.press("301");
  desk.report({ type: "callTaken", callId });
  then(desk, callId);
  return { desk, callId, eventId: desk.event("301").id };
};
/** Alarms without voice; the subject's event is the one of station h1. */
const alarmed = (then: (desk: Drive) => void) => (): Subject => {
  const desk = drive();
  desk.report({ type: "alarmSeen", alarm: smoke() });
  const eventId = desk.event("301").id;
  then(desk);
  return { desk, callId: Object.keys(desk.desk.calls)[0] ?? "never", eventId };
};
/** A call-out list; the subject is the call that it makes at the end. */
const list = (then: (desk: Drive, callId: string) => void) => (): Subject => {
  const desk = drive();
  desk.command({ type: "startCallOut", listId: "first", eventId: null });
  const callId = () => desk.desk.callOut?.calling?.callId ?? Object.keys(desk.desk.calls)[0] ?? "none";
  then(desk, callId());
  return { desk, callId: callId(), eventId: "none" };
};

/** Nobody has answered the help point; the subject is the ladder's call. */
const ladder = (then: (desk: Drive, callId: string) => void) => (): Subject => {
  const desk = drive(climbing);
  desk.press("301");
  desk.pass(45_250);
  const callId = desk.desk.ladder.call?.id ?? "none";
  then(desk, callId);
  return { desk, callId, eventId: desk.event("301").id };
};
const telling = (desk: Drive, callId: string): void => desk.report({ type: "callEstablished", callId });

export const states: Record<string, () => Subject> = {
  "nothing (unknown ids)": () => ({ desk: drive(), callId: "never", eventId: "never" }),
  "an exercise": () => {
    const desk = drive();
    desk.command({ type: "startTraining", scenarioId: "one-sos" });
    return { desk, callId: "never", eventId: "never" };
  },
  "offered, connecting": inbound(() => undefined),
  "offered, to be answered by itself": autoAnswering(() => undefined),
  "talking, answered by itself": autoAnswering((desk, callId) => {
    desk.pass(3_000);
    desk.report({ type: "callEstablished", callId });
  }),
  "offered, taken": inbound((desk, callId) => desk.report({ type: "callTaken", callId })),
  answering: inbound((desk) => void desk.command({ type: "answer", eventId: desk.event("301").id, holdEqual: false })),
  talking: inbound(talking),
  "talking, muted": inbound((desk, callId) => {
    talking(desk, callId);
    desk.command({ type: "mute", callId, muted: true });
  }),
  "talking, being taken back": inbound((desk, callId) => {
    talking(desk, callId);
    desk.report({ type: "mediaTook", has: [] });
    desk.input({ type: "tick" });
  }),
  "talking, taken back after a restart": inbound((desk, callId) => {
    talking(desk, callId);
    desk.report({ type: "hostStarted", version: "test", gapMs: 1_000, kept: [callId] });
    desk.report({ type: "pbx", pbxId: "A", state: "registered", why: "" });
    desk.report({ type: "media", status: { up: true, microphone: "Headset", talk: "Headset", ring: "Speaker" } });
    desk.input({ type: "tick" });
    desk.report({ type: "callHealed", callId });
  }),
  "offered, waiting for its replay": inbound((desk, callId) =>
    desk.report({ type: "hostStarted", version: "test", gapMs: 1_000, kept: [callId] }),
  ),
  held: inbound((desk, callId) => {
    talking(desk, callId);
    desk.command({ type: "hold", callId });
  }),
  "held, asking again": inbound((desk, callId) => {
    talking(desk, callId);
    desk.command({ type: "hold", callId });
    desk.pass(31_000);
  }),
  "talking, ending": inbound((desk, callId) => {
    talking(desk, callId);
    desk.command({ type: "end", callId });
  }),
  "being transferred": inbound((desk, callId) => {
    talking(desk, callId);
    desk.command({ type: "transfer", callId, number: "7002" });
  }),
  "held, being transferred": inbound((desk, callId) => {
    talking(desk, callId);
    desk.command({ type: "hold", callId });
    desk.command({ type: "transfer", callId, number: "7002" });
    desk.report({ type: "transferProgress", callId, code: 180 });
  }),
  "talking, transfer failed": inbound((desk, callId) => {
    talking(desk, callId);
    desk.command({ type: "transfer", callId, number: "7002" });
    desk.report({ type: "transferFailed", callId, code: 486, text: "Busy here" });
  }),
  "transferred, ending": inbound((desk, callId) => {
    talking(desk, callId);
    desk.command({ type: "transfer", callId, number: "7002" });
    desk.report({ type: "transferred", callId });
  }),
  "being transferred, ending": inbound((desk, callId) => {
    talking(desk, callId);
    desk.command({ type: "transfer", callId, number: "7002" });
    desk.command({ type: "end", callId });
  }),
  "in conference": inbound((desk, callId) => {
    talking(desk, callId);
    desk.command({ type: "addParty", callId, number: "7002" });
    desk.report({ type: "callEstablished", callId: Object.keys(desk.desk.calls).at(-1) ?? "" });
  }),
  "a party dialled": inbound((desk, callId) => {
    talking(desk, callId);
    desk.command({ type: "addParty", callId, number: "7002" });
  }),
  "conference held": inbound((desk, callId) => {
    talking(desk, callId);
    desk.command({ type: "addParty", callId, number: "7002" });
    desk.report({ type: "callEstablished", callId: Object.keys(desk.desk.calls).at(-1) ?? "" });
    desk.command({ type: "hold", callId });
  }),
  "returned, unacknowledged": inbound((desk, callId) =>
    desk.report({ type: "callCancelled", callId, elsewhere: false }),
  ),
  "returned, acknowledged": inbound((desk, callId) => {
    talking(desk, callId);
    desk.report({ type: "callEnded", callId, by: "far" });
  }),
  "answered elsewhere": inbound((desk, callId) => desk.report({ type: "callCancelled", callId, elsewhere: true })),
  "ringing, its station shelved": inbound((desk) => {
    desk.command(shelveStation);
  }),
  "returned, shelved itself": inbound((desk, callId) => {
    desk.report({ type: "callCancelled", callId, elsewhere: false });
    desk.command({
      type: "shelve",
      of: { kind: "event", id: desk.event("301").id },
      reason: "seen to",
      forMs: 900_000,
      approvedBy: null,
    });
  }),
  "talking, its station out of service": inbound((desk, callId) => {
    desk.command({ type: "takeOutOfService", stationId: "h1", reason: "repair", forMs: 3_600_000 });
    talking(desk, callId);
  }),
  closed: inbound((desk, callId) => {
    desk.report({ type: "callCancelled", callId, elsewhere: false });
    desk.command({ type: "close", eventId: desk.event("301").id, outcome: "test", note: "x" });
  }),
  "an alarm": alarmed(() => undefined),
  "an alarm that is over": alarmed((desk) =>
    desk.report({ type: "alarmSeen", alarm: smoke({ kind: "cleared", text: "" }) }),
  ),
  "an alarm, acknowledged": alarmed((desk) => {
    desk.command({ type: "acknowledge", eventId: desk.event("301").id });
  }),
  "an alarm, station called": alarmed((desk) => {
    desk.command({ type: "callBack", eventId: desk.event("301").id });
    desk.report({ type: "callEstablished", callId: Object.keys(desk.desk.calls)[0] ?? "" });
  }),
  "an alarm, pressed too": alarmed((desk) => {
    desk.report({ type: "callTaken", callId: desk.press("301") });
  }),
  "a door asked to open": inbound((desk) => {
    desk.command({ type: "openHttpDoor", stationId: "g1", eventId: desk.event("301").id });
  }),
  dialling: outbound(() => undefined),
  alerting: outbound((desk, callId) => desk.report({ type: "callAlerting", callId })),
  "out, talking": outbound((desk, callId) => desk.report({ type: "callEstablished", callId })),
  "called back, held, asking again": calledBack(() => undefined),
  "called back, held, a graver call live": calledBack((desk) => void desk.talkTo("101")),
  "out, held": outbound((desk, callId) => {
    desk.report({ type: "callEstablished", callId });
    desk.command({ type: "hold", callId });
  }),
  "a list, dialling": list(() => undefined),
  "a list, alerting": list((desk, callId) => desk.report({ type: "callAlerting", callId })),
  "a list, at its last member": list((desk, callId) =>
    desk.report({ type: "callFailed", callId, reason: { kind: "refusedByFarEnd", code: 486, text: "Busy" } }),
  ),
  "a list, reached": list((desk, callId) => desk.report({ type: "callEstablished", callId })),
  "a list, stopped": list((desk) => void desk.command({ type: "stopCallOut" })),
  // The ladder.
  "the ladder, dialling": ladder(() => undefined),
  "the ladder, alerting": ladder((desk, callId) => desk.report({ type: "callAlerting", callId })),
  "the ladder, telling": ladder(telling),
  "the ladder, confirming": ladder((desk, callId) => {
    telling(desk, callId);
    desk.report({ type: "digitHeard", callId, digit: "1" });
  }),
  "the ladder, ending": ladder((desk) => desk.pass(26_000)),
  "the ladder, between two calls": ladder((desk, callId) =>
    desk.report({ type: "callFailed", callId, reason: failed }),
  ),
  "the ladder, without a PBX": ladder((desk) => {
    desk.report({ type: "pbx", pbxId: "A", state: "lost", why: "gone" });
    desk.pass(250);
  }),
  "out, ending": outbound((desk, callId) => void desk.command({ type: "end", callId })),
};
