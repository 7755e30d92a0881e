/** F18 to F23: what happens to single calls: copies, floods, hang-ups at the wrong moment, broken and huge frames. Raw SIP. */
import { answered, cancelOf, type FakePbx, inDialog, invite, startFakePbx } from "../sip/fakePbx.ts";
import { mutant, random } from "../sip/mutants.ts";
import { invalid, semantic, valid } from "../sip/torture.ts";
import { type FaultGroup, type Injection, openings, pause, stopwatch, withoutEvent } from "./fault.ts";
import { glareFaults } from "./glareFaults.ts";
import { type RawPosition, registered, startRawPosition } from "./rawPosition.ts";
import { fresh, pressSeen } from "./registrarFaults.ts";

const longMs = 40_000;
const floodOf = 500;

interface Line {
  position: RawPosition;
  pbx: FakePbx;
}

export const callFaults: FaultGroup = async (inject) => {
  const { atEnd, close } = openings();
  try {
    const pbx = await startFakePbx();
    atEnd(() => pbx.stop());
    const position = await startRawPosition({ pbxs: [pbx], atEnd });
    await registered(position);
    const line: Line = { position, pbx };
    await inject({ id: "F18", name: "INVITE sent twice, again after 0.5 s, and by a fork" }, () => copies(line));
    await inject({ id: "F20", name: "INVITE, and CANCEL 10 ms later" }, () => shortPress(line));
    await inject({ id: "F21", name: "CANCEL that crosses the 200" }, () => crossing(line));
    await inject({ id: "F21", name: "BYE before the ACK" }, () => byeBeforeAck(line));
    await inject({ id: "F21", name: "200 that no ACK follows: given up in words" }, () => noAck(line));
    await inject({ id: "F21", name: "two re-INVITEs in one breath" }, () => twoReInvites(line));
    await glareFaults(inject, position, pbx);
    await inject({ id: "F22", name: "messages of RFC 4475's classes, all at once" }, () => torture(line), 1);
    await inject({ id: "F22", name: "500 mutated frames" }, (turn) => mutants(line, turn));
    await inject({ id: "F23", name: "SDP of 70 kB, 250 headers, a header of 60 kB" }, () => huge(line));
    await inject({ id: "F23", name: "message of 2 MB (never read; the link is closed)", healedWithinMs: 2_000 }, () =>
      tooHuge(line),
    );
    // Last: what it leaves behind would be in the others' way.
    await inject({ id: "F19", name: `${floodOf} INVITEs at once, last of them seen` }, () => flood(line));
  } finally {
    await close();
  }
};

const seenEvent = ({ position }: Line, number: string) =>
  position.console.until(`the event of ${number}`, () => position.event(number), longMs);
const answerable = ({ position }: Line, number: string) =>
  position.console.until(
    `the call of ${number} can be answered`,
    ({ calls }) => {
      const event = position.event(number);
      return event && calls[event.callIds[0] ?? ""]?.bound === true && event;
    },
    longMs,
  );
const stillWithout = ({ position }: Line, numbers: readonly string[]): number =>
  withoutEvent(position.console, numbers).length;

/** A new press, answered by the operator; its INVITE and our 200. */
async function answeredPress(line: Line) {
  const { number, frame } = fresh();
  line.pbx.send(frame);
  const event = await answerable(line, number);
  const sipCallId = /^Call-ID: (.*)$/m.exec(frame)?.[1]?.trim();
  const ok = line.pbx.until((one) => answered("200", "INVITE")(one) && one.header("call-id") === sipCallId);
  await line.position.console.send({ type: "answer", eventId: event.id, holdEqual: true });
  return { number, frame, ok: await ok };
}

async function copies(line: Line): Promise<Injection> {
  const { number, frame } = fresh();
  const clock = stopwatch();
  line.pbx.sendAtOnce([frame, frame]);
  await seenEvent(line, number);
  const seenMs = clock();
  await pause(500);
  line.pbx.send(frame);
  line.pbx.send(frame.replace(/branch=z9hG4bK\w+/, "branch=z9hG4bKfork"));
  await pressSeen(line.position, line.pbx);
  const event = line.position.event(number);
  if (event?.presses.length !== 1) throw new Error(`${event?.presses.length} presses were counted for one.`);
  line.pbx.send(cancelOf(frame));
  return { pressed: 1, lost: stillWithout(line, [number]), seenMs };
}

async function shortPress(line: Line): Promise<Injection> {
  const { number, frame } = fresh();
  const clock = stopwatch();
  line.pbx.send(frame);
  await pause(10);
  line.pbx.send(cancelOf(frame));
  await line.position.console.until("it is there, unanswered", () => {
    const event = line.position.event(number);
    return event?.condition === "returned" && event.abandoned && !event.acknowledged;
  });
  return { pressed: 1, lost: stillWithout(line, [number]), seenMs: clock() };
}

async function crossing(line: Line): Promise<Injection> {
  const { number, frame } = fresh();
  line.pbx.send(frame);
  const event = await answerable(line, number);
  const clock = stopwatch();
  const answer = line.position.console.send({ type: "answer", eventId: event.id, holdEqual: true });
  line.pbx.send(cancelOf(frame));
  await answer;
  const sipCallId = /^Call-ID: (.*)$/m.exec(frame)?.[1]?.trim();
  const final = await line.pbx.until(
    (one) => /^[2-6]\d\d$/.test(one.kind) && one.header("cseq") === "1 INVITE" && one.header("call-id") === sipCallId,
  );
  if (final.kind === "200") {
    // The 200 was faster than the CANCEL: the caller hangs up what he no longer wants.
    line.pbx.send(inDialog("ACK", final, 1));
    line.pbx.send(inDialog("BYE", final, 2));
  }
  await line.position.console.until(
    "the call is over",
    () => line.position.event(number)?.callIds.length === 0,
    longMs,
  );
  return { pressed: 1, lost: stillWithout(line, [number]), healedMs: clock() };
}

async function byeBeforeAck(line: Line): Promise<Injection> {
  const { number, ok } = await answeredPress(line);
  const clock = stopwatch();
  line.pbx.send(inDialog("BYE", ok, 2));
  line.pbx.send(inDialog("ACK", ok, 1));
  await line.position.console.until(
    "the call is over",
    () => line.position.event(number)?.callIds.length === 0,
    longMs,
  );
  return { pressed: 1, lost: stillWithout(line, [number]), healedMs: clock() };
}

async function noAck(line: Line): Promise<Injection> {
  const { number } = await answeredPress(line);
  const clock = stopwatch();
  await line.position.console.until("it is given up", () => line.position.event(number)?.callIds.length === 0, longMs);
  return { pressed: 1, lost: stillWithout(line, [number]), seenMs: clock() };
}

async function twoReInvites(line: Line): Promise<Injection> {
  const { number, ok } = await answeredPress(line);
  line.pbx.send(inDialog("ACK", ok, 1));
  const callId = line.position.event(number)?.callIds[0] ?? "";
  await line.position.console.until("it talks", (now) => now.calls[callId]?.state === "talking", longMs);
  const { body } = ok;
  const type = ["Content-Type: application/sdp"];
  line.pbx.sendAtOnce([2, 3].map((cseq) => inDialog("INVITE", ok, cseq, type, body)));
  // RFC 3261, 14.2: the second one while the first is not done gets 500 (or 491); neither ends the call.
  await line.pbx.until(
    (one) =>
      /^[2-6]\d\d$/.test(one.kind) &&
      one.header("cseq") === "3 INVITE" &&
      one.header("call-id") === ok.header("call-id"),
  );
  if (line.position.console.desk.calls[callId]?.state !== "talking") throw new Error("A re-INVITE ended the call.");
  const clock = stopwatch();
  line.pbx.send(inDialog("BYE", ok, 4));
  await line.position.console.until("the call is over", (now) => now.calls[callId] === undefined, longMs);
  return { pressed: 1, lost: stillWithout(line, [number]), healedMs: clock() };
}

async function torture(line: Line): Promise<Injection> {
  const messages = [...valid, ...invalid, ...semantic];
  const presses = messages.filter(({ outcome }) => outcome !== "none").length;
  const before = line.position.console.entriesOf("callOffered").length;
  const clock = stopwatch();
  line.pbx.sendAtOnce(messages.map(({ frame }) => frame));
  await pressSeen(line.position, line.pbx);
  const seenMs = clock();
  noBug(line);
  const seen = line.position.console.entriesOf("callOffered").length - before - 1;
  return { pressed: presses + 1, lost: Math.max(0, presses - seen), seenMs };
}

/** That each INVITE-like one among them leaves its event is checked frame by frame in test/sip/mutants.test.ts. */
async function mutants(line: Line, turn: number): Promise<Injection> {
  const roll = random(Date.now() % 2 ** 32);
  let worst = 0;
  for (let batch = 0; batch < 5; batch += 1) {
    line.pbx.sendAtOnce(Array.from({ length: 100 }, (_, at) => mutant((turn * 5 + batch) * 100 + at, roll)));
    worst = Math.max(worst, await pressSeen(line.position, line.pbx));
  }
  await registered(line.position);
  return { pressed: 5, lost: 0, seenMs: worst };
}

async function huge(line: Line): Promise<Injection> {
  const sizes = [
    { body: `v=0\r\n${"a=x\r\n".repeat(14_000)}` },
    { extra: Array.from({ length: 250 }, (_, n) => `X-Header-${n}: x`) },
    { extra: [`Subject: ${"x".repeat(60_000)}`] },
  ];
  const numbers: string[] = [];
  const clock = stopwatch();
  for (const size of sizes) {
    const { number } = fresh();
    numbers.push(number);
    line.pbx.send(invite({ from: `<sip:${number}@pbx.invalid>;tag=t${number}`, ...size }));
  }
  for (const number of numbers) await seenEvent(line, number);
  const seenMs = clock();
  await pressSeen(line.position, line.pbx);
  return { pressed: numbers.length + 1, lost: stillWithout(line, numbers), seenMs };
}

async function tooHuge(line: Line): Promise<Injection> {
  const clock = stopwatch();
  line.pbx.send(invite({ body: "x".repeat(2 * 1024 * 1024) }));
  await line.position.console.until("the link is closed", (now) => now.pbxs["A"]?.state === "lost", longMs);
  const seenMs = clock();
  await registered(line.position, "A", longMs);
  const healedMs = clock();
  await pressSeen(line.position, line.pbx);
  return { pressed: 1, lost: 0, seenMs, healedMs };
}

async function flood(line: Line): Promise<Injection> {
  const { console } = line.position;
  const calls = Array.from({ length: floodOf }, fresh);
  const numbers = calls.map(({ number }) => number);
  const callsBefore = Object.keys(console.desk.calls).length;
  // Counted as they come: looking through all events after each entry would be most of the time measured.
  const until = (what: string, kind: "eventOpened" | "callEnded") => {
    const from = console.entries.length;
    let counted = 0;
    let looked = from;
    return console.until(
      what,
      () => {
        for (; looked < console.entries.length; looked += 1) if (console.entries[looked]?.kind === kind) counted += 1;
        return counted >= floodOf;
      },
      longMs,
    );
  };
  const clock = stopwatch();
  const opened = until("all are events", "eventOpened");
  line.pbx.sendAtOnce(calls.map(({ frame }) => frame));
  await opened;
  const seenMs = clock();
  const ended = until("all have hung up", "callEnded");
  for (const { frame } of calls) line.pbx.send(cancelOf(frame));
  await ended;
  if (Object.keys(console.desk.calls).length > callsBefore) throw new Error("A call was left that had hung up.");
  return { pressed: floodOf, lost: stillWithout(line, numbers), seenMs };
}

function noBug({ position }: Line): void {
  const [bug] = position.console.entriesOf("bugCaught");
  if (bug) throw new Error(`caught inside: ${bug.data.where}: ${bug.data.words}`);
}
