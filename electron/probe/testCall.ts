/**
 * A real call to a number that the engineer named: what answers, with which codec, and whether an INVITE with Replaces takes the
 * call over (RFC 3891), as a restarted console does. Ended by BYE whatever happens; it carries no sound.
 */
import type { Session } from "sip.js/lib/core/index.js";
import { bareOffer } from "../sip/bareOffer.ts";
import type { TestCallFacts } from "./facts.ts";
import { answerWithinMs, bodyOf, eventually, type Line, reasonOf, wordsOf } from "./line.ts";
import { readMedia } from "./readMedia.ts";

/** As long as somebody may take to pick up a telephone. */
const ringForMs = 30_000;

/** Nothing is behind it. A PBX that is offered ICE without any candidate does without ICE, which a browser's call never sees. */
const candidate = "a=candidate:1 1 udp 2130706431 127.0.0.1 9 typ host";

interface Outcome {
  session: Session | null;
  status: number;
  text: string;
  ms: number;
  frames: readonly string[];
}

export async function testCall(line: Line, number: string, isStopping: () => boolean): Promise<TestCallFacts> {
  const open = new Set<Session>();
  const first = await call(line, number, [], ringForMs, { onRinging: () => false, isStopping });
  const early = first.frames.filter((frame) => /^SIP\/2\.0 1[89]/.test(frame));
  const base = {
    number,
    ringing: early[0] === undefined ? null : Number(early[0].slice(8, 11)),
    earlyMedia: early.some((frame) => readMedia(bodyOf(frame)) !== null),
    answerMs: first.ms,
  };
  if (!first.session) {
    const failure =
      first.status === 0 ? `nobody answered within ${ringForMs / 1000} s` : `${first.status} ${first.text}`;
    return { ...base, failure, media: null, supported: [], replaces: null, ended: true };
  }
  const answer = first.frames.findLast((frame) => /^SIP\/2\.0 2/.test(frame)) ?? "";
  open.add(first.session);
  let oldEnded = false;
  first.session.delegate = {
    onBye(request) {
      request.accept();
      oldEnded = true;
    },
  };
  const { callId, localTag, remoteTag } = first.session;
  const headers = [`Replaces: ${callId};to-tag=${remoteTag};from-tag=${localTag}`, "Require: replaces"];
  let rangAnew = false;
  const second = await call(line, number, headers, answerWithinMs, {
    // RFC 3891, 3: a call that is up is replaced at once; a PBX that rings has taken it for a new call.
    onRinging() {
      rangAnew = true;
      return true;
    },
    isStopping,
  });
  if (second.session) {
    open.add(second.session);
    await eventually(() => oldEnded, 2_000);
    if (oldEnded) open.delete(first.session);
  }
  const byes = await Promise.all([...open].map(hangUp));
  return {
    ...base,
    failure: null,
    media: readMedia(bodyOf(answer)),
    supported: wordsOf([answer], "supported").map((word) => word.toLowerCase()),
    replaces: { status: second.session ? 200 : second.status, text: second.text, rangAnew, oldEnded },
    ended: byes.every(Boolean),
  };
}

/** Resolves when it was answered, refused, or given up after `withinMs`, or when `onRinging` says to give up. */
async function call(
  line: Line,
  number: string,
  headers: readonly string[],
  withinMs: number,
  { onRinging, isStopping }: { onRinging(): boolean; isStopping(): boolean },
): Promise<Outcome> {
  const { userAgentCore: core } = line.userAgent;
  const body = {
    contentDisposition: "session",
    contentType: "application/sdp",
    content: `${bareOffer()}${candidate}\r\n`,
  };
  const extra = [`Contact: ${line.contact}`, "Allow: INVITE, ACK, CANCEL, BYE, OPTIONS", ...headers];
  const message = core.makeOutgoingRequestMessage(
    "INVITE",
    line.addressOf(number),
    line.aor,
    line.aor,
    {},
    extra,
    body,
  );
  const from = performance.now();
  let over = false;
  let giveUp = false;
  let late = false;
  let session: Session | null = null;
  const end = (): void => {
    over = true;
  };
  const request = core.invite(message, {
    onProgress: () => {
      giveUp = onRinging();
    },
    onAccept: (response) => {
      response.ack();
      if (late) return void hangUp(response.session);
      session = response.session;
      over = true;
    },
    onReject: end,
    onRedirect: end,
  });
  await eventually(() => over || giveUp || isStopping(), withinMs);
  if (!over) {
    late = true;
    request.cancel();
    // The answer may cross our CANCEL; it is then ended above.
    await eventually(() => over, 2_000);
  }
  const frames = line.answersTo(message).map(({ frame }) => frame);
  const last = line.answersTo(message).at(-1);
  const final = last && last.tapped.status >= 200 && !late ? last : null;
  return {
    session,
    status: final?.tapped.status ?? 0,
    text: final ? reasonOf(final.frame) : "",
    ms: performance.now() - from,
    frames,
  };
}

/** True when the far end confirmed the BYE. */
async function hangUp(session: Session): Promise<boolean> {
  let confirmed = false;
  const done = (): void => {
    confirmed = true;
  };
  session.bye({ onAccept: done, onReject: done });
  return eventually(() => confirmed, 2_000);
}
