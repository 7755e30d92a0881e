/** F5: what the registrar says no with. F4: one of two PBXs goes away. PBXs of raw SIP, behind relays. */
import { startWire } from "../journeys/wire.ts";
import { cancelOf, type FakePbx, type Frame, invite, provesPassword, startFakePbx } from "../sip/fakePbx.ts";
import { type Fault, type FaultGroup, type Injection, openings, pause, stopwatch } from "./fault.ts";
import { type RawPosition, registered, startRawPosition } from "./rawPosition.ts";

const longMs = 40_000;
/** The longest pause between two tries after a refusal, and one round trip. */
const slowestMs = 16_000;

let presses = 0;
/** A press of a number that no other press has. */
export const fresh = (): { number: string; frame: string } => {
  presses += 1;
  const number = `9${String(presses).padStart(5, "0")}`;
  const from = `"Station ${number}" <sip:${number}@pbx.invalid>;tag=t${number}`;
  return { number, frame: invite({ from, extra: [`P-Asserted-Identity: <sip:${number}@pbx.invalid>`] }) };
};

/** One press that must be seen; how long that took. */
export async function pressSeen(position: RawPosition, pbx: FakePbx): Promise<number> {
  const { number, frame } = fresh();
  const clock = stopwatch();
  pbx.send(frame);
  await position.console.until(`the event of ${number}`, () => position.event(number), longMs);
  return clock();
}

interface Refusal extends Fault {
  /** Answers REGISTER while the fault lasts. */
  answer(pbx: FakePbx, request: Frame): void;
  /** What the console says then. */
  words: RegExp;
}

const challenge = ['WWW-Authenticate: Digest realm="pbx", nonce="n1", qop="auth", algorithm=MD5'];
const id = "F5";
const refusals: readonly Refusal[] = [
  {
    id,
    name: "wrong password (401 again and again)",
    healedWithinMs: slowestMs,
    answer: (pbx, request) => pbx.reply(request, "401 Unauthorized", challenge),
    words: /password of 6000/,
  },
  {
    id,
    name: "403 Forbidden",
    healedWithinMs: slowestMs,
    answer: (pbx, request) => pbx.reply(request, "403 Forbidden"),
    words: /forbids 6000 to register/,
  },
  {
    id,
    name: "503 with Retry-After: 3",
    healedWithinMs: slowestMs,
    answer: (pbx, request) => pbx.reply(request, "503 Service Unavailable", ["Retry-After: 3"]),
    words: /503/,
  },
  {
    id,
    name: "200 that lists no Contact of ours",
    healedWithinMs: slowestMs,
    answer: (pbx, request) => pbx.reply(request, "200 OK"),
    words: /does not list this console/,
  },
  { id, name: "no answer to REGISTER", healedWithinMs: slowestMs, answer: () => undefined, words: /REGISTER/ },
];

export const registrarFaults: FaultGroup = async (inject) => {
  const { atEnd, close } = openings();
  try {
    const pbx = await startFakePbx();
    atEnd(() => pbx.stop());
    const position = await startRawPosition({ pbxs: [pbx], atEnd });
    await registered(position);
    const good = pbx.onRegister;
    for (const refusal of refusals) {
      await inject(refusal, async () => {
        await pressSeen(position, pbx);
        const before = pbx.received.length;
        const clock = stopwatch();
        pbx.onRegister = (request) => refusal.answer(pbx, request);
        pbx.drop();
        await position.console.until(
          `"${refusal.words.source}"`,
          (now) => refusal.words.test(now.pbxs["A"]?.why ?? ""),
          longMs,
        );
        const seenMs = clock();
        await pause(2_000);
        const asked = pbx.received.slice(before).filter(({ kind }) => kind === "REGISTER").length;
        if (asked > 8) throw new Error(`${asked} REGISTERs within ${Math.round(clock())} ms: that is a storm.`);
        pbx.onRegister = good;
        const healing = stopwatch();
        await registered(position, "A", longMs);
        const healedMs = healing();
        await pressSeen(position, pbx);
        return { pressed: 2, lost: 0, seenMs, healedMs };
      });
    }
    await inject({ id, name: "423, then the time that the registrar asks for", healedWithinMs: 2_000 }, () =>
      healsByItself(position, pbx, good, (request) =>
        request.header("contact").includes("expires=300")
          ? good(request)
          : pbx.reply(request, "423 Interval Too Brief", ["Min-Expires: 300"]),
      ),
    );
    await inject({ id, name: "digest asked anew with each REGISTER", healedWithinMs: 2_000 }, () =>
      healsByItself(position, pbx, good, (request) =>
        provesPassword(request, "6000", "right") ? good(request) : pbx.reply(request, "401 Unauthorized", challenge),
      ),
    );
  } finally {
    await close();
  }
};

async function healsByItself(
  position: RawPosition,
  pbx: FakePbx,
  good: FakePbx["onRegister"],
  answer: (request: Frame) => void,
): Promise<Injection> {
  await pressSeen(position, pbx);
  pbx.onRegister = answer;
  const clock = stopwatch();
  pbx.drop();
  await position.console.until("lost", (now) => now.pbxs["A"]?.state === "lost", longMs);
  await registered(position, "A", longMs);
  const healedMs = clock();
  pbx.onRegister = good;
  await pressSeen(position, pbx);
  return { pressed: 2, lost: 0, healedMs };
}

export const failoverFaults: FaultGroup = async (inject) => {
  const { atEnd, close } = openings();
  try {
    const [a, b] = [await startFakePbx(), await startFakePbx()];
    const wire = await startWire(() => a.url);
    atEnd(async () => {
      await wire.stop();
      await Promise.all([a.stop(), b.stop()]);
    });
    const position = await startRawPosition({ pbxs: [wire, b], atEnd });
    const both = async (): Promise<void> => {
      await registered(position, "A", longMs);
      await registered(position, "B", longMs);
    };
    await both();
    /** A is lost in this way; the next press comes by B the moment that the console says so. */
    const failover = (lose: () => void, mend: () => void) => async (): Promise<Injection> => {
      await both();
      await pressSeen(position, a);
      const clock = stopwatch();
      lose();
      const during = pressSeen(position, b);
      await position.console.until("A is lost", (now) => now.pbxs["A"]?.state === "lost", longMs);
      const seenMs = clock();
      const healedMs = await pressSeen(position, b);
      await during;
      mend();
      await both();
      return { pressed: 3, lost: 0, seenMs, healedMs };
    };
    await inject(
      { id: "F4", name: "one of two PBXs gone; healed: the next press, by the other", healedWithinMs: 1_000 },
      failover(
        () => wire.cut(),
        () => wire.mend(),
      ),
    );
    await inject(
      { id: "F4", name: "one of two PBXs half-open; the same", seenWithinMs: 12_000, healedWithinMs: 1_000 },
      failover(
        () => wire.stall(),
        () => wire.resume(),
      ),
    );
    await inject({ id: "F4", name: "both PBXs offer one press: one event, two legs" }, () =>
      offeredTwice(position, a, b),
    );
  } finally {
    await close();
  }
};

async function offeredTwice(position: RawPosition, a: FakePbx, b: FakePbx): Promise<Injection> {
  // A station of one line, known to the directory.
  const from = '"Help point 209" <sip:209@pbx.invalid>';
  const extra = ["P-Asserted-Identity: <sip:209@pbx.invalid>"];
  const tag = `t${Math.round(performance.now())}`;
  const copies = [a, b].map((pbx, at) => ({ pbx, frame: invite({ from: `${from};tag=${at}${tag}`, extra }) }));
  for (const { pbx, frame } of copies) {
    pbx.send(frame);
    await pause(150);
  }
  const event = await position.console.until("two legs", () => {
    const found = position.event("209");
    return found?.callIds.length === 2 && found;
  });
  if (event.presses.length !== 1) throw new Error(`${event.presses.length} presses were counted for one.`);
  for (const { pbx, frame } of copies) pbx.send(cancelOf(frame));
  await position.console.until("both legs are gone", () => position.event("209")?.callIds.length === 0);
  await position.console.send({ type: "acknowledge", eventId: event.id });
  await position.console.send({ type: "close", eventId: event.id, outcome: "test", note: "a fault was injected" });
  return { pressed: 1, lost: 0 };
}
