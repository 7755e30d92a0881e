/**
 * One PBX for the host's life: one UserAgent, a new registration for each connection, its state in words.
 *
 *   down ▸ connecting ▸ registering ▸ registered ▸ lost ▸ registering …      lost keeps trying, and never gives up
 */
import { type Session, SIPExtension, type URI, UserAgent } from "sip.js";
import type { Order } from "../../shared/desk/orders.ts";
import type { CallId, RegistrationState } from "../../shared/desk/state.ts";
import type { PbxAccount, SipOptions } from "../host/ports.ts";
import { createCallIds, type Press } from "./callIds.ts";
import { dialOut } from "./dialOut.ts";
import { createLegIn, type LegIn } from "./dialog.ts";
import { createGuard, wordsOf } from "./guard.ts";
import { createIntake } from "./intake.ts";
import type { Leg, LegContext } from "./leg.ts";
import { createLink, slowRetryMs } from "./link.ts";
import type { Pace } from "./pace.ts";
import { createRegistration, type Refusal, type Registration } from "./registration.ts";
import type { RemoteMedia } from "./remoteMedia.ts";
import { undone } from "./repairToken.ts";
import { WsTransport } from "./transport.ts";

export interface PbxBorder {
  start(): void;
  /** Null when the call could not begin; why has been reported. */
  dial(order: Extract<Order, { type: "dialCall" }>): Leg | null;
  /** Says goodbye to the registrar, and to no dialog: a restarted host takes its calls back. */
  stop(): Promise<void>;
}

/** Legs of all PBXs, by call. */
export type Legs = Map<CallId, Leg>;

/** A day, in seconds. The desk owns the ring time; 0 would mean SIP.js's own 60 s. */
const noAnswerS = 86_400;

export function createPbx(options: SipOptions, account: PbxAccount, legs: Legs, pace: Pace): PbxBorder {
  const { report, media, instanceId, clock } = options;
  const pbxId = account.id;
  const guard = createGuard(report);
  const aor = uriOf(account);
  const sounds = new WeakMap<Session, RemoteMedia>();
  const callIds = createCallIds(pbxId, clock.now, pace.samePressMs);
  const calls = new Map<CallId, { press: Press; leg: LegIn }>();
  // Ours alone and the same after a restart, so that no ghost of us stays registered.
  const own = instanceId.replaceAll("-", "").toLowerCase();
  const ownContact = `console-${own.slice(0, 12)}`;
  let state: RegistrationState = "down";
  let why = "";
  let registration: Registration | null = null;
  let refusals = 0;
  let later: NodeJS.Timeout | undefined;
  /** What SIP.js's parser says of the frame that it was just given and refused. */
  let unread = "";

  const context: LegContext = {
    report,
    media,
    guard,
    sounds,
    addressOf(number) {
      const address = aor.clone();
      address.user = number;
      return address;
    },
    gone(callId) {
      legs.delete(callId);
      const call = calls.get(callId);
      if (!call) return;
      calls.delete(callId);
      callIds.over(call.press);
    },
  };

  let transport: WsTransport;
  const intake = createIntake({
    pbxId,
    ownContact,
    callIds,
    guard,
    report,
    isLifeSafety: (evidence) => options.isLifeSafety(evidence, pbxId),
    createLeg(press, handOver) {
      const leg = createLegIn(context, press, handOver);
      calls.set(press.callId, { press, leg });
      legs.set(press.callId, leg);
      return leg;
    },
    legOf: (press) => calls.get(press.callId)?.leg,
    parse(frame) {
      unread = "";
      transport.onMessage?.(frame);
      return unread;
    },
    write: (message) => {
      transport.write(message).catch(() => undefined);
    },
    heard: (tapped, frame) => registration?.heard(tapped, frame),
    takeWithinMs: pace.takeWithinMs,
    crowded: (on) => transport.hold(on),
  });
  transport = new WsTransport({
    url: account.url,
    connectWithinMs: pace.connectWithinMs,
    onFrame: (frame, bytes) => guard("frame", () => intake.arrive(frame, bytes)),
    onSend(message) {
      guard("answer", () => intake.sending(message));
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
      // Text is not shown anywhere: accepting it would claim that somebody reads it. SIP.js itself refuses REFER,
      // SUBSCRIBE and REGISTER with 405, NOTIFY with 481.
      onMessage: (message) =>
        guard(
          "MESSAGE",
          () => void message.reject({ statusCode: 405 }).catch((error: unknown) => bug("MESSAGE", error)),
        ),
    },
  });
  const { userAgentCore: core } = userAgent;

  const bug = (where: string, error: unknown): void =>
    report({ type: "bugCaught", where: `sip: ${where}`, words: wordsOf(error) });

  const link = createLink({
    transport,
    pace,
    connect: () => (userAgent.state === "Started" ? transport.connect() : userAgent.start()),
    // RFC 3261, 11: any answer will do, 404 and 401 too.
    probe: () =>
      guard(
        "OPTIONS",
        () => void core.request(core.makeOutgoingRequestMessage("OPTIONS", registrarOf(aor), aor, aor, {})),
      ),
    onUp() {
      tell("registering", "");
      refusals = 0;
      registration = createRegistration({
        userAgent,
        aor,
        pace,
        onProved() {
          refusals = 0;
          tell("registered", "");
          options.proof(pbxId, clock.now());
        },
        onRefused: (refusal) => {
          tell("lost", refusalWords(account, refusal));
          clearTimeout(later);
          later = setTimeout(() => registration?.ask(), refusal.retryAfterMs ?? slowRetryMs(pace, refusals++));
        },
        onSilent: () => transport.cut(`${pbxId} does not answer REGISTER`),
      });
      registration.ask();
    },
    onDown(words) {
      clearTimeout(later);
      registration?.dispose();
      registration = null;
      tell("lost", words);
    },
  });

  function tell(next: RegistrationState, words: string): void {
    if (state === next && why === words) return;
    state = next;
    why = words;
    report({ type: "pbx", pbxId, state, why });
  }

  return {
    start() {
      tell("connecting", "");
      link.start();
    },
    dial(order) {
      const { callId } = order;
      if (!transport.isConnected()) {
        const text = `There is no connection to ${pbxId}.`;
        report({ type: "callFailed", callId, reason: { kind: "failed", code: null, text } });
        return null;
      }
      const leg = dialOut(context, userAgent, context.addressOf(order.number), order);
      legs.set(callId, leg);
      return leg;
    },
    async stop() {
      clearTimeout(later);
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

function uriOf({ id, user, domain }: PbxAccount): URI {
  const uri = UserAgent.makeURI(`sip:${encodeURIComponent(user)}@${domain}`);
  if (!uri) throw new Error(`PBX "${id}": "${user}" at "${domain}" is not a SIP address; expected a user and a host.`);
  return uri;
}

function registrarOf(aor: URI): URI {
  const uri = aor.clone();
  uri.user = undefined;
  return uri;
}

/** SIP.js wants a class and makes the transport itself; it is handed the one that there is. */
function givenTransport(transport: WsTransport): new () => WsTransport {
  return function given() {
    return transport;
  } as unknown as new () => WsTransport;
}

function refusalWords({ id, user }: PbxAccount, { status, text }: Refusal): string {
  if (status === null) return `${id} accepted the registration but does not list this console: calls may not reach it.`;
  if (status === 401 || status === 407)
    return `${id} does not accept the password of ${user}, or asks for a digest other than MD5 (${status}).`;
  if (status === 403) return `${id} forbids ${user} to register (403): user name or password may be wrong.`;
  if (status === 404) return `${id} does not know ${user} (404).`;
  return `${id} refuses the registration of ${user}: ${status} ${text}.`;
}
