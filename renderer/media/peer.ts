/**
 * One leg's sound: an RTCPeerConnection whose descriptions go through the host, and what its sender carries. Descriptions
 * are complete (no trickle). Hold and mute change the sender's track only; the far end is never asked to re-negotiate.
 */
import type { Clip, LegSound } from "../../shared/call/soundPlan.ts";
import type { Clips, SentSound } from "./clips.ts";
import { watchGathering } from "./gathering.ts";
import type { Mix, Mixer } from "./mixer.ts";
import { silentLeg } from "./planChanges.ts";
import { iceUserFragment, oneVoice, preferredCodecs, usableCandidate, withoutUnusable } from "./sdp.ts";
import type { VoiceGate } from "./voiceGate.ts";

export type Purpose = "call" | "page" | "ladder";

export interface PeerNeeds {
  certificate: RTCCertificate | null;
  loopbackIce: boolean;
  cloneMicrophone(): MediaStreamTrack | null;
  clips: Clips;
  gate: VoiceGate;
  mixer: Mixer;
  /** The message, or what was to be said, was played to its end, or could not be, in words. */
  onMessageOver(failed: string | null): void;
  onTrack(track: MediaStreamTrack): void;
}

const toneMs = 100;
const toneGapMs = 70;

export class Peer {
  readonly purpose: Purpose;
  readonly connection: RTCPeerConnection;
  private readonly needs: PeerNeeds;
  private microphone: MediaStreamTrack | null = null;
  private silence: SentSound | null = null;
  /** The clip that is being sent. */
  private clip: { what: Clip; sent: SentSound } | null = null;
  private mix: Mix | null = null;
  /** Voices of other legs that this far end hears, as the plan says. */
  private others: readonly MediaStreamTrack[] = [];
  private sound: LegSound = silentLeg;
  private sender: RTCRtpSender | null = null;
  /** What the sender was last told to carry. */
  private carried: MediaStreamTrack | null = null;
  /** Descriptions are made one after the other. */
  private queue: Promise<unknown> = Promise.resolve();

  constructor(purpose: Purpose, needs: PeerNeeds) {
    this.purpose = purpose;
    this.needs = needs;
    // Not "max-bundle": a PBX that offers one stream may name no group of streams, and Chromium would refuse its offer.
    this.connection = new RTCPeerConnection({
      iceServers: [],
      ...(needs.certificate ? { certificates: [needs.certificate] } : {}),
    });
    this.microphone = needs.cloneMicrophone();
    this.connection.addEventListener("track", ({ track }) => {
      if (track.kind === "audio") needs.onTrack(track);
    });
    this.connection.addEventListener("connectionstatechange", () => {
      if (this.connection.connectionState === "connected") this.steer();
    });
  }

  /** A complete offer, the first or a later one. Rejects with an Error or DOMException. */
  offer(iceRestart = false): Promise<string> {
    return this.inTurn(async () => {
      if (!this.sender) this.takeTransceiver(this.addTransceiver());
      return this.describe(await this.connection.createOffer({ iceRestart }));
    });
  }

  /** A complete answer to a remote offer, the first or a later one. Rejects with an Error or DOMException. */
  answer(sdp: string): Promise<string> {
    return this.inTurn(async () => {
      await this.connection.setRemoteDescription({ type: "offer", sdp: oneVoice(sdp) });
      const audio = this.connection.getTransceivers().find(({ receiver }) => receiver.track.kind === "audio");
      if (!audio) throw new Error("The far end offers no sound.");
      if (!this.sender) this.takeTransceiver(audio);
      return this.describe(await this.connection.createAnswer());
    });
  }

  /** The remote answer to our offer. The same answer again (183, then 200) is no error. */
  accept(sdp: string): Promise<void> {
    return this.inTurn(async () => {
      const { signalingState, remoteDescription } = this.connection;
      if (signalingState === "stable" && remoteDescription?.sdp === sdp) return;
      await this.connection.setRemoteDescription({ type: "answer", sdp });
    });
  }

  /** RFC 4733 digits, after those still being sent. Throws an Error with words for the operator. */
  sendDigits(digits: string): void {
    if (!/^[0-9A-D*#,]+$/i.test(digits)) throw new Error("Digits are 0 to 9, A to D, * and #.");
    const dtmf = this.sender?.dtmf;
    if (!dtmf?.canInsertDTMF) throw new Error("The far end does not take digits.");
    dtmf.insertDTMF(dtmf.toneBuffer + digits, toneMs, toneGapMs);
  }

  /**
   * What the leg carries from now on; `others`: the voices that `sound.hears` names, as far as they have come. A microphone
   * that is to be closed is closed before this returns.
   */
  setSound(sound: LegSound, others: readonly MediaStreamTrack[]): void {
    this.sound = sound;
    this.others = others;
    this.steer();
  }

  /** The shared microphone is another one, or gone. */
  microphoneChanged(): void {
    const before = this.microphone;
    this.microphone = this.needs.cloneMicrophone();
    this.steer();
    before?.stop();
  }

  close(): void {
    this.connection.close();
    this.microphone?.stop();
    this.silence?.stop();
    this.clip?.sent.stop();
    this.mix?.stop();
  }

  private steer(): void {
    const { microphone } = this.sound;
    // Disabled in this very turn, whatever the sender carries: replaceTrack may have to wait for a description.
    if (this.microphone) this.microphone.enabled = microphone;
    const clipBefore = this.clip;
    const mixBefore = this.mix;
    const what = microphone ? null : this.clipNow();
    if (what === null) this.clip = null;
    else if (clipBefore === null || !isSame(clipBefore.what, what)) this.clip = { what, sent: this.start(what) };
    // Alone with the operator a far end gets the microphone's own track: nothing is added to its way.
    if (what !== null || this.others.length === 0) this.mix = null;
    else this.mix ??= this.needs.mixer.start();
    this.mix?.take(this.microphone ? [this.microphone, ...this.others] : this.others);
    this.carry(this.clip?.sent.track ?? this.mix?.track ?? this.microphone ?? this.quiet());
    if (clipBefore && clipBefore !== this.clip) clipBefore.sent.stop();
    if (mixBefore && mixBefore !== this.mix) mixBefore.stop();
  }

  /** A message waits for the path, as what is said does: its first word is not said to nobody. */
  private clipNow(): Clip | null {
    const { clip } = this.sound;
    const waits = typeof clip === "object" && !this.clip && this.connection.connectionState !== "connected";
    return waits ? null : clip;
  }

  private start(what: Clip): SentSound {
    const { clips, onMessageOver } = this.needs;
    if (what === "hold") return clips.hold();
    return "say" in what ? clips.say(what.say, what.again, onMessageOver) : clips.message(what.message, onMessageOver);
  }

  private carry(track: MediaStreamTrack): void {
    if (!this.sender || this.carried === track) return;
    this.carried = track;
    this.sender.replaceTrack(track).catch((error: unknown) => {
      // The old track stays, and is ended or disabled: silence. The next change tries again.
      if (this.carried === track) this.carried = null;
      if (this.connection.signalingState !== "closed") console.error("the sender keeps its old track:", error);
    });
  }

  private quiet(): MediaStreamTrack {
    this.silence ??= this.needs.clips.silence();
    return this.silence.track;
  }

  private addTransceiver(): RTCRtpTransceiver {
    // Without a microphone too: never recvonly, many stations and PBXs drop such a call.
    return this.connection.addTransceiver("audio", { direction: this.purpose === "page" ? "sendonly" : "sendrecv" });
  }

  private takeTransceiver(transceiver: RTCRtpTransceiver): void {
    transceiver.direction = this.purpose === "page" ? "sendonly" : "sendrecv";
    const codecs = RTCRtpReceiver.getCapabilities("audio")?.codecs ?? [];
    transceiver.setCodecPreferences(preferredCodecs(codecs));
    this.sender = transceiver.sender;
    this.needs.gate.guard(transceiver.sender);
    this.steer();
  }

  private async describe(description: RTCSessionDescriptionInit): Promise<string> {
    const { connection, needs } = this;
    const generation = iceUserFragment(connection.localDescription?.sdp);
    const watch = watchGathering(connection, (candidate) => usableCandidate(candidate, needs.loopbackIce));
    try {
      await connection.setLocalDescription(description);
      if (iceUserFragment(connection.localDescription?.sdp) !== generation) await watch.enough;
    } finally {
      watch.stop();
    }
    return withoutUnusable(connection.localDescription?.sdp ?? "", needs.loopbackIce);
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.queue.then(work);
    this.queue = done.catch(() => undefined);
    return done;
  }
}

const isSame = (a: Clip, b: Clip): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);
