/**
 * A media page in Node: it answers the media link's asks with real SDP, follows the sound plan, and carries real G.711 both
 * ways through werift. The microphone says 1000 Hz, the hold clip is 600 Hz, a message is what the journey gives; silence is sent
 * as a browser sends it.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { MediaStreamTrack, type RTCPeerConnection, RtpHeader, RtpPacket } from "werift";
import { fromMulaw, toMulaw } from "../../electron/plant/media/g711.ts";
import { toneAmplitude } from "../../electron/plant/media/measure.ts";
import { createKeyDetector, type KeyDetector } from "../../renderer/media/keyTone.ts";
import { hear, microphoneMayOpen, noLease } from "../../renderer/media/lease.ts";
import { levelOf } from "../../renderer/media/meter.ts";
import { legSound } from "../../renderer/media/planChanges.ts";
import { createSilenceWatch } from "../../renderer/media/silence.ts";
import { type Clip, type SoundPlan, silentPlan } from "../../shared/call/soundPlan.ts";
import type { FromMedia, MediaAsk, ToMedia } from "../../shared/link/mediaLink.ts";
import { readWav } from "../../shared/sound/wav.ts";
import type { HostLife, HostSide } from "./hostLife.ts";
import {
  codec,
  createPeer,
  describe,
  type EventFrame,
  eventFrames,
  type FarEnd,
  forgetCertificate,
  readable,
} from "./nodePeer.ts";

export const microphoneHz = 1000;
export const clipHz = 600;
export const toneLevel = 0.4;

export interface NodeMediaPage {
  readonly plan: SoundPlan;
  readonly hasLease: boolean;
  /** What the operator hears of this call: amplitude 0…1 of a tone over the last half second; 0 where the plan plays nothing. */
  heard(callId: string, hz: number): number;
  /** Packets that came from the far end of this call, whether played or not. */
  packets(callId: string): number;
  legs(): readonly string[];
  /** Set: every ask is answered with `failed` and these words. */
  broken: string | null;
  attach(host: HostLife): void;
  /** The page is gone, with all its peers: a crash of its process. */
  crash(): void;
}

interface Leg {
  peer: RTCPeerConnection;
  track: MediaStreamTrack;
  sessionId: number;
  epoch: number;
  sent: number;
  received: number;
  receivedAt: number;
  /** The far end's keys are told of. */
  listens: boolean;
  detector: KeyDetector;
  /** The event that was told of last, by its time. */
  eventAt: number | null;
  frames: { at: number; payload: Uint8Array }[];
  /** Telephone events that wait to be sent, one in each frame's place. */
  digits: EventFrame[];
  /** Frames that the others of a conference have not been sent yet, and the one that they are sent now. */
  waiting: Uint8Array[];
  saying: Uint8Array;
  told: { in: boolean; out: boolean };
  /** The message, or what is said, that was begun, and how many of its frames were sent. */
  message: { id: string; sent: number } | null;
}

/** Samples at 8 kHz of the messages, by id. */
export type MessageSounds = Readonly<Record<string, Float32Array>>;

/** 20 ms of a tone; both tones have whole periods in it. */
const toneFrame = (hz: number): Buffer =>
  Buffer.from(
    toMulaw(Float64Array.from({ length: 160 }, (_, at) => toneLevel * Math.sin((2 * Math.PI * hz * at) / 8000))),
  );
const voice = toneFrame(microphoneHz);
const clip = toneFrame(clipHz);
const silence = Buffer.alloc(160, 0xff);

const mixed = (frames: readonly Uint8Array[]): Buffer => {
  const voices = frames.map((frame) => fromMulaw(frame));
  const sum = Float64Array.from({ length: 160 }, (_, at) => voices.reduce((all, one) => all + (one[at] ?? 0), 0));
  return Buffer.from(toMulaw(sum.map((sample) => Math.max(-1, Math.min(1, sample)))));
};

/** Before what is said is said again. */
const againSamples = 12_000;
const wordFiles = path.join(import.meta.dirname, "../../assets/public");
const said = new Map<string, Float32Array>();

/** The clips as they are shipped, one after the other. */
function spoken(urls: readonly string[]): Float32Array {
  const key = urls.join(" ");
  const known = said.get(key);
  if (known) return known;
  const words = urls.map((url) => readWav(readFileSync(path.join(wordFiles, url))));
  const samples = words.flatMap((word) => ("wrong" in word ? [] : [...word.samples]));
  const all = Float32Array.from(samples);
  said.set(key, all);
  return all;
}

const windowMs = 500;
/** Frames that a loaded machine may be behind, in order, before the oldest are dropped. */
const longestWait = 25;
const silentMs = 2_000;

export function openMediaPage(sounds: MessageSounds = {}, farEnd: FarEnd = "plant"): NodeMediaPage {
  forgetCertificate();
  const legs = new Map<string, Leg>();
  let host: HostSide | null = null;
  let lease = noLease;
  let plan = silentPlan;
  let firstPlan = true;
  let crashed = false;

  function tell(make: (epoch: number) => FromMedia): void {
    if (lease.epoch !== null) host?.say(make(lease.epoch));
  }

  function close(callId: string): void {
    const leg = legs.get(callId);
    legs.delete(callId);
    leg?.peer.close().catch((error: unknown) => console.error("closing a peer:", error));
  }

  function tellDigit(callId: string, digit: string): void {
    if (legs.get(callId)?.listens) tell((epoch) => ({ t: "digit", epoch, callId, digit }));
  }

  /** RFC 4733: told when the key is let go, once. */
  function hearEvent(leg: Leg, callId: string, { header, payload }: RtpPacket): void {
    const isEnd = ((payload[1] ?? 0) & 0x80) !== 0;
    if (!isEnd || leg.eventAt === header.timestamp) return;
    leg.eventAt = header.timestamp;
    tellDigit(callId, "0123456789*#ABCD"[payload[0] ?? 16] ?? "");
  }

  function open(callId: string, direction: "sendrecv" | "sendonly", epoch: number, listens = false): Leg {
    const known = legs.get(callId);
    if (known) {
      known.epoch = epoch;
      return known;
    }
    const peer = createPeer(farEnd);
    const track = new MediaStreamTrack({ kind: "audio" });
    peer.addTransceiver(track, { direction });
    const told = { in: false, out: false };
    const sessionId = Math.floor(Math.random() * 1e9);
    const leg: Leg = {
      peer,
      track,
      sessionId,
      epoch,
      sent: 0,
      received: 0,
      receivedAt: -Infinity,
      listens,
      detector: createKeyDetector(8000, (digit) => tellDigit(callId, digit)),
      eventAt: null,
      frames: [],
      digits: [],
      waiting: [],
      saying: silence,
      told,
      message: null,
    };
    peer.onTrack.subscribe((remote) =>
      remote.onReceiveRtp.subscribe((packet) => {
        const { payload } = packet;
        leg.received += 1;
        leg.receivedAt = performance.now();
        if (packet.header.payloadType !== 0) return hearEvent(leg, callId, packet);
        if (leg.listens) leg.detector.take(Float32Array.from(fromMulaw(new Uint8Array(payload))));
        leg.frames.push({ at: leg.receivedAt, payload: new Uint8Array(payload) });
        if (leg.frames.length > windowMs / 20) leg.frames.shift();
        if (payload.length === 160) leg.waiting.push(new Uint8Array(payload));
        if (leg.waiting.length > longestWait) leg.waiting.shift();
      }),
    );
    legs.set(callId, leg);
    return leg;
  }

  async function carryOut(ask: MediaAsk, epoch: number): Promise<string | null> {
    if (page.broken !== null) throw new Error(page.broken);
    switch (ask.op) {
      case "offer": {
        if (ask.path === "fresh") close(ask.callId);
        const leg = open(ask.callId, ask.purpose === "page" ? "sendonly" : "sendrecv", epoch, ask.purpose === "ladder");
        return describe(leg, farEnd, await leg.peer.createOffer({ iceRestart: ask.path === "restartIce" }));
      }
      case "answer": {
        const leg = open(ask.callId, "sendrecv", epoch);
        await leg.peer.setRemoteDescription({ type: "offer", sdp: readable(ask.sdp) });
        return describe(leg, farEnd, await leg.peer.createAnswer());
      }
      case "accept":
        await legs.get(ask.callId)?.peer.setRemoteDescription({ type: "answer", sdp: readable(ask.sdp) });
        return null;
      case "sendDigits": {
        const leg = legs.get(ask.callId);
        const type = /^a=rtpmap:(\d+) telephone-event\/8000/im.exec(leg?.peer.remoteDescription?.sdp ?? "")?.[1];
        if (!leg || type === undefined) throw new Error("The far end takes no telephone events.");
        leg.digits.push(...[...ask.digits].flatMap((digit) => eventFrames(digit, Number(type))));
        return null;
      }
    }
  }

  function answer(id: number, epoch: number, ask: MediaAsk): void {
    carryOut(ask, epoch).then(
      (sdp) => host?.say({ t: "told", epoch, id, sdp } satisfies FromMedia),
      (error: Error) => host?.say({ t: "failed", epoch, id, why: error.message } satisfies FromMedia),
    );
  }

  function confirmRing(): void {
    if (plan.ring) tell((epoch) => ({ t: "ringing", epoch, confirmed: true, why: "" }));
  }

  function take(message: ToMedia): void {
    if (crashed) return;
    const hadLease = lease.epoch !== null;
    const heardNow = hear(lease, message, performance.now());
    ({ lease } = heardNow);
    if (!heardNow.obey) return;
    switch (message.t) {
      case "lease":
        firstPlan = true;
        for (const leg of legs.values()) leg.told = { in: false, out: false };
        return tell((epoch) => ({
          t: "status",
          epoch,
          status: { up: true, microphone: "Headset", talk: "Headset", ring: "Speaker" },
          rings: { playing: [], silent: [], byDefault: true },
          devices: [],
        }));
      case "revoked":
        plan = { ...plan, ring: null, onAir: false };
        if (hadLease) host?.say({ t: "hello", has: [...legs.keys()] } satisfies FromMedia);
        return;
      case "ask":
        return answer(message.id, message.epoch, message.ask);
      case "close":
        return close(message.callId);
      case "plan": {
        if (firstPlan) {
          const strangers = [...legs].filter(([id, leg]) => leg.epoch !== message.epoch && !message.plan.legs[id]);
          for (const [callId] of strangers) close(callId);
        }
        firstPlan = false;
        plan = message.plan;
        return confirmRing();
      }
      case "devices":
      case "holdClips":
        return;
      case "beat":
        return tell((epoch) => ({ t: "beat", epoch }));
    }
  }

  /** 20 ms of what is sent instead of the microphone; a message from its beginning, and once. */
  function payloadOf(leg: Leg, callId: string, playing: Clip | null): Buffer {
    if (playing === null || playing === "hold") {
      leg.message = null;
      return playing === null ? silence : clip;
    }
    const id = "say" in playing ? playing.say.join(" ") : playing.message;
    if (leg.message?.id !== id) leg.message = { id, sent: 0 };
    const sound = "say" in playing ? spoken(playing.say) : sounds[id];
    const again = "say" in playing && playing.again;
    const length = sound?.length ?? 0;
    const sample = leg.message.sent++ * 160;
    const at = again ? sample % (length + againSamples) : sample;
    const justOver = !again && at >= length && at - 160 < length;
    if (justOver) {
      const failed = sound ? null : "there is no such file";
      tell((epoch) => ({ t: "messageOver", epoch, callId, failed }));
    }
    if (!sound || at >= length) return silence;
    const frame = new Float64Array(160);
    frame.set(sound.subarray(at, at + 160));
    return Buffer.from(toMulaw(frame));
  }

  /** Every 20 ms on average: one frame of each leg that is connected. */
  function speak(leg: Leg, callId: string): void {
    const { microphone, clip: playing, hears } = legSound(plan, callId, microphoneMayOpen(lease, performance.now()));
    const own = microphone ? voice : payloadOf(leg, callId, playing);
    const payload =
      hears.length === 0 ? own : mixed([own, ...hears.map((other) => legs.get(other)?.saying ?? silence)]);
    leg.sent += 1;
    const event = leg.digits.shift();
    if (event) return speakDigit(leg, event);
    const header = { sequenceNumber: leg.sent & 0xffff, timestamp: leg.sent * 160, payloadType: 0, ssrc: 1 };
    leg.track.writeRtp(new RtpPacket(new RtpHeader(header), payload));
  }

  /** The stack stamps every packet with the codec of its sender, so the codec is another one for this packet. */
  function speakDigit({ peer, track, sent }: Leg, { payloadType, nth, payload }: EventFrame): void {
    const sender = peer.getTransceivers()[0]?.sender;
    if (!sender) return;
    const sound = sender.codec;
    sender.codec = codec("audio/telephone-event", payloadType);
    // RFC 4733, 2.2.1: all packets of one event have the time at which it began.
    const timestamp = (sent - nth) * 160;
    const header = { sequenceNumber: sent & 0xffff, timestamp, payloadType, marker: nth === 0, ssrc: 1 };
    track.writeRtp(new RtpPacket(new RtpHeader(header), payload));
    if (sound) sender.codec = sound;
  }

  const startedAt = performance.now();
  let frames = 0;
  const speaking = setInterval(() => {
    const due = Math.floor((performance.now() - startedAt) / 20);
    // After a stall older frames are lost, as on a real line.
    for (frames = Math.max(frames, due - 10); frames < due; frames += 1) {
      for (const leg of legs.values()) leg.saying = leg.waiting.shift() ?? silence;
      for (const [callId, leg] of legs) if (leg.peer.connectionState === "connected") speak(leg, callId);
    }
  }, 10);
  const quiet = createSilenceWatch((callId, silent) => tell((epoch) => ({ t: "silent", epoch, callId, silent })));
  const proving = setInterval(() => {
    quiet.only(new Set(legs.keys()));
    for (const [callId, leg] of legs) {
      const samples = fromMulaw(Uint8Array.from(leg.frames.flatMap(({ payload }) => [...payload])));
      quiet.look(callId, levelOf(Float32Array.from(samples)), leg.told.in, performance.now());
      const now = { in: performance.now() - leg.receivedAt < silentMs, out: leg.sent > 0 };
      if (now.in === leg.told.in && now.out === leg.told.out) continue;
      leg.told = now;
      tell((epoch) => ({ t: "sound", epoch, callId, ...now }));
    }
  }, 50);
  const ringing = setInterval(confirmRing, 1_000);

  const page: NodeMediaPage = {
    get plan() {
      return plan;
    },
    get hasLease() {
      return lease.epoch !== null;
    },
    heard(callId, hz) {
      const leg = legs.get(callId);
      if (!leg || !legSound(plan, callId, true).speaker) return 0;
      const since = performance.now() - windowMs;
      const recent = leg.frames.filter(({ at }) => at >= since);
      return toneAmplitude(fromMulaw(Uint8Array.from(recent.flatMap(({ payload }) => [...payload]))), hz);
    },
    packets: (callId) => legs.get(callId)?.received ?? 0,
    legs: () => [...legs.keys()],
    broken: null,
    attach(life) {
      host = life.attach("media", {
        take: (message) => take(message as ToMedia),
        lost: () => {
          host = null;
          lease = noLease;
        },
      });
      host.say({ t: "hello", has: [...legs.keys()] } satisfies FromMedia);
    },
    crash() {
      crashed = true;
      for (const timer of [speaking, proving, ringing]) clearInterval(timer);
      for (const callId of [...legs.keys()]) close(callId);
      host?.leave();
      host = null;
    },
  };
  return page;
}
