/** The legs that exist in this page: a peer each, steered by the plan, watched for packets. */
import type { SoundPlan } from "../../shared/call/soundPlan.ts";
import type { CallId } from "../../shared/desk/state.ts";
import type { Clips } from "./clips.ts";
import { listenForKeys } from "./keyListener.ts";
import type { Mixer } from "./mixer.ts";
import { Peer, type Purpose } from "./peer.ts";
import { legSound } from "./planChanges.ts";
import type { Playback } from "./playback.ts";
import { type Flow, watchSound } from "./soundWatch.ts";
import type { VoiceGate } from "./voiceGate.ts";

interface Leg {
  peer: Peer;
  /** The lease under which it was made. */
  epoch: number;
  wasUp: boolean;
  flow: Flow;
  stopWatch(): void;
  /** Listens for keys, in a call of the ladder; does nothing in others. */
  stopKeys(): void;
}

export interface LegNeeds {
  clips: Clips;
  gate: VoiceGate;
  mixer: Mixer;
  playback: Playback;
  cloneMicrophone(): MediaStreamTrack | null;
  onFlow(callId: CallId, flow: Flow): void;
  /** A leg's message was played to its end, or could not be, in words. */
  onMessageOver(callId: CallId, failed: string | null): void;
  /** The far end of a call of the ladder pressed a key. */
  onDigit(callId: CallId, digit: string): void;
  createContext(): AudioContext;
  /** A call that was up is over. */
  onEnded(): void;
}

export interface Legs {
  /** The peer of a call, made where there is none; `fresh`: another one in place of the one that there is. */
  open(
    callId: CallId,
    purpose: Purpose,
    epoch: number,
    loopbackIce: boolean,
    fresh?: boolean,
  ): { peer: Peer; isNew: boolean };
  get(callId: CallId): Peer | undefined;
  ids(): CallId[];
  /** Packets come from the far end of this call. */
  isHeard(callId: CallId): boolean;
  /** Tells of every leg whether sound flows: the host may not know of the last change. */
  tellFlow(): void;
  close(callId: CallId): void;
  /** Each leg carries and plays what the plan says; `hostHeard` false: no microphone. */
  follow(plan: SoundPlan, hostHeard: boolean): void;
  /** The plan no longer names this leg. */
  left(callId: CallId): void;
  /** Ends the legs of earlier leases that the plan of this one does not name. */
  dropStrangers(plan: SoundPlan, epoch: number): void;
  microphoneChanged(): void;
  anyUp(): boolean;
  prepare(loopbackIce: boolean): Promise<void>;
}

/** A certificate serves all legs; it is renewed a day before it ends. */
const certificateMs = 30 * 24 * 3600 * 1000;
const renewBeforeMs = 24 * 3600 * 1000;

const nothing = (): void => undefined;

export function createLegs(needs: LegNeeds): Legs {
  const legs = new Map<CallId, Leg>();
  let certificate: RTCCertificate | null = null;
  let plan: SoundPlan | null = null;
  let hostHeard = false;

  function peerFor(callId: CallId, purpose: Purpose, loopbackIce: boolean): Peer {
    return new Peer(purpose, {
      certificate: certificate && certificate.expires > Date.now() ? certificate : null,
      loopbackIce,
      cloneMicrophone: needs.cloneMicrophone,
      clips: needs.clips,
      gate: needs.gate,
      mixer: needs.mixer,
      onMessageOver: (failed) => needs.onMessageOver(callId, failed),
      onTrack(track) {
        needs.playback.attach(callId, track);
        if (purpose === "ladder") listen(callId, track);
        apply();
      },
    });
  }

  function listen(callId: CallId, track: MediaStreamTrack): void {
    const leg = legs.get(callId);
    if (!leg) return;
    leg.stopKeys();
    leg.stopKeys = listenForKeys(needs.createContext, new MediaStream([track]), (digit) =>
      needs.onDigit(callId, digit),
    );
  }

  function apply(): void {
    const sounds = [...legs].map(([callId, leg]) => ({
      callId,
      leg,
      sound: plan ? legSound(plan, callId, hostHeard) : null,
    }));
    // Closing comes before opening: at no instant do two callers have the microphone.
    sounds.sort((a, b) => Number(a.sound?.microphone ?? false) - Number(b.sound?.microphone ?? false));
    for (const { callId, leg, sound } of sounds) {
      if (!sound) continue;
      leg.peer.setSound(sound, sound.hears.flatMap(voiceOf));
      needs.playback.hear(callId, sound.speaker);
    }
  }

  const voiceOf = (callId: CallId): MediaStreamTrack[] =>
    needs.playback.voices().get(callId)?.stream.getAudioTracks() ?? [];

  function ended(leg: Leg): void {
    if (!leg.wasUp) return;
    leg.wasUp = false;
    if (leg.peer.purpose === "call") needs.onEnded();
  }

  function remove(callId: CallId): Leg | undefined {
    const leg = legs.get(callId);
    if (!leg) return undefined;
    legs.delete(callId);
    leg.stopWatch();
    leg.stopKeys();
    needs.playback.detach(callId);
    leg.peer.close();
    // Those who heard it hear it no longer.
    apply();
    return leg;
  }

  return {
    open(callId, purpose, epoch, loopbackIce, fresh = false) {
      // At once, not when the far end has agreed: nobody hears the microphone over two paths.
      const wasUp = fresh && (remove(callId)?.wasUp ?? false);
      const before = legs.get(callId);
      if (before) {
        before.epoch = epoch;
        return { peer: before.peer, isNew: false };
      }
      const peer = peerFor(callId, purpose, loopbackIce);
      const leg: Leg = { peer, epoch, wasUp, flow: { in: false, out: false }, stopWatch: nothing, stopKeys: nothing };
      leg.stopWatch = watchSound(peer.connection, (flow) => {
        leg.flow = flow;
        leg.wasUp ||= flow.in || flow.out;
        needs.onFlow(callId, flow);
      });
      legs.set(callId, leg);
      apply();
      return { peer, isNew: true };
    },
    get: (callId) => legs.get(callId)?.peer,
    ids: () => [...legs.keys()],
    isHeard: (callId) => legs.get(callId)?.flow.in ?? false,
    tellFlow() {
      for (const [callId, { flow }] of legs) needs.onFlow(callId, flow);
    },
    close(callId) {
      const leg = remove(callId);
      if (leg) ended(leg);
    },
    follow(nextPlan, nextHostHeard) {
      plan = nextPlan;
      hostHeard = nextHostHeard;
      apply();
    },
    left(callId) {
      const leg = legs.get(callId);
      if (leg) ended(leg);
    },
    dropStrangers(nextPlan, epoch) {
      for (const [callId, leg] of legs) {
        if (leg.epoch !== epoch && !Object.hasOwn(nextPlan.legs, callId)) remove(callId);
      }
    },
    microphoneChanged() {
      for (const { peer } of legs.values()) peer.microphoneChanged();
    },
    anyUp: () => [...legs.values()].some(({ wasUp }) => wasUp),
    /** The first call is not to pay for the certificate, the network stack and the codecs. */
    async prepare(loopbackIce) {
      if (!certificate || certificate.expires - Date.now() < renewBeforeMs) {
        const form = { name: "ECDSA", namedCurve: "P-256", expires: certificateMs };
        certificate = await RTCPeerConnection.generateCertificate(form as EcKeyGenParams);
      }
      const rehearsal = peerFor("rehearsal", "page", loopbackIce);
      try {
        await rehearsal.offer();
      } finally {
        rehearsal.close();
      }
    },
  };
}
