/**
 * One PBX for the host's life: one UserAgent, a new registration for each connection, its state in words.
 *
 *   down ▸ connecting ▸ registering ▸ registered ▸ lost ▸ registering …      lost keeps trying, and never gives up
 */
import { type Session, SIPExtension, type URI, UserAgent } from "sip.js";
import type { Order } from "../../shared/desk/orders.ts";
import type { CallId, RegistrationState } from "../../shared/desk/state.ts";
import type { PbxAccount, SipOptions } from "../host/ports.ts";
import { createCallIds } from "./callIds.ts";
import { createCalls } from "./calls.ts";
import { watchCertificates } from "./certificates.ts";
import { createGuard, wordsOf } from "./guard.ts";
import { createIntake } from "./intake.ts";
import { countRequest, createKeptLegs } from "./keptLegs.ts";
import type { Leg } from "./leg.ts";
import { createLink, refusedMs } from "./link.ts";
import type { Pace } from "./pace.ts";
import { createRegistration, type Refusal, type Registration } from "./registration.ts";
import type { RemoteMedia } from "./remoteMedia.ts";
import { undone } from "./repairToken.ts";
import { answerMessage } from "./textMessage.ts";
import { WsTransport } from "./transport.ts";
import { createWayIn, type WayInTokens } from "./wayIn.ts";

export interface PbxBorder {
  start(): void;
  /** Null when the call could not begin; why has been reported. */
  dial(order: Extract<Order, { type: "dialCall" }>): Leg | null;
  /** Proves link and registration now. */
  prove(): void;
  /** As in calls.ts. */
  revive(callId: CallId): Leg | null;
  /** Gives a kept INVITE to SIP.js again. False: there is none of this call. */
  replay(callId: CallId): boolean;
  /** Says goodbye to the registrar, and to no dialog: a restarted host takes its calls back. */
  stop(): Promise<void>;
}

/** What the PBXs have in common: their legs by call, and the calls to our own numbers. */
export interface Shared {
  legs: Map<CallId, Leg>;
  wayInTokens: WayInTokens;
}

/** A day, in seconds. The desk owns the ring time; 0 would mean SIP.js's own 60 s. */
const noAnswerS = 86_400;

export function createPbx(options: SipOptions, account: PbxAccount, shared: Shared, pace: Pace): PbxBorder {
  const { report, instanceId, clock } = options;
  const { legs } = shared;
  const pbxId = account.id;
  const guard = createGuard(report);
  const aor = uriOf(account);
  const sounds = new WeakMap<Session, RemoteMedia>();
  const kept = createKeptLegs(options, pbxId);
  const callIds = createCallIds(pbxId, clock.now, pace.samePressMs);
  // Ours alone and the same after a restart, so that no ghost of us stays registered.
  const own = instanceId.replaceAll("-", "").toLowerCase();
  const ownContact = `console-${own.slice(0, 12)}`;
  let state: RegistrationState = "down";
  let why = "";
  let registration: Registration | null = null;
  /** This connection is not yet registered. */
  let isNewLink = true;
  let refusals = 0;
  /** What the registrar said no with, and until when it is not asked again: also after it closed the connection. */
  let refused = { words: "", until: 0 };
  let later: NodeJS.Timeout | undefined;
  /** What SIP.js's parser says of the frame that it was just given and refused. */
  let unread = "";
  let stale: NodeJS.Timeout | undefined;

  let transport: WsTransport;
  const intake = createIntake({
    pbxId,
    ownContact,
    callIds,
    guard,
    report,
    isLifeSafety: (evidence) => options.isLifeSafety(evidence, pbxId),
    takesMessages: () => options.takesMessages?.() ?? false,
    createLeg: (press, evidence, handOver) => calls.createLeg(press, evidence, handOver),
    keep: (press, evidence, frame) => calls.keep(press, evidence, frame),
    strayBye: (bye) => calls.strayBye(bye),
    legOf: (press) => calls.legOf(press),
    parse(frame) {
      unread = "";
      transport.onMessage?.(frame);
      return unread;
    },
    write: (message) => {
      transport.write(message).catch(() => undefined);
    },
    takeWithinMs: pace.takeWithinMs,
    heard(tapped, frame) {
      if (tapped.method === "OPTIONS") link.answered();
      registration?.heard(tapped, frame);
      calls.heard(tapped, frame);
    },
    isOwn(tapped, frame) {
      let own = false;
      guard("way in", () => {
        own = wayIn?.takes(tapped, frame) ?? false;
      });
      return own;
    },
    correlation: () => options.correlation(),
    crowded: (on) => transport.hold(on),
  });
  transport = new WsTransport({
    url: account.url,
    ...(account.tls && { tls: account.tls }),
    onCertificate: (endsAt) => certificates.shown(endsAt),
    connectWithinMs: pace.connectWithinMs,
    onFrame: (frame, bytes) => guard("frame", () => intake.arrive(frame, bytes)),
    onSend(message) {
      guard("answer", () => {
        intake.sending(message);
        countRequest(kept, message);
      });
      return undone(message);
    },
    onLost: (words) => link.lost(words),
  });

  const userAgent = new UserAgent({
    uri: aor,
    displayName: account.displayName,
    authorizationUsername: account.user,
    authorizationPassword: account.password,
    instanceId,
    contactName: ownContact,
    viaHost: `${own.slice(0, 16)}.invalid`,
    transportConstructor: givenTransport(transport),
    sessionDescriptionHandlerFactory: (session) => {
      const sound = sounds.get(session);
      if (!sound) throw new Error("a session without sound");
      return sound;
    },
    noAnswerTimeout: noAnswerS,
    // Sent by the leg, which catches what goes wrong; SIP.js would let it escape.
    sendInitialProvisionalResponse: false,
    sipExtensionReplaces: SIPExtension.Supported,
    reconnectionAttempts: 0,
    gracefulShutdown: false,
    logBuiltinEnabled: false,
    logConfiguration: false,
    logLevel: "error",
    // Nothing else says that a frame was dropped.
    logConnector(level, category, _, content) {
      if (category === "sip.Parser" && (level === "error" || level === "warn")) unread ||= content;
    },
    userAgentString: "Priority Console",
    delegate: {
      onInvite: (invitation) => guard("INVITE", () => intake.invited(invitation)),
      // Only as an alarm, where the site takes such: accepting it otherwise would claim that somebody reads it. SIP.js itself
      // refuses REFER, SUBSCRIBE and REGISTER with 405, NOTIFY with 481.
      onMessage: (message) =>
        guard(
          "MESSAGE",
          () =>
            void answerMessage(message, account.assertsIdentity, options.message).catch((error: unknown) =>
              bug("MESSAGE", error),
            ),
        ),
    },
  });
  const { userAgentCore: core } = userAgent;

  const calls = createCalls({ options, account, legs, userAgent, aor, kept, callIds, sounds, guard, pace });

  const bug = (where: string, error: unknown): void =>
    report({ type: "bugCaught", where: `sip: ${where}`, words: wordsOf(error) });

  const link = createLink({
    transport,
    pace,
    random: options.random ?? Math.random,
    connect: () => (userAgent.state === "Started" ? transport.connect() : userAgent.start()),
    // RFC 3261, 11: any answer will do, 404 and 401 too.
    probe: () =>
      guard(
        "OPTIONS",
        () => void core.request(core.makeOutgoingRequestMessage("OPTIONS", registrarOf(aor), aor, aor, {})),
      ),
    onUp() {
      registration = createRegistration({
        userAgent,
        aor,
        pace,
        onProved,
        onRefused(refusal) {
          const waitMs = refusedMs(pace, refusal.retryAfterMs, refusals++);
          refused = { words: refusalWords(account, refusal), until: performance.now() + waitMs };
          clearTimeout(stale);
          tell("lost", refused.words);
          askIn(waitMs);
        },
        onSilent: () => transport.cut(`${pbxId} does not answer REGISTER`),
      });
      // A registrar that says no and hangs up is not asked every second; but a PBX that was started anew is not left alone for long.
      const waitMs = Math.min(refused.until - performance.now(), pace.slowRetryMs[1]);
      if (waitMs > 0) return askIn(waitMs);
      tell("registering", "");
      registration.ask();
    },
    onDown(words) {
      clearTimeout(later);
      clearTimeout(stale);
      isNewLink = true;
      registration?.dispose();
      registration = null;
      wayIn?.lost();
      tell("lost", refused.until > performance.now() ? refused.words : words);
    },
  });
  const certificates = watchCertificates(options, account);
  const { checkNumber } = account;
  const wayInFault = { type: "fault", fault: "wayInUnproved", subject: pbxId } as const;
  const wayIn =
    checkNumber === undefined
      ? null
      : createWayIn({
          userAgent,
          aor,
          number: checkNumber,
          pace,
          tokens: shared.wayInTokens,
          guard,
          write: (message) => void transport.write(message).catch(() => undefined),
          onProved: () => report({ ...wayInFault, present: false, words: "" }),
          onFailed: (failure) =>
            report({
              ...wayInFault,
              present: true,
              words: `${pbxId} lists this console, but a test call to our own number ${checkNumber} did not arrive: ${failure}.`,
            }),
        });

  function onProved(): void {
    refusals = 0;
    refused = { words: "", until: 0 };
    clearTimeout(stale);
    stale = setTimeout(
      () => tell("lost", `${pbxId} has not confirmed the registration for ${pace.staleMs / 1000} s.`),
      pace.staleMs,
    );
    // The proof first: whoever hears of the registration may ask how old it is.
    options.proof(pbxId, clock.now());
    tell("registered", "");
    if (isNewLink) calls.linkBack();
    isNewLink = false;
    wayIn?.registered();
  }

  function askIn(waitMs: number): void {
    clearTimeout(later);
    later = setTimeout(() => registration?.ask(), waitMs);
  }

  function tell(next: RegistrationState, words: string): void {
    if (state === next && why === words) return;
    state = next;
    why = words;
    report({ type: "pbx", pbxId, state, why });
  }

  return {
    start() {
      for (const { callId, invite } of kept.all()) {
        if (invite === null) continue;
        intake.park(invite, callId);
        setTimeout(() => guard("kept INVITE", () => intake.unpark(callId)), pace.parkedForMs).unref();
      }
      tell("connecting", "");
      link.start();
    },
    prove() {
      link.check();
      registration?.ask();
    },
    dial(order) {
      const { callId } = order;
      if (!transport.isConnected()) {
        const text = `There is no connection to ${pbxId}.`;
        report({ type: "callFailed", callId, reason: { kind: "failed", code: null, text } });
        return null;
      }
      return calls.dial(order);
    },
    revive: (callId) => calls.revive(callId),
    replay: (callId) => intake.replay(callId),
    async stop() {
      clearTimeout(later);
      clearTimeout(stale);
      certificates.stop();
      wayIn?.lost();
      link.stop();
      intake.stop();
      const leaving = registration;
      registration = null;
      if (leaving && transport.isConnected()) await leaving.leave(pace.stopWithinMs);
      leaving?.dispose();
      intake.stop();
      try {
        await userAgent.stop();
      } catch (error) {
        // A dialog that SIP.js began and threw at is half made, and throws again when it is put away.
        bug("stop", error);
        await transport.disconnect();
      }
      tell("down", "");
    },
  };
}

export function uriOf({ id, user, domain }: PbxAccount): URI {
  const uri = UserAgent.makeURI(`sip:${encodeURIComponent(user)}@${domain}`);
  if (!uri) throw new Error(`PBX "${id}": "${user}" at "${domain}" is not a SIP address; expected a user and a host.`);
  return uri;
}

export function registrarOf(aor: URI): URI {
  const uri = aor.clone();
  uri.user = undefined;
  return uri;
}

/** SIP.js wants a class and makes the transport itself; it is handed the one that there is. */
export function givenTransport(transport: WsTransport): new () => WsTransport {
  return function given() {
    return transport;
  } as unknown as new () => WsTransport;
}

/** Why the registrar says no, for people. */
export function refusalWords({ id, user }: PbxAccount, { status, text }: Refusal): string {
  if (status === null)
    return `${id} accepted the registration but does not list this console (${text}): calls may not reach it.`;
  if (status === 401 || status === 407)
    return `${id} does not accept the password of ${user}, or asks for a digest other than MD5 (${status}).`;
  if (status === 403) return `${id} forbids ${user} to register (403): user name or password may be wrong.`;
  if (status === 423) return `${id} registers for longer times only than this console asks for (423).`;
  if (status === 503) return `${id} does not register anyone now: overloaded or starting (503). It is asked again.`;
  if (status === 404) return `${id} does not know ${user} (404).`;
  return `${id} refuses the registration of ${user}: ${status} ${text}.`;
}
