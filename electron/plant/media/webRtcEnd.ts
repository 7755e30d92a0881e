/**
 * A media end over WebRTC, in plain TypeScript (werift): PCMU first, digits by RFC 4733, complete descriptions because
 * SIP here does not trickle. The module is loaded late and one connection is made beforehand, because the first one
 * pays for the certificate.
 */
import type { RTCPeerConnection, RtpPacket } from "werift";
import {
  type Direction,
  digitPayloadType,
  digitTypeOf,
  directionOf,
  mayHear,
  maySpeak,
  mirrored,
  peerChange,
  withSpokenCodecs,
} from "./description.ts";
import type { SoundFrame } from "./framePath.ts";
import { frameSamples } from "./g711.ts";
import type { MediaEnd } from "./mediaEnd.ts";

type Werift = typeof import("werift");
type SetDescription = Parameters<RTCPeerConnection["setLocalDescription"]>[0];
let loading: Promise<Werift> | null = null;
const werift = () => {
  loading ??= import("werift");
  return loading;
};

/** Gathering host candidates takes milliseconds; a stack that hangs must not hang the call. */
const gatheringLimitMs = 2000;

function createPeer({ RTCPeerConnection, RTCRtpCodecParameters }: Werift): RTCPeerConnection {
  const sound = { mimeType: "audio/PCMU", clockRate: 8000, channels: 1, payloadType: 0 };
  const digits = { mimeType: "audio/telephone-event", clockRate: 8000, channels: 1, payloadType: digitPayloadType };
  return new RTCPeerConnection({
    codecs: { audio: [new RTCRtpCodecParameters(sound), new RTCRtpCodecParameters(digits)], video: [] },
    headerExtensions: { audio: [], video: [] },
    iceServers: [],
    // A machine without any network has only this one.
    iceAdditionalHostAddresses: ["127.0.0.1"],
    iceUseIpv6: false,
    iceUseTcp: false,
    bundlePolicy: "max-bundle",
  });
}

/** Starts gathering, and gives the complete description once it is there. */
async function describe(peer: RTCPeerConnection, description: SetDescription): Promise<string> {
  // The stack falls back to a STUN server on the internet when it is given none: every call would wait for its answer.
  for (const { connection } of peer.iceTransports) delete connection.stunServer;
  await peer.setLocalDescription(description);
  if (peer.iceGatheringState !== "complete")
    await new Promise<void>((resolve) => {
      const limit = setTimeout(resolve, gatheringLimitMs);
      peer.iceGatheringStateChange.subscribe((state) => {
        if (state !== "complete") return;
        clearTimeout(limit);
        resolve();
      });
    });
  const sdp = peer.localDescription?.sdp;
  if (sdp === undefined) throw new Error("The media stack gave no description.");
  return sdp;
}

/** Loads the media stack and makes its certificate, so that the first call does not wait for either. */
export async function warmUpWebRtc(): Promise<void> {
  const loaded = await werift();
  const peer = createPeer(loaded);
  peer.addTransceiver(new loaded.MediaStreamTrack({ kind: "audio" }), { direction: "sendrecv" });
  await describe(peer, await peer.createOffer());
  await peer.close();
}

export function createWebRtcEnd(trouble: (words: string) => void): MediaEnd {
  let listener: (frame: SoundFrame) => void = () => undefined;
  let peer: RTCPeerConnection | null = null;
  let write: (frame: SoundFrame) => void = () => undefined;
  let remote = "";
  let digitType: number | null = null;
  let direction: Direction = "inactive";
  let closed = false;

  function closePeer(): void {
    const old = peer;
    peer = null;
    old?.close().catch((error: unknown) => trouble(`closing a media connection: ${String(error)}`));
  }

  function receive(packet: RtpPacket): void {
    if (!mayHear(direction)) return;
    const { payloadType, timestamp } = packet.header;
    const payload = new Uint8Array(packet.payload);
    if (payloadType === 0) listener({ kind: "sound", payload, timestamp });
    else if (payloadType === digitType) listener({ kind: "digit", payload, timestamp });
  }

  /** A new connection, and the outgoing stream that goes with it. */
  async function open(): Promise<{ peer: RTCPeerConnection; loaded: Werift; track: Track }> {
    const loaded = await werift();
    if (closed) throw new Error("The leg has ended.");
    closePeer();
    const made = createPeer(loaded);
    const track = new loaded.MediaStreamTrack({ kind: "audio" });
    made.onTrack.subscribe((remote) => remote.onReceiveRtp.subscribe(receive));
    write = writerFor(loaded, track, () => {
      const sender = made.getTransceivers()[0]?.sender;
      return sender && digitType !== null ? { sender, digitType } : null;
    });
    peer = made;
    return { peer: made, loaded, track };
  }

  return {
    async offer(wanted) {
      let own = peer;
      if (own === null) {
        const opened = await open();
        own = opened.peer;
        own.addTransceiver(opened.track, { direction: wanted });
      } else own.getTransceivers()[0]?.setDirection(wanted);
      return describe(own, await own.createOffer());
    },
    async takeAnswer(sdp) {
      if (peer === null) throw new Error("The leg has ended.");
      digitType = digitTypeOf(sdp);
      direction = mirrored(directionOf(sdp));
      remote = sdp;
      await peer.setRemoteDescription({ type: "answer", sdp });
    },
    async answer(offer, most) {
      const sdp = withSpokenCodecs(offer);
      if (sdp === null) throw new Error("The offer has no audio with PCMU.");
      const change = peerChange(remote, sdp);
      // The stack takes it and falls silent; a refusal leaves the call as it is.
      if (change === "iceRestart") throw new Error("ICE cannot be restarted here.");
      let own = peer;
      // Another page answers for this leg now: its certificate is new, so only a new connection can reach it.
      if (own === null || change === "other") {
        const opened = await open();
        own = opened.peer;
        await own.setRemoteDescription({ type: "offer", sdp });
        await own.getTransceivers()[0]?.sender.replaceTrack(opened.track);
      } else await own.setRemoteDescription({ type: "offer", sdp });
      remote = sdp;
      digitType = digitTypeOf(sdp);
      own.getTransceivers()[0]?.setDirection(most);
      const answer = await describe(own, await own.createAnswer());
      direction = directionOf(answer);
      return answer;
    },
    send(frame) {
      if (peer !== null && maySpeak(direction)) write(frame);
    },
    onFrame(next) {
      listener = next;
    },
    close() {
      closed = true;
      direction = "inactive";
      closePeer();
    },
  };
}

type Track = InstanceType<Werift["MediaStreamTrack"]>;

type Sender = ReturnType<RTCPeerConnection["getTransceivers"]>[number]["sender"];

/**
 * Frames to RTP: sequence numbers without holes, timestamps that follow the clock over a pause. `digits`: how events are sent;
 * null while the other side takes none.
 */
function writerFor(
  { RtpHeader, RtpPacket, RTCRtpCodecParameters }: Werift,
  track: Track,
  digits: () => { sender: Sender; digitType: number } | null,
): (frame: SoundFrame) => void {
  let sequenceNumber = Math.floor(Math.random() * 0x8000);
  let timestamp = Math.floor(Math.random() * 0x8000_0000);
  let lastAt = performance.now();
  /** The event that is being sent: its frames' own time, and the RTP time at which it began (RFC 4733, 2.2.1). */
  let event: { of: number; began: number } | null = null;

  function writeDigit(frame: SoundFrame): void {
    const taken = digits();
    if (!taken) return;
    const isNew = event?.of !== frame.timestamp;
    if (event === null || isNew) event = { of: frame.timestamp, began: timestamp };
    const { sender, digitType: payloadType } = taken;
    // The stack stamps every packet with the codec of its sender: it is another one for this packet.
    const sound = sender.codec;
    const mimeType = "audio/telephone-event";
    sender.codec = new RTCRtpCodecParameters({ mimeType, clockRate: 8000, channels: 1, payloadType });
    const header = new RtpHeader({ sequenceNumber, timestamp: event.began, payloadType, marker: isNew, ssrc: 1 });
    track.writeRtp(new RtpPacket(header, Buffer.from(frame.payload)));
    if (sound) sender.codec = sound;
  }

  return (frame) => {
    const now = performance.now();
    const paused = now - lastAt > 200;
    timestamp = (timestamp + (paused ? Math.round((now - lastAt) * 8) : frameSamples)) >>> 0;
    lastAt = now;
    sequenceNumber = (sequenceNumber + 1) & 0xffff;
    if (frame.kind === "digit") return writeDigit(frame);
    const header = new RtpHeader({ sequenceNumber, timestamp, payloadType: 0, marker: paused, ssrc: 1 });
    track.writeRtp(new RtpPacket(header, Buffer.from(frame.payload)));
  };
}
