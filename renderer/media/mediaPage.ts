/**
 * The media page: carries out what the host asks and plans, under its lease, and tells what is heard. Holds no policy:
 * who may hear whom is in the plan (shared/call/soundPlan.ts).
 */
import { type SoundPlan, silentPlan } from "../../shared/call/soundPlan.ts";
import type { MediaStatus } from "../../shared/desk/state.ts";
import { assertNever } from "../../shared/kit/assertNever.ts";
import type { AudioDevice, DeviceChoice, FromMedia, MediaAsk, ToMedia } from "../../shared/link/mediaLink.ts";
import { type RingsNow, ringLabel } from "../../shared/sound/ringDevices.ts";
import { chooseOutput, listDevices, microphoneLabel } from "./audioDevices.ts";
import { createClips } from "./clips.ts";
import { createCuePlayer } from "./cuePlayer.ts";
import { hear, microphoneMayOpen, noLease } from "./lease.ts";
import { createLegs } from "./legs.ts";
import { createMeter, type Meter } from "./meter.ts";
import { createMicrophone } from "./microphone.ts";
import { createMixer } from "./mixer.ts";
import { createOutputs, takeSink } from "./outputs.ts";
import { planChanges } from "./planChanges.ts";
import { createPlayback } from "./playback.ts";
import { createProbe, type MediaProbe } from "./probe.ts";
import { createRinger } from "./ringer.ts";
import { createRingOutputs } from "./ringOutputs.ts";
import { createSilenceWatch } from "./silence.ts";
import type { VoiceGate } from "./voiceGate.ts";
import { peerWords } from "./words.ts";

const leaseCheckMs = 250;
const levelsMs = 100;

export interface MediaPage {
  opened(send: (message: FromMedia) => void): void;
  heard(message: ToMedia): void;
  lost(): void;
  /** Its desk is no more: what sounds and what is sent ends at once. */
  over(): void;
  /** For tests of a running page only. */
  probe(): MediaProbe;
}

export interface MediaPageOptions {
  /** Echo cancellation and its companions. */
  processVoice: boolean;
  /** One for all that a window's thread does: an exercise's sound shares it with the real one. */
  gate: VoiceGate;
}

export function createMediaPage({ processVoice, gate }: MediaPageOptions): MediaPage {
  let send: ((message: FromMedia) => void) | null = null;
  let lease = noLease;
  let plan: SoundPlan = silentPlan;
  let firstPlan = true;
  let loopbackIce = false;
  let choice: DeviceChoice = { microphone: "", talk: "", ring: [] };
  let devices: readonly AudioDevice[] = [];
  let hostWasHeard = false;
  let toldStatus = "";
  let microphoneMeter: Meter | null = null;
  let ringConfirmed = false;
  /** Before that the browser may name no device: none is missing yet. */
  let microphoneWasAsked = false;

  const outputs = createOutputs();
  const clips = createClips(outputs.inner);
  const playback = createPlayback(() => outputs.createInner());
  const rings = createRingOutputs(createRing, () => ringer.follow());
  const cues = createCuePlayer(outputs.talk, () => rings.playing());
  const microphone = createMicrophone(processVoice, () => {
    legs.microphoneChanged();
    microphoneMeter?.close();
    const stream = microphone.stream();
    microphoneMeter = stream ? createMeter(outputs.inner, stream) : null;
    tellStatus();
  });
  const ringer = createRinger({
    outputs: rings,
    listDevices,
    tell(proof) {
      ringConfirmed = proof.confirmed;
      tell((epoch) => ({ t: "ringing", epoch, ...proof }));
    },
    looked() {
      outputs.wake();
      tellStatus();
    },
  });
  const legs = createLegs({
    clips,
    gate,
    mixer: createMixer(() => outputs.createInner("quick")),
    playback,
    cloneMicrophone: () => microphone.clone(),
    onFlow: (callId, flow) => tell((epoch) => ({ t: "sound", epoch, callId, ...flow })),
    onMessageOver: (callId, failed) => tell((epoch) => ({ t: "messageOver", epoch, callId, failed })),
    onDigit: (callId, digit) => tell((epoch) => ({ t: "digit", epoch, callId, digit })),
    createContext: () => outputs.createInner(),
    onEnded: () => cues.play("ended"),
  });

  const silence = createSilenceWatch((callId, silent) => tell((epoch) => ({ t: "silent", epoch, callId, silent })));

  /** Under the present lease; without one there is nobody to tell. */
  function tell(make: (epoch: number) => FromMedia): void {
    if (lease.epoch !== null) send?.(make(lease.epoch));
  }

  function createRing() {
    const context = outputs.createRing();
    context.addEventListener("statechange", () => ringer.look());
    return context;
  }

  function tellStatus(): void {
    const now = rings.now();
    const known: RingsNow = microphoneWasAsked ? now : { ...now, silent: [] };
    const status: MediaStatus = {
      up: true,
      microphone: microphoneLabel(choice.microphone, microphone.inUse()),
      ...(microphone.inUse() ? {} : { microphoneWhy: microphone.why() }),
      talk: chooseOutput(choice.talk, devices).label,
      ring: ringLabel(known),
    };
    const named = devices.filter(({ id }) => id !== "");
    const text = JSON.stringify([lease.epoch, status, known, named]);
    if (text === toldStatus) return;
    toldStatus = text;
    tell((epoch) => ({ t: "status", epoch, status, rings: known, devices: named }));
  }

  async function lookAtDevices(): Promise<void> {
    devices = await listDevices();
    const talk = chooseOutput(choice.talk, devices).id;
    playback.toDevice(talk);
    await Promise.all([takeSink(outputs.talk, talk), rings.take(devices, choice.ring)]);
    outputs.wake();
    tellStatus();
    ringer.look();
  }

  async function takeDevices(next: DeviceChoice): Promise<void> {
    const other = choice.microphone !== next.microphone || !microphone.inUse();
    choice = next;
    ringer.setVolume(choice.ringVolume ?? 100);
    // Labels are given once the microphone is open; the ring does not wait for it.
    await lookAtDevices();
    if (!other) return;
    await microphone.open(choice.microphone);
    microphoneWasAsked = true;
    await lookAtDevices();
  }

  async function devicesChanged(): Promise<void> {
    await lookAtDevices();
    const isBack = devices.some(({ kind, id }) => kind === "input" && id === choice.microphone);
    const { deviceId } = microphone.inUse() ?? { deviceId: null };
    if (deviceId === null || (isBack && deviceId !== choice.microphone)) await microphone.open(choice.microphone);
  }

  function followPlan(next: SoundPlan): void {
    const changes = planChanges(plan, next);
    plan = next;
    if (changes.ring !== undefined) ringConfirmed = false;
    const waits = next.ring?.level === "soft";
    guarded("legs", () => legs.follow(plan, microphoneMayOpen(lease, performance.now())));
    guarded("ring", () => changes.ring !== undefined && ringer.ring(changes.ring));
    guarded("cues", () => {
      for (const callId of changes.gone) legs.left(callId);
      if (changes.onAirBegan) cues.play("onAir");
      if (changes.announces !== undefined) cues.announce(changes.announces);
      cues.tick(waits);
    });
  }

  /** The microphone opens and closes with the host's beat, and with this thread's. */
  function followHost(): void {
    gate.beat();
    const hostHeard = microphoneMayOpen(lease, performance.now());
    if (hostHeard === hostWasHeard) return;
    hostWasHeard = hostHeard;
    legs.follow(plan, hostHeard);
  }

  async function carryOut(ask: MediaAsk, epoch: number): Promise<string | null> {
    const { callId } = ask;
    if (ask.op === "offer" || ask.op === "answer") {
      const path = ask.op === "offer" ? ask.path : undefined;
      const purpose = ask.op === "offer" ? ask.purpose : "call";
      const { peer, isNew } = legs.open(callId, purpose, epoch, loopbackIce, path === "fresh");
      try {
        return await (ask.op === "offer" ? peer.offer(path === "restartIce") : peer.answer(ask.sdp));
      } catch (error) {
        // A leg that never had a description is of no use; the next ask begins anew.
        if (isNew && legs.get(callId) === peer) legs.close(callId);
        throw error;
      }
    }
    const peer = legs.get(callId);
    if (!peer) throw new Error("This call has no sound here.");
    if (ask.op === "accept") await peer.accept(ask.sdp);
    else peer.sendDigits(ask.digits);
    return null;
  }

  async function answerAsk(id: number, epoch: number, ask: MediaAsk): Promise<void> {
    let reply: FromMedia;
    try {
      reply = { t: "told", epoch, id, sdp: await carryOut(ask, epoch) };
    } catch (error) {
      console.warn(`${ask.op} failed:`, error);
      reply = { t: "failed", epoch, id, why: peerWords(error) };
    }
    if (lease.epoch === epoch) send?.(reply);
  }

  async function takeLease(message: Extract<ToMedia, { t: "lease" }>): Promise<void> {
    firstPlan = true;
    toldStatus = "";
    ({ loopbackIce } = message);
    legs.tellFlow();
    outputs.wake();
    await Promise.all([legs.prepare(loopbackIce), takeDevices(message.devices), clips.loadHold(message.holdClips)]);
  }

  const sayHello = (): void => send?.({ t: "hello", has: legs.ids() });

  function obey(message: ToMedia): void {
    switch (message.t) {
      case "lease":
        later("lease", takeLease(message));
        return;
      case "revoked":
        followPlan({ ring: null, legs: plan.legs, onAir: false });
        return;
      case "ask":
        later("ask", answerAsk(message.id, message.epoch, message.ask));
        return;
      case "close":
        legs.close(message.callId);
        return;
      case "plan":
        if (firstPlan) legs.dropStrangers(message.plan, message.epoch);
        firstPlan = false;
        followPlan(message.plan);
        return;
      case "devices":
        later("devices", takeDevices(message.choice));
        return;
      case "holdClips":
        later("hold clips", clips.loadHold(message.holdClips));
        return;
      case "beat":
        tell((epoch) => ({ t: "beat", epoch }));
        return;
      default:
        assertNever(message);
    }
  }

  setInterval(() => guarded("lease", followHost), leaseCheckMs);
  setInterval(() => {
    if (!legs.anyUp()) return;
    guarded("levels", () => {
      const calls = Object.fromEntries([...playback.voices()].map(([callId, voice]) => [callId, voice.level()]));
      silence.only(new Set(Object.keys(calls)));
      for (const [callId, level] of Object.entries(calls)) {
        silence.look(callId, level, legs.isHeard(callId), performance.now());
      }
      tell((epoch) => ({ t: "levels", epoch, microphone: microphoneMeter?.level() ?? 0, calls }));
    });
  }, levelsMs);
  navigator.mediaDevices.addEventListener("devicechange", () => later("devices", devicesChanged()));
  for (const context of [outputs.talk, outputs.inner]) context.addEventListener("statechange", () => playback.wake());

  return {
    opened(newSend) {
      send = newSend;
      sayHello();
    },
    heard(message) {
      guarded(message.t, () => {
        const hadLease = lease.epoch !== null;
        const heard = hear(lease, message, performance.now());
        lease = heard.lease;
        followHost();
        if (heard.obey) obey(message);
        // It was silent for too long: it asks for its turn again, with what it still carries.
        if (message.t === "revoked" && hadLease) sayHello();
      });
    },
    lost() {
      send = null;
      lease = noLease;
      guarded("lost", followHost);
    },
    over() {
      send = null;
      lease = noLease;
      guarded("over", followHost);
      guarded("over", () => followPlan(silentPlan));
      for (const callId of legs.ids()) guarded("over", () => legs.close(callId));
    },
    probe: () =>
      createProbe(outputs.inner, {
        voice: (callId) => playback.voices().get(callId),
        sentTrack: (callId) => legs.get(callId)?.connection.getSenders()[0]?.track ?? null,
        legs: () => legs.ids(),
        ringVolume: () => ringer.volume,
        rings: () => ringer.sounding(),
        ringing: () => (ringConfirmed ? (plan.ring?.sound ?? null) : null),
      }),
  };
}

/** The page goes on whatever one handler does. */
function guarded(what: string, work: () => unknown): void {
  try {
    work();
  } catch (error) {
    console.error(`media page, ${what}:`, error);
  }
}

function later(what: string, work: Promise<unknown>): void {
  work.catch((error: unknown) => console.error(`media page, ${what}:`, error));
}
