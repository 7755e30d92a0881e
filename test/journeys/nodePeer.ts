/** A peer connection of the Node media page: werift, made to say and to read what browsers and PBXs do. */
import {
  MediaStreamTrack,
  NamedCurveAlgorithmList,
  RTCDtlsTransport,
  RTCPeerConnection,
  RTCRtpCodecParameters,
} from "werift";

export const codec = (mimeType: string, payloadType: number): RTCRtpCodecParameters =>
  new RTCRtpCodecParameters({ mimeType, clockRate: 8000, channels: 1, payloadType });

/** pbx: it speaks from 127.0.0.1 alone, and names no other address; plant: as the embedded plant's own peers do. */
export type FarEnd = "plant" | "pbx";

/**
 * Every page has a certificate of its own, as browsers make one: by it a PBX knows that DTLS begins anew (RFC 8842, 5.5). This
 * stack keeps one for the whole process.
 */
export function forgetCertificate(): void {
  delete RTCDtlsTransport.localCertificate;
  delete RTCDtlsTransport.localCertificatePromise;
}

export function createPeer(farEnd: FarEnd): RTCPeerConnection {
  return new RTCPeerConnection({
    codecs: { audio: [codec("audio/PCMU", 0), codec("audio/telephone-event", 126)], video: [] },
    iceServers: [],
    iceAdditionalHostAddresses: [loopback],
    ...(farEnd === "pbx" ? { iceInterfaceAddresses: { udp4: loopback } } : {}),
    iceUseIpv6: false,
    iceUseTcp: false,
    bundlePolicy: "max-bundle",
  });
}

/**
 * Starts gathering, and gives the complete description. `sessionId`: the stack names each description as a session of its own;
 * a browser keeps the name (RFC 8866, 5.2).
 */
export async function describe(
  { peer, sessionId }: { peer: RTCPeerConnection; sessionId: number },
  farEnd: FarEnd,
  description: Parameters<RTCPeerConnection["setLocalDescription"]>[0],
): Promise<string> {
  // The stack falls back to a STUN server on the internet when it is given none.
  for (const { connection } of peer.iceTransports) delete connection.stunServer;
  await peer.setLocalDescription(description);
  if (peer.iceGatheringState !== "complete") {
    await new Promise<void>((resolve) => {
      peer.iceGatheringStateChange.subscribe((state) => state === "complete" && resolve());
    });
  }
  if (farEnd === "pbx") for (const { connection } of peer.iceTransports) keepLoopback(connection);
  const sdp = (peer.localDescription?.sdp ?? "").replace(/^o=- \d+/m, `o=- ${sessionId}`);
  return farEnd === "pbx" ? onLoopback(sdp) : sdp;
}

/** RFC 3605, 2.1: a=rtcp may name a port alone, as rtpengine does; this stack throws then, and needs the line for nothing. */
export const readable = (sdp: string): string => sdp.replace(/^a=rtcp:\d+\r?\n/gm, "");

const loopback = "127.0.0.1";
const candidate = /^a=candidate:\S+ \d+ udp \d+ (\S+) (\d+) typ .*\r?\n/gim;

/**
 * The stack gathers the machine's other addresses too, and sends for them from loopback all the same: a PBX drops what comes
 * from an address that it was not told.
 */
function keepLoopback(connection: object): void {
  const ice = connection as { protocols: { localCandidate?: { host: string } }[] };
  ice.protocols = ice.protocols.filter(({ localCandidate }) => localCandidate?.host === loopback);
}

/**
 * Our description as a browser on loopback writes it: no other address, and the default candidate in m= and c= (RFC 8839,
 * 4.2.1.2). This stack leaves 0.0.0.0 there, which a PBX may take for the old form of hold (RFC 3264, 8.4).
 */
function onLoopback(sdp: string): string {
  const kept = sdp.replace(candidate, (line: string, address: string) => (address === loopback ? line : ""));
  const port = [...kept.matchAll(candidate)][0]?.[2];
  if (port === undefined) return sdp;
  return kept.replace(/^m=audio 9 /m, `m=audio ${port} `).replace(/^c=IN IP4 0\.0\.0\.0/m, `c=IN IP4 ${loopback}`);
}

export interface EventFrame {
  payloadType: number;
  nth: number;
  payload: Buffer;
}

/** A digit of 100 ms, its end said three times (RFC 4733, 2.5.1.4). */
export function eventFrames(digit: string, payloadType: number): EventFrame[] {
  const event = "0123456789*#ABCD".indexOf(digit);
  return Array.from({ length: 8 }, (_, nth) => {
    const duration = 160 * Math.min(nth + 1, 6);
    return {
      payloadType,
      nth,
      payload: Buffer.from([event, (nth >= 5 ? 0x80 : 0) | 10, duration >> 8, duration & 0xff]),
    };
  });
}

let warming: Promise<void> | null = null;

/**
 * A handshake of the stack with itself, once in a process: the first one takes half a second of this thread, in which a real
 * PBX would send its part again, and a talk key would lapse.
 */
export function warmUp(): Promise<void> {
  warming ??= (async () => {
    // P-256 first, which OpenSSL prefers: so it is the one that is warmed up.
    NamedCurveAlgorithmList.sort((one, other) => one - other);
    const [one, other] = [createPeer("pbx"), createPeer("pbx")];
    const bothConnected = Promise.all(
      [one, other].map(
        (peer) =>
          new Promise<void>((resolve) => {
            peer.connectionStateChange.subscribe((state) => state === "connected" && resolve());
          }),
      ),
    );
    one.addTransceiver(new MediaStreamTrack({ kind: "audio" }), { direction: "sendrecv" });
    await other.setRemoteDescription({
      type: "offer",
      sdp: await describe({ peer: one, sessionId: 1 }, "pbx", await one.createOffer()),
    });
    await one.setRemoteDescription({
      type: "answer",
      sdp: await describe({ peer: other, sessionId: 1 }, "pbx", await other.createAnswer()),
    });
    // It is only a warm-up: what it did not reach the first call does.
    await Promise.race([bothConnected, new Promise((resolve) => setTimeout(resolve, 5_000))]);
    await Promise.all([one.close(), other.close()]);
  })();
  return warming;
}
