/** A console as the plant sees one, for its tests: a SIP.js user agent over a real socket, whose sound is made by werift. */
import {
  type Invitation,
  Inviter,
  Registerer,
  RegistererState,
  type Session,
  type SessionDescriptionHandler,
  SessionState,
  UserAgent,
} from "sip.js";
import { MediaStreamTrack, RTCPeerConnection, RTCRtpCodecParameters, RtpHeader, RtpPacket, usePCMU } from "werift";
import { fromMulaw, toMulaw } from "../../electron/plant/media/g711.ts";
import { toneAmplitude } from "../../electron/plant/media/measure.ts";

export const until = async (what: string, isSo: () => boolean | Promise<boolean>, limitMs = 10_000): Promise<void> => {
  const last = Date.now() + limitMs;
  while (!(await isSo())) {
    if (Date.now() > last) throw new Error(`This never came: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

/** The console's end of one call's sound: says 1000 Hz at 0.4, keeps the last half second it heard. */
export interface TestSound extends SessionDescriptionHandler {
  heard(hz: number): number;
  packets(): number;
  /** Keys that came as telephone events, each once. */
  digits(): string;
  localSdp(): string;
  remoteSdp(): string;
  /** Offers this direction in the next offer. */
  wants: "sendrecv" | "sendonly" | "inactive";
  /** The next offer restarts ICE. */
  restarts: boolean;
  sendDigit(event: number): void;
}

const codecs = () => [
  usePCMU(),
  new RTCRtpCodecParameters({ mimeType: "audio/telephone-event", clockRate: 8000, channels: 1, payloadType: 126 }),
];

function createTestSound(): TestSound {
  const peer = new RTCPeerConnection({
    codecs: { audio: codecs(), video: [] },
    iceServers: [],
    iceAdditionalHostAddresses: ["127.0.0.1"],
    iceUseIpv6: false,
    iceUseTcp: false,
    bundlePolicy: "max-bundle",
  });
  const track = new MediaStreamTrack({ kind: "audio" });
  const transceiver = peer.addTransceiver(track, { direction: "sendrecv" });
  const frames: Uint8Array[] = [];
  const sessionId = Math.floor(Math.random() * 1e9);
  let received = 0;
  let sequenceNumber = 0;
  let timestamp = 0;
  let remote = "";
  const step = (2 * Math.PI * 1000) / 8000;
  const tone = toMulaw(Float64Array.from({ length: 160 }, (_, at) => 0.4 * Math.sin(step * at)));
  const write = (payloadType: number, payload: Uint8Array) => {
    sequenceNumber = (sequenceNumber + 1) & 0xffff;
    track.writeRtp(
      new RtpPacket(
        new RtpHeader({ sequenceNumber, timestamp, payloadType, marker: false, ssrc: 1 }),
        Buffer.from(payload),
      ),
    );
  };
  const startedAt = performance.now();
  let ticks = 0;
  const speaking = setInterval(() => {
    for (; ticks * 20 < performance.now() - startedAt; ticks += 1) {
      timestamp += 160;
      if (peer.connectionState === "connected") write(0, tone);
    }
  }, 10);
  let digits = "";
  let eventAt: number | null = null;
  /** RFC 4733, 2.5.1.4: the end is sent three times with one timestamp. */
  const hearEvent = ({ header, payload }: RtpPacket) => {
    if (((payload[1] ?? 0) & 0x80) === 0 || eventAt === header.timestamp) return;
    eventAt = header.timestamp;
    digits += "0123456789*#ABCD"[payload[0] ?? 16] ?? "";
  };
  peer.onTrack.subscribe((incoming) =>
    incoming.onReceiveRtp.subscribe((packet) => {
      received += 1;
      if (packet.payload.length === 4) return hearEvent(packet);
      frames.push(new Uint8Array(packet.payload));
      if (frames.length > 25) frames.shift();
    }),
  );
  const sound: TestSound = {
    wants: "sendrecv",
    restarts: false,
    heard: (hz) => toneAmplitude(fromMulaw(Uint8Array.from(frames.flatMap((frame) => [...frame]))), hz),
    packets: () => received,
    digits: () => digits,
    localSdp: () => peer.localDescription?.sdp ?? "",
    remoteSdp: () => remote,
    sendDigit(event) {
      const { sender } = transceiver;
      const spoken = sender.codec;
      const payloadType = Number(/a=rtpmap:(\d+) telephone-event\/8000/.exec(remote)?.[1]);
      // The stack sends one codec; for the length of a digit it is this one.
      sender.codec = new RTCRtpCodecParameters({ mimeType: "audio/telephone-event", clockRate: 8000, payloadType });
      for (const end of [0, 0, 0x80, 0x80, 0x80]) write(payloadType, Uint8Array.from([event, end | 10, 3, 32]));
      if (spoken !== undefined) sender.codec = spoken;
    },
    hasDescription: (type) => type === "application/sdp",
    async getDescription() {
      transceiver.setDirection(sound.wants);
      const isAnswer = peer.signalingState === "have-remote-offer";
      // The stack falls back to a STUN server on the internet when it is given none.
      for (const { connection } of peer.iceTransports) delete connection.stunServer;
      await peer.setLocalDescription(
        await (isAnswer ? peer.createAnswer() : peer.createOffer({ iceRestart: sound.restarts })),
      );
      await until("all candidates", () => peer.iceGatheringState === "complete");
      // The stack names each description as a session of its own; a browser keeps the name (RFC 8866, 5.2).
      return { contentType: "application/sdp", body: sound.localSdp().replace(/^o=- \d+/m, `o=- ${sessionId}`) };
    },
    async setDescription(sdp) {
      remote = sdp;
      await peer.setRemoteDescription({ type: peer.signalingState === "have-local-offer" ? "answer" : "offer", sdp });
    },
    async rollbackDescription() {
      await peer.setLocalDescription({ type: "rollback" });
    },
    sendDtmf: () => false,
    close() {
      clearInterval(speaking);
      peer.close().catch(() => undefined);
    },
  };
  return sound;
}

export interface TestConsole {
  agent: UserAgent;
  /** INVITEs received, oldest first. */
  incoming: Invitation[];
  register(extra?: { expires?: number }): Promise<void>;
  call(number: string, extraHeaders?: string[]): Promise<TestCall>;
  stop(): Promise<void>;
}

export interface TestCall {
  session: Inviter;
  sound: TestSound;
  /** Final answer of the plant; 0 while none. */
  statusCode(): number;
  answer(): string;
}

export const soundOf = (session: Session): TestSound => session.sessionDescriptionHandler as TestSound;
export const isUp = (session: Session): boolean => session.state === SessionState.Established;
export const isOver = (session: Session): boolean => session.state === SessionState.Terminated;

export async function startTestConsole(
  server: string,
  user: string,
  password: string,
  domain = "plant.invalid",
): Promise<TestConsole> {
  const incoming: Invitation[] = [];
  const uri = (of: string) =>
    UserAgent.makeURI(`sip:${of}@${domain}`) as NonNullable<ReturnType<typeof UserAgent.makeURI>>;
  const agent = new UserAgent({
    uri: uri(user),
    authorizationUsername: user,
    authorizationPassword: password,
    contactName: user,
    logBuiltinEnabled: false,
    gracefulShutdown: false,
    transportOptions: { server, traceSip: false },
    sessionDescriptionHandlerFactory: createTestSound,
    delegate: { onInvite: (invitation) => void incoming.push(invitation) },
  });
  await agent.start();
  return {
    agent,
    incoming,
    async register({ expires = 120 } = {}) {
      const registerer = new Registerer(agent, { expires });
      await new Promise<void>((resolve, reject) => {
        registerer.stateChange.addListener((state) => {
          if (state === RegistererState.Registered) resolve();
        });
        registerer
          .register({
            requestDelegate: { onReject: ({ message }) => reject(new Error(`refused with ${message.statusCode}`)) },
          })
          .catch(reject);
      });
    },
    async call(number, extraHeaders = []) {
      const session = new Inviter(agent, uri(number), { extraHeaders });
      let statusCode = 0;
      let answer = "";
      await session.invite({
        requestDelegate: {
          onAccept: ({ message }) => {
            statusCode = message.statusCode ?? 0;
            answer = message.data;
          },
          onReject: ({ message }) => {
            statusCode = message.statusCode ?? 0;
          },
        },
      });
      return { session, sound: soundOf(session), statusCode: () => statusCode, answer: () => answer };
    },
    async stop() {
      for (const invitation of incoming) soundOf(invitation)?.close();
      await agent.stop();
    },
  };
}
