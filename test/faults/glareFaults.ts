/** F21, glare (RFC 3261, 14): our re-INVITE, by which a call is healed once the link is back, crosses one of the far end's. Raw SIP. */
import { answered, type FakePbx, type Frame, inDialog, sdp } from "../sip/fakePbx.ts";
import { type Inject, type Injection, stopwatch } from "./fault.ts";
import { type RawPosition, registered } from "./rawPosition.ts";
import { fresh } from "./registrarFaults.ts";

const longMs = 40_000;
const typed = ["Content-Type: application/sdp", "Contact: <sip:2014@pbx.invalid;transport=ws>"];
/** Sequence numbers of the far end: never the same twice, so that no message is taken for another one's copy. */
let cseq = 1_000;

interface Call {
  id: string;
  sipCallId: string;
  /** Of ours up to now. */
  lastCSeq: number;
  pressed: number;
}

export async function glareFaults(inject: Inject, position: RawPosition, pbx: FakePbx): Promise<void> {
  const name = "our re-INVITE crosses the far end's (491)";
  // From the 491 on: the time to wait (RFC 3261, 14.1), and what it takes.
  await inject({ id: "F21", name: `${name}: they called`, healedWithinMs: 2_500 }, async () => {
    const { call } = await came(position, pbx);
    return oursRefused(position, pbx, call, 0);
  });
  await inject({ id: "F21", name: `${name}: we called`, healedWithinMs: 4_500 }, async () =>
    oursRefused(position, pbx, await made(position, pbx), 2_100),
  );
  await inject({ id: "F21", name: `${name}: theirs comes while ours is pending; healed: both through` }, () =>
    theirsRefused(position, pbx),
  );
}

/** A press that was answered. */
async function came({ console, event }: RawPosition, pbx: FakePbx): Promise<{ call: Call; ok: Frame }> {
  const { number, frame } = fresh();
  const sipCallId = /^Call-ID: (.*)$/m.exec(frame)?.[1]?.trim() ?? "";
  pbx.send(frame);
  const { id: eventId, callIds } = await console.until(
    "it can be answered",
    (now) => {
      const found = event(number);
      return now.calls[found?.callIds[0] ?? ""]?.bound === true && found;
    },
    longMs,
  );
  const id = callIds[0] ?? "";
  await console.send({ type: "answer", eventId, holdEqual: true });
  const ok = await pbx.until((one) => answered("200", "INVITE")(one) && one.header("call-id") === sipCallId);
  pbx.send(inDialog("ACK", ok, 1));
  await console.until("it talks", (now) => now.calls[id]?.state === "talking", longMs);
  return { call: { id, sipCallId, lastCSeq: 0, pressed: 1 }, ok };
}

/** A call to a station. */
async function made({ console }: RawPosition, pbx: FakePbx): Promise<Call> {
  const before = pbx.received.length;
  const refusal = await console.send({ type: "call", number: "209", eventId: null });
  if (refusal) throw new Error(refusal.words);
  const ours = await pbx.until((one) => one.kind === "INVITE" && pbx.received.indexOf(one) >= before);
  pbx.reply(ours, "200 OK", typed, sdp);
  const { id } = await console.until(
    "it talks",
    (now) => Object.values(now.calls).find((call) => call.number === "209" && call.state === "talking"),
    longMs,
  );
  return { id, sipCallId: ours.header("call-id"), lastCSeq: cseqOf(ours), pressed: 0 };
}

const cseqOf = (frame: Frame): number => Number.parseInt(frame.header("cseq"), 10);

/** Loses the link; gives the re-INVITE that follows when it is back. */
async function refreshOf(position: RawPosition, pbx: FakePbx, call: Call): Promise<Frame> {
  pbx.drop();
  await position.console.until("the link is lost", (now) => now.pbxs["A"]?.state === "lost", longMs);
  await registered(position, "A", longMs);
  return nextInvite(pbx, call);
}

async function nextInvite(pbx: FakePbx, call: Call): Promise<Frame> {
  const found = await pbx.until(
    (one) => one.kind === "INVITE" && one.header("call-id") === call.sipCallId && cseqOf(one) > call.lastCSeq,
  );
  call.lastCSeq = cseqOf(found);
  return found;
}

const healed = ({ console }: RawPosition, { id }: Call): Promise<unknown> =>
  console.until("it is healed", (now) => now.calls[id]?.state === "talking" && now.calls[id].healing === null, longMs);

async function ended({ console }: RawPosition, pbx: FakePbx, { id, sipCallId }: Call): Promise<void> {
  await console.send({ type: "end", callId: id });
  pbx.reply(await pbx.until((one) => one.kind === "BYE" && one.header("call-id") === sipCallId), "200 OK");
  await console.until("it is over", (now) => now.calls[id] === undefined, longMs);
}

async function oursRefused(position: RawPosition, pbx: FakePbx, call: Call, leastMs: number): Promise<Injection> {
  const first = await refreshOf(position, pbx, call);
  const clock = stopwatch();
  pbx.reply(first, "491 Request Pending");
  const second = await nextInvite(pbx, call);
  if (clock() < leastMs) throw new Error(`It was tried again after ${Math.round(clock())} ms, before its time.`);
  pbx.reply(second, "200 OK", typed, sdp);
  await healed(position, call);
  const healedMs = clock();
  await ended(position, pbx, call);
  return { pressed: call.pressed, lost: 0, healedMs };
}

async function theirsRefused(position: RawPosition, pbx: FakePbx): Promise<Injection> {
  const { call, ok } = await came(position, pbx);
  const ours = await refreshOf(position, pbx, call);
  const clock = stopwatch();
  cseq += 1;
  const theirs = cseq;
  pbx.send(inDialog("INVITE", ok, theirs, typed.slice(0, 1), sdp));
  await pbx.until(({ kind, header }) => kind === "491" && header("cseq") === `${theirs} INVITE`);
  pbx.send(inDialog("ACK", ok, theirs));
  pbx.reply(ours, "200 OK", typed, sdp);
  await healed(position, call);
  cseq += 1;
  const again = cseq;
  pbx.send(inDialog("INVITE", ok, again, typed.slice(0, 1), sdp));
  await pbx.until(({ kind, header }) => kind === "200" && header("cseq") === `${again} INVITE`);
  const healedMs = clock();
  pbx.send(inDialog("ACK", ok, again));
  await ended(position, pbx, call);
  return { pressed: call.pressed, lost: 0, healedMs };
}
