/** One station: an ordinary SIP user agent that registers, calls when pressed, answers by itself and can be cut off. */
import {
  type Invitation,
  Inviter,
  Messager,
  Registerer,
  RegistererState,
  type Session,
  SessionState,
  UserAgent,
} from "sip.js";
import type { IncomingResponse } from "sip.js/lib/core/index.js";
import type { StationType } from "../../../shared/site/site.ts";
import type { FramePath } from "../media/framePath.ts";
import type { Pacer } from "../media/pacer.ts";
import type { Heard } from "./ear.ts";
import { locationOf, type Place } from "./location.ts";
import { MemoryTransport, type Plug } from "./memoryTransport.ts";
import { type CallOptions, createStationSound, type StationSound } from "./stationSound.ts";
import { silentVoice, type Voice } from "./voice.ts";

export interface StationState {
  number: string;
  name: string;
  type: StationType | "contact";
  isOnline: boolean;
  calls: readonly {
    peer: string;
    direction: "in" | "out";
    state: "ringing" | "talking";
    isPage: boolean;
    /** Digits pressed at the other side. */
    digits: string;
  }[];
}

/** noAnswer: it rings for as long as the caller lets it. */
export type TakesCalls = "answer" | "busy" | "noAnswer";

export interface Station {
  readonly number: string;
  readonly type: StationType | "contact";
  /** Registers, if it has not. Rejects in words when the exchange refuses. */
  attach(): Promise<void>;
  /** Off line at once, as when its line is cut. */
  cut(): Promise<void>;
  /** Calls `to`; an older call that still rings is given up after two seconds. */
  press(to: string, headers: readonly string[], place?: Place): Promise<void>;
  /** Presses a key in its newest call that talks: as events (RFC 4733), as tones in the sound, or by INFO. Throws in words. */
  key(digit: string, how: KeyWay): void;
  /** Sends a text; resolves with the status of its answer. */
  send(to: string, text: string): Promise<number>;
  /** Ends every call; how many there were. */
  hangUp(): Promise<number>;
  /** Says nothing in its calls, or speaks again. */
  speak(speaks: boolean): void;
  /** How it takes a call that is not announced as a page. */
  takeCalls(how: TakesCalls): void;
  state(): StationState;
  /** Of the newest call that talks; null when none does. */
  heard(hz: number): Heard | null;
}

export type KeyWay = "events" | "tone" | "info";

export interface StationParts {
  domain: string;
  password: string;
  plug: Plug;
  path: FramePath;
  pacer: Pacer;
  voice: Voice;
  trouble(words: string): void;
}

const registerForS = 3600;
const ringsForMs = 120_000;
const olderRingsForMs = 2000;
const answersAfterMs = 300;
/** Intercoms and people take longer, and are heard ringing. */
const picksUpAfterMs = 1500;

interface Call {
  session: Session;
  direction: "in" | "out";
  peer: string;
  isPage: boolean;
  sound: StationSound | null;
}

export function createStation(
  { number, name, type }: { number: string; name: string; type: StationType | "contact" },
  { domain, password, plug, path, pacer, voice, trouble }: StationParts,
): Station {
  const calls = new Set<Call>();
  let agent: UserAgent | null = null;
  let registerer: Registerer | null = null;
  let attaching: Promise<void> | null = null;
  let speaks = true;
  let takes: TakesCalls = "answer";
  const isPickedUpByHand = type === "intercom" || type === "contact";

  function uriOf(user: string) {
    const uri = UserAgent.makeURI(`sip:${user}@${domain}`);
    if (uri === undefined) throw new Error(`"${user}" cannot be called.`);
    return uri;
  }

  function report(what: string): (error: unknown) => void {
    return (error) => trouble(`station ${number}, ${what}: ${String(error)}`);
  }

  function track(session: Session, direction: "in" | "out", peer: string, isPage: boolean): Call {
    const call: Call = { session, direction, peer, isPage, sound: null };
    calls.add(call);
    session.stateChange.addListener((state) => {
      if (state === SessionState.Terminated) calls.delete(call);
    });
    session.delegate = {
      onSessionDescriptionHandler: (handler) => {
        call.sound = handler as StationSound;
      },
      onInfo: (info) => {
        const digit = /^\s*Signal\s*=\s*(\S)/im.exec(info.request.body)?.[1];
        if (digit !== undefined) call.sound?.ear.addDigit(digit);
        info.accept().catch(report("INFO"));
      },
    };
    return call;
  }

  function receiveCall(invitation: Invitation): void {
    const { request } = invitation;
    const isAuto = [...request.getHeaders("call-info"), ...request.getHeaders("alert-info")].some((value) =>
      /answer-after=0|alert-autoanswer/i.test(value),
    );
    // A ringing press of its own does not make a station busy; a call in either state does.
    const isBusy = [...calls].some(
      ({ direction, session }) => direction === "in" || session.state === SessionState.Established,
    );
    if (isBusy || (takes === "busy" && !isAuto)) {
      invitation.reject({ statusCode: 486 }).catch(report("486"));
      return;
    }
    track(invitation, "in", request.from.uri.user ?? "", isAuto);
    const accept = () => {
      if (invitation.state === SessionState.Initial) invitation.accept().catch(report("answer"));
    };
    if (isAuto) accept();
    else {
      if (isPickedUpByHand || takes === "noAnswer") invitation.progress().catch(report("180"));
      if (takes === "noAnswer") return;
      setTimeout(accept, isPickedUpByHand ? picksUpAfterMs : answersAfterMs);
    }
  }

  async function register(): Promise<void> {
    const made = new UserAgent({
      uri: uriOf(number),
      // SIP.js puts the name between quotes as it is.
      displayName: name.replace(/["\\]/g, "'"),
      authorizationUsername: number,
      authorizationPassword: password,
      contactName: number,
      logBuiltinEnabled: false,
      sendInitialProvisionalResponse: false,
      gracefulShutdown: false,
      userAgentString: "Embedded station",
      transportConstructor: MemoryTransport,
      transportOptions: { plug },
      sessionDescriptionHandlerFactory: () => createStationSound(path, pacer, () => (speaks ? voice : silentVoice)),
      delegate: { onInvite: receiveCall },
    });
    await made.start();
    const own = new Registerer(made, { expires: registerForS });
    await new Promise<void>((resolve, reject) => {
      own.stateChange.addListener((state) => {
        if (state === RegistererState.Registered) resolve();
      });
      const refused = (code: number | undefined) => reject(new Error(`registration refused with ${code}`));
      own.register({ requestDelegate: { onReject: ({ message }) => refused(message.statusCode) } }).catch(reject);
    });
    agent = made;
    registerer = own;
  }

  async function attach(): Promise<void> {
    if (agent !== null) return;
    attaching ??= register().finally(() => {
      attaching = null;
    });
    await attaching;
  }

  async function end({ session }: Call): Promise<void> {
    if (session.state === SessionState.Established) await session.bye();
    else if (session instanceof Inviter) await session.cancel();
    else await (session as Invitation).reject();
  }

  return {
    number,
    type,
    attach,
    async cut() {
      if (attaching !== null) await attaching;
      const gone = agent;
      if (gone === null) return;
      agent = null;
      await gone.transport.disconnect();
      for (const call of [...calls]) call.sound?.close();
      calls.clear();
      await registerer?.dispose();
      registerer = null;
      await gone.stop();
    },
    async press(to, headers, place) {
      await attach();
      if (agent === null) return;
      const older = [...calls].filter(({ session }) => session.state !== SessionState.Established);
      const location = place && locationOf(number, place);
      const told = location ? [`Geolocation: <cid:${location.id}>`] : [];
      const callOptions: CallOptions = location ? { location } : {};
      const inviter = new Inviter(agent, uriOf(to), {
        extraHeaders: [...headers, ...told],
        sessionDescriptionHandlerOptions: callOptions,
      });
      track(inviter, "out", to, false);
      const giveUpUnanswered = (call: Session) => {
        const isRinging = call.state === SessionState.Initial || call.state === SessionState.Establishing;
        if (isRinging && call instanceof Inviter) call.cancel().catch(report("CANCEL"));
      };
      const limit = setTimeout(() => giveUpUnanswered(inviter), ringsForMs);
      inviter.stateChange.addListener((state) => {
        if (state === SessionState.Established || state === SessionState.Terminated) clearTimeout(limit);
      });
      for (const { session } of older) setTimeout(() => giveUpUnanswered(session), olderRingsForMs);
      await inviter.invite();
    },
    key(digit, how) {
      const call = [...calls].findLast(({ session }) => session.state === SessionState.Established);
      if (!call?.sound) throw new Error(`Station ${number} is in no call that talks.`);
      if (how !== "info") return call.sound.press(digit, how);
      const content = `Signal=${digit}\r\nDuration=160\r\n`;
      const body = { contentDisposition: "render", contentType: "application/dtmf-relay", content };
      call.session.info({ requestOptions: { body } }).catch(report("INFO"));
    },
    async send(to, text) {
      await attach();
      if (agent === null) throw new Error(`Station ${number} is off line.`);
      const messager = new Messager(agent, uriOf(to), text);
      return new Promise((resolve, reject) => {
        const told = ({ message }: IncomingResponse) => resolve(message.statusCode ?? 0);
        messager.message({ requestDelegate: { onAccept: told, onReject: told } }).catch(reject);
      });
    },
    async hangUp() {
      const ending = [...calls];
      await Promise.all(ending.map((call) => end(call).catch(report("hanging up"))));
      return ending.length;
    },
    speak(next) {
      speaks = next;
    },
    takeCalls(how) {
      takes = how;
    },
    state: () => ({
      number,
      name,
      type,
      isOnline: agent !== null,
      calls: [...calls].map(({ session, direction, peer, isPage, sound }) => ({
        peer,
        direction,
        isPage,
        state: session.state === SessionState.Established ? "talking" : "ringing",
        digits: sound?.ear.digits() ?? "",
      })),
    }),
    heard(hz) {
      const talking = [...calls].filter(
        ({ session, sound }) => sound !== null && session.state === SessionState.Established,
      );
      return talking.at(-1)?.sound?.ear.measure(hz) ?? null;
    },
  };
}
