import { describe, expect, test } from "vitest";
import { isAlarmActive } from "../../shared/alarm/alarm.ts";
import type { Command, Report } from "../../shared/desk/inputs.ts";
import type { CallState } from "../../shared/desk/state.ts";
import { noLocation } from "../../shared/place/location.ts";
import { smoke } from "../alarm/smoke.ts";
import { failed, type Subject, shelveStation, states } from "./everyInputStates.ts";

type Aim = Pick<Subject, "callId" | "eventId">;
const commands: Record<string, (aim: Aim) => Command> = {
  answer: ({ eventId }) => ({ type: "answer", eventId, holdEqual: false }),
  "answer, holding an equal": ({ eventId }) => ({ type: "answer", eventId, holdEqual: true }),
  hold: ({ callId }) => ({ type: "hold", callId }),
  resume: ({ callId }) => ({ type: "resume", callId }),
  mute: ({ callId }) => ({ type: "mute", callId, muted: true }),
  unmute: ({ callId }) => ({ type: "mute", callId, muted: false }),
  sendDigits: ({ callId }) => ({ type: "sendDigits", callId, digits: "5#" }),
  "sendDigits, not digits": ({ callId }) => ({ type: "sendDigits", callId, digits: "x" }),
  openDoor: ({ callId }) => ({ type: "openDoor", callId }),
  openHttpDoor: () => ({ type: "openHttpDoor", stationId: "g1", eventId: null }),
  "openHttpDoor, for an event": ({ eventId }) => ({ type: "openHttpDoor", stationId: "g1", eventId }),
  "openHttpDoor, of a station without": () => ({ type: "openHttpDoor", stationId: "h1", eventId: null }),
  end: ({ callId }) => ({ type: "end", callId }),
  transfer: ({ callId }) => ({ type: "transfer", callId, number: "7002" }),
  "transfer, no number": ({ callId }) => ({ type: "transfer", callId, number: "x" }),
  addParty: ({ callId }) => ({ type: "addParty", callId, number: "101" }),
  "addParty, no number": ({ callId }) => ({ type: "addParty", callId, number: "" }),
  acknowledge: ({ eventId }) => ({ type: "acknowledge", eventId }),
  callBack: ({ eventId }) => ({ type: "callBack", eventId }),
  note: ({ eventId }) => ({ type: "note", eventId, text: "a word" }),
  "note, empty": ({ eventId }) => ({ type: "note", eventId, text: " " }),
  doStep: ({ eventId }) => ({ type: "doStep", eventId, step: 0, answer: null }),
  close: ({ eventId }) => ({ type: "close", eventId, outcome: "helped", note: "" }),
  "close, over open steps": ({ eventId }) => ({
    type: "close",
    eventId,
    outcome: "helped",
    note: "",
    override: "no time",
  }),
  undoClose: ({ eventId }) => ({ type: "undoClose", eventId }),
  call: () => ({ type: "call", number: "7002", eventId: null }),
  "call, no number": () => ({ type: "call", number: "sip:x@y", eventId: null }),
  startCallOut: () => ({ type: "startCallOut", listId: "first", eventId: null }),
  "startCallOut, for an event": ({ eventId }) => ({ type: "startCallOut", listId: "first", eventId }),
  "startCallOut, no list": () => ({ type: "startCallOut", listId: "never", eventId: null }),
  stopCallOut: () => ({ type: "stopCallOut" }),
  startPage: () => ({ type: "startPage", zoneIds: ["tubeA"], allCall: false, approvedBy: null }),
  "startPage, no zone": () => ({ type: "startPage", zoneIds: [], allCall: false, approvedBy: null }),
  playMessage: () => ({
    type: "playMessage",
    messageId: "clear",
    zoneIds: ["tubeA"],
    allCall: false,
    approvedBy: null,
  }),
  "playMessage, unknown": () => ({
    type: "playMessage",
    messageId: "none",
    zoneIds: ["tubeA"],
    allCall: false,
    approvedBy: null,
  }),
  stopPage: () => ({ type: "stopPage", pageId: "p1" }),
  vetoAutoAnswer: () => ({ type: "vetoAutoAnswer" }),
  silence: () => ({ type: "silence" }),
  startTraining: () => ({ type: "startTraining", scenarioId: "one-sos" }),
  "startTraining, unknown": () => ({ type: "startTraining", scenarioId: "never" }),
  endTraining: () => ({ type: "endTraining" }),
  shelve: () => shelveStation,
  "shelve, the event": ({ eventId }) => ({ ...shelveStation, of: { kind: "event", id: eventId } }),
  "shelve, an area": () => ({ ...shelveStation, of: { kind: "area", id: "tubeA" }, approvedBy: "ben" }),
  "shelve, life safety": () => ({ ...shelveStation, of: { kind: "station", id: "a1" } }),
  takeOutOfService: () => ({ type: "takeOutOfService", stationId: "h1", reason: "repair", forMs: 3_600_000 }),
  endShelf: () => ({ type: "endShelf", shelfId: "shelf-8" }),
  "endShelf, the station's": () => ({ type: "endShelf", shelfId: "never" }),
  signOut: () => ({ type: "signOut" }),
  "signOut, approved": () => ({ type: "signOut", approvedBy: "eve" }),
  noteShift: () => ({ type: "noteShift", text: "a word" }),
  dropShiftNote: () => ({ type: "dropShiftNote", noteId: "n1" }),
  signHandover: () => ({ type: "signHandover" }),
  withdrawHandover: () => ({ type: "withdrawHandover" }),
  startSoundTest: () => ({ type: "startSoundTest" }),
  "endSoundTest, heard": () => ({ type: "endSoundTest", heard: true }),
  "endSoundTest, not heard": () => ({ type: "endSoundTest", heard: false }),
};
const reports: Record<string, (aim: Aim) => Report> = {
  hostStarted: () => ({ type: "hostStarted", version: "test", gapMs: 0, kept: [] }),
  siteLoaded: () => ({ type: "siteLoaded", name: "other", hash: "1" }),
  clockJumped: () => ({ type: "clockJumped", byMs: 3_600_000 }),
  callLocated: ({ callId }) => ({ type: "callLocated", callId, location: { ...noLocation, civic: ["Room 1"] } }),
  alarmSeen: () => ({ type: "alarmSeen", alarm: smoke({ id: "smoke-2" }) }),
  "alarmSeen, the same": () => ({ type: "alarmSeen", alarm: smoke() }),
  "alarmSeen, no station": () => ({ type: "alarmSeen", alarm: smoke({ stationId: null, named: "far away" }) }),
  "alarmSeen, cleared": () => ({ type: "alarmSeen", alarm: smoke({ kind: "cleared" }) }),
  "alarmSeen, all cleared": () => ({ type: "alarmSeen", alarm: smoke({ kind: "cleared", id: "" }) }),
  callTaken: ({ callId }) => ({ type: "callTaken", callId }),
  callNotTaken: ({ callId }) => ({ type: "callNotTaken", callId, why: "grammar" }),
  identityDiffers: ({ callId }) => ({ type: "identityDiffers", callId, readAs: "2015" }),
  pictureTaken: ({ eventId }) => ({ type: "pictureTaken", eventId, stationId: "h1", hash: "ab".repeat(32), words: "" }),
  "pictureTaken, none": ({ eventId }) => ({ type: "pictureTaken", eventId, stationId: "h1", hash: null, words: "x" }),
  doorAnswered: () => ({
    type: "doorAnswered",
    attemptId: "d1",
    stationId: "g1",
    opened: true,
    said: "",
    state: "open",
  }),
  digitsRefused: ({ callId }) => ({ type: "digitsRefused", callId, digits: "5", why: "415 Unsupported" }),
  callCancelled: ({ callId }) => ({ type: "callCancelled", callId, elsewhere: false }),
  "callCancelled, elsewhere": ({ callId }) => ({ type: "callCancelled", callId, elsewhere: true }),
  callAlerting: ({ callId }) => ({ type: "callAlerting", callId }),
  callEstablished: ({ callId }) => ({ type: "callEstablished", callId }),
  callSound: ({ callId }) => ({ type: "callSound", callId, in: true, out: true }),
  callSilent: ({ callId }) => ({ type: "callSilent", callId, silent: true }),
  callHealed: ({ callId }) => ({ type: "callHealed", callId }),
  callNotHealed: ({ callId }) => ({ type: "callNotHealed", callId, gone: false, words: "488" }),
  "callNotHealed, gone": ({ callId }) => ({ type: "callNotHealed", callId, gone: true, words: "481" }),
  mediaTook: () => ({ type: "mediaTook", has: [] }),
  hostStopping: () => ({ type: "hostStopping" }),
  "hostStarted, call kept": ({ callId }) => ({ type: "hostStarted", version: "test", gapMs: 0, kept: [callId] }),
  "callEnded by far": ({ callId }) => ({ type: "callEnded", callId, by: "far" }),
  "callEnded by us": ({ callId }) => ({ type: "callEnded", callId, by: "us" }),
  callFailed: ({ callId }) => ({ type: "callFailed", callId, reason: failed }),
  "transferProgress, ringing": ({ callId }) => ({ type: "transferProgress", callId, code: 180 }),
  transferred: ({ callId }) => ({ type: "transferred", callId }),
  transferFailed: ({ callId }) => ({ type: "transferFailed", callId, code: 486, text: "Busy here" }),
  pageMembers: ({ callId }) => ({ type: "pageMembers", callId, members: [] }),
  digitHeard: ({ callId }) => ({ type: "digitHeard", callId, digit: "1" }),
  "digitHeard, another key": ({ callId }) => ({ type: "digitHeard", callId, digit: "#" }),
  talkEnded: () => ({ type: "talkEnded", pageId: "p1", reason: "lapsed" }),
  messageOver: ({ callId }) => ({ type: "messageOver", callId, failed: null }),
  "messageOver, failed": ({ callId }) => ({ type: "messageOver", callId, failed: "404" }),
  "pbx lost": () => ({ type: "pbx", pbxId: "A", state: "lost", why: "gone" }),
  "media lost": () => ({ type: "media", status: { up: false, microphone: null, talk: null, ring: null } }),
  fault: () => ({ type: "fault", fault: "ringSilent", subject: "", present: true, words: "no device" }),
  ringDevices: () => ({ type: "ringDevices", rings: oneRingIsLost }),
  "ringDevices, well": () => ({ type: "ringDevices", rings: { playing: [], silent: [], byDefault: true } }),
  attendanceChanged: () => ({ type: "attendanceChanged" }),
  trainingOver: () => ({ type: "trainingOver", runId: "never", reason: "done", words: "" }),
  trainingScored: () => ({ type: "trainingScored", runId: "t1", met: 3, asked: 4 }),
  exerciseBegan: () => ({ type: "exerciseBegan", runId: "t1", scenarioId: "one-sos", name: "One", operatorId: "anna" }),
  exerciseOver: () => ({ type: "exerciseOver", runId: "t1", reason: "done" }),
  signInChecked: () => ({ type: "signInChecked", operatorId: "ben", ok: true }),
  "signInChecked, wrong": () => ({ type: "signInChecked", operatorId: "ben", ok: false }),
  bugCaught: () => ({ type: "bugCaught", where: "here", words: "oops" }),
};

const oneRingIsLost = {
  playing: [{ id: "d", label: "Desk" }],
  silent: [{ id: "c", label: "Ceiling", why: "missing" as const }],
  byDefault: true,
};

/** Which call state may follow which; "gone" is the end. Everything else is a bug. */
const mayFollow: Record<CallState, readonly (CallState | "gone")[]> = {
  offered: ["offered", "answering", "gone"],
  answering: ["answering", "talking", "held", "gone"],
  talking: ["talking", "held", "gone"],
  held: ["held", "talking", "gone"],
  dialling: ["dialling", "alerting", "talking", "held", "gone"],
  alerting: ["alerting", "talking", "held", "gone"],
};

describe.each(Object.keys(states))("in state %s", (state) => {
  const inputs = [
    ...Object.entries(commands).map(([name, make]) => ({
      name,
      give: (of: Subject) => void of.desk.command(make(of)),
    })),
    ...Object.entries(reports).map(([name, make]) => ({ name, give: (of: Subject) => of.desk.report(make(of)) })),
    { name: "tick", give: (of: Subject) => of.desk.pass(250) },
    { name: "a minute passing", give: (of: Subject) => of.desk.pass(61_000) },
    { name: "a new press of the station", give: (of: Subject) => void of.desk.press("301") },
    { name: "a press elsewhere", give: (of: Subject) => void of.desk.press("101") },
  ];
  test.each(inputs)("$name is handled: legal call states, no event lost, nothing sent on a refusal", ({ give }) => {
    const subject = states[state]?.();
    if (!subject) throw new Error("no such state");
    const { desk } = subject;
    const before = desk.desk;
    const refusals = desk.refusals.length;
    const orders = desk.orders.length;
    const entries = desk.entries.length;
    give(subject);
    for (const call of Object.values(before.calls)) {
      expect(mayFollow[call.state]).toContain(desk.desk.calls[call.id]?.state ?? "gone");
    }
    for (const id of Object.keys(before.events)) {
      const closed = desk.entries
        .slice(entries)
        .some((entry) => entry.kind === "eventClosed" && entry.data.eventId === id);
      expect(id in desk.desk.events || closed).toBe(true);
    }
    // Whatever comes, the ladder's call is over in the end.
    if (desk.desk.ladder.call) expect(desk.desk.ladder.call.dueAt).toBeGreaterThan(desk.now);
    const { callOut } = desk.desk;
    // A list that runs calls somebody: it can neither wait for ever nor go on when it is over.
    if (callOut) expect(callOut.over === null).toBe(callOut.calling !== null);
    if (callOut?.calling) expect(desk.desk.calls).toHaveProperty([callOut.calling.callId]);
    for (const event of Object.values(desk.desk.events)) {
      for (const id of event.callIds) expect(desk.desk.calls).toHaveProperty([id]);
      const there = event.callIds.length > 0 || isAlarmActive(event);
      expect(event.condition).toBe(there ? event.condition : "returned");
      if (isAlarmActive(event)) expect(event.condition).toBe("active");
    }
    if (desk.refusals.length > refusals) {
      expect(desk.orders.length).toBe(orders);
      expect(desk.entries.slice(entries).every((entry) => entry.kind.endsWith("Refused"))).toBe(true);
      expect(desk.refusals.at(-1)?.words).toMatch(/[.?]$|supervisor|dispatcher|need/);
    }
  });
});
