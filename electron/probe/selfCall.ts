/**
 * A call to our own number with every header that a console could use, read when it comes back. We hang up as soon as it has come,
 * as the console does with its own: a refusal would make the PBX ring another telephone, and an answer would be a call.
 */
import { randomBytes } from "node:crypto";
import { bareOffer } from "../sip/bareOffer.ts";
import { evidenceOf, type Tapped } from "../sip/frameTap.ts";
import { readAddress } from "../sip/headers.ts";
import { ownAnswer } from "../sip/ownAnswer.ts";
import { defaultPace } from "../sip/pace.ts";
import type { SelfCallFacts } from "./facts.ts";
import { bodyOf, eventually, headerOf, type Line, reasonOf } from "./line.ts";
import { readMedia } from "./readMedia.ts";

interface Arrival {
  tapped: Tapped;
  frame: string;
  ms: number;
}

interface Try {
  arrival: Arrival | null;
  failure: string | null;
  status: number;
  offer: string;
  token: string;
}

const forgedName = "Forged by the probe";

/** `correlation`: header by which the site knows copies of a press. */
export async function selfCall(line: Line, number: string, correlation: string | undefined): Promise<SelfCallFacts> {
  const sent: [name: string, value: string][] = [
    ["Priority", "emergency"],
    ["Resource-Priority", "esnet.0"],
    ["Alert-Info", "<http://www.notused.invalid>;info=probe"],
    ["Call-Info", "<http://www.notused.invalid/probe>;purpose=info"],
    ["Geolocation", "<https://location.invalid/probe>"],
    ["Session-ID", `${randomBytes(16).toString("hex")};remote=${"0".repeat(32)}`],
    ["X-Probe", randomBytes(8).toString("hex")],
  ];
  if (correlation !== undefined && !sent.some(([name]) => name.toLowerCase() === correlation))
    sent.push([correlation, randomBytes(8).toString("hex")]);
  const forged = `"${forgedName}" <sip:00000000@${line.aor.host}>`;
  const plain = sent.map(([name, value]) => `${name}: ${value}`);

  const first = await attempt(line, number, [...plain, `P-Asserted-Identity: ${forged}`]);
  // A PBX may refuse whoever claims an identity: then the rest is seen without the claim.
  const refusedForgery = first.arrival === null && first.status >= 400 && first.status !== 486;
  const second = refusedForgery ? await attempt(line, number, plain) : null;
  const shown = second ?? first;
  const { arrival, failure, offer, token } = shown;
  const base = { number, made: true, forged: forgedName, failure };
  if (!arrival)
    return {
      ...base,
      ms: 0,
      known: false,
      called: null,
      headers: [],
      asserted: "",
      refusedForgery: false,
      media: null,
      ownMedia: false,
    };
  const { tapped, frame, ms } = arrival;
  const fingerprintOf = (sdp: string): string => /^a=fingerprint:(.*)$/im.exec(sdp)?.[1]?.trim() ?? "";
  return {
    ...base,
    ms,
    known: frame.includes(token),
    called: evidenceOf(tapped, line.contactUser).calledNumber,
    headers: sent.map(([name, value]) => ({ name, sent: value, came: headerOf(frame, name).join(", ") })),
    asserted: tapped.asserted,
    refusedForgery: second !== null,
    media: readMedia(bodyOf(frame)),
    ownMedia: fingerprintOf(bodyOf(frame)) === fingerprintOf(offer),
  };
}

async function attempt(line: Line, number: string, headers: readonly string[]): Promise<Try> {
  const token = randomBytes(8).toString("hex");
  const { userAgentCore: core } = line.userAgent;
  const content = bareOffer();
  const names = { callId: `wayin-${token}`, fromDisplayName: `Way-in check ${token}` };
  // As the console's own check (electron/sip/wayIn.ts), so that what knows one knows the other.
  const own = [`Contact: ${line.contact}`, `X-Way-In: ${token}`, "Subject: Way-in check", ...headers];
  const body = { contentDisposition: "session", contentType: "application/sdp", content };
  const message = core.makeOutgoingRequestMessage(
    "INVITE",
    line.addressOf(number),
    line.aor,
    line.aor,
    names,
    own,
    body,
  );

  let arrival: Arrival | null = null;
  let failure: string | null = null;
  let status = 0;
  let over = false;
  const cancelled = new Set<string>();
  const from = performance.now();
  const answer = (frame: string, code: 100 | 200 | 480 | 487, branch: string): void => {
    const reply = ownAnswer(frame, code, `probe-${branch.slice(-8)}`);
    if (reply !== null) line.write(reply);
  };
  const frames = new Map<string, string>();

  line.onInvite = (tapped, frame) => {
    const caller = readAddress(tapped.from).user;
    // A PBX that rebuilds the call leaves nothing of ours in it but the caller.
    if (!frame.includes(token) && caller !== number && caller !== line.aor.user) return false;
    frames.set(tapped.branch, frame);
    answer(frame, 100, tapped.branch);
    arrival ??= { tapped, frame, ms: performance.now() - from };
    return true;
  };
  line.onHangUp = ({ method, branch }, frame) => {
    const invite = frames.get(branch);
    if (invite === undefined) return false;
    if (method === "CANCEL") {
      cancelled.add(branch);
      answer(frame, 200, branch);
      answer(invite, 487, branch);
    }
    return true;
  };

  const ended = (answered: { message: { statusCode?: number | undefined } }): void => {
    over = true;
    status = answered.message.statusCode ?? 0;
    const frame = line.answersTo(message).at(-1)?.frame;
    if (!arrival) failure = `the PBX answers ${status}${frame === undefined ? "" : ` ${reasonOf(frame)}`}`;
  };
  const request = core.invite(message, {
    onReject: ended,
    onRedirect: ended,
    onAccept: (response) => {
      over = true;
      response.ack();
      response.session.bye();
      if (!arrival) failure = "somebody else answered it";
    },
  });
  await eventually(() => arrival !== null || over, defaultPace.wayInLimitMs);
  if (!over) request.cancel();
  // Nothing is left ringing: our call has ended, and so has each copy that came to us.
  await eventually(() => over, 2_000);
  await eventually(() => [...frames.keys()].every((branch) => cancelled.has(branch)), 1_000);
  for (const [branch, frame] of frames) if (!cancelled.has(branch)) answer(frame, 480, branch);
  if (!arrival) failure ??= `nothing came within ${defaultPace.wayInLimitMs / 1000} s`;
  return { arrival, failure, status, offer: content, token };
}
