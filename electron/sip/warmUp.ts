/**
 * The first INVITE costs SIP.js some 100 ms more than the others, because its grammar is cold: one is read at start,
 * by a user agent that is connected to nothing, so that the first press does not pay for it.
 */
import { type Transport, TransportState, URI, UserAgent } from "sip.js";
import { EmitterImpl } from "sip.js/lib/api/emitter.js";
import { evidenceOf, tapFrame } from "./frameTap.ts";
import { redacted } from "./headers.ts";

const frame = [
  "INVITE sip:warm@warm.invalid;transport=ws SIP/2.0",
  "Via: SIP/2.0/WS pbx.invalid:8088;rport;branch=z9hG4bKwarm;received=192.0.2.1",
  "Record-Route: <sip:192.0.2.1;lr;transport=ws>",
  "Max-Forwards: 69",
  'From: "Warm, up" <sip:100@pbx.invalid>;tag=warm',
  "To: <sip:warm@pbx.invalid>",
  "Call-ID: warm@pbx.invalid",
  "CSeq: 102 INVITE",
  "Contact: <sip:100@192.0.2.1:8088;transport=ws>",
  'P-Asserted-Identity: "Warm" <sip:100@pbx.invalid>',
  "Allow: INVITE, ACK, CANCEL, OPTIONS, BYE, REFER, SUBSCRIBE, NOTIFY, INFO",
  "Supported: replaces, timer",
  "Priority: emergency",
  "Content-Type: application/sdp",
  "Content-Length: 3",
  "",
  "v=0",
].join("\r\n");

export function warmUp(): void {
  const transport: Transport = {
    protocol: "WS",
    state: TransportState.Connected,
    stateChange: new EmitterImpl<TransportState>(),
    onConnect: undefined,
    onDisconnect: undefined,
    onMessage: undefined,
    connect: () => Promise.resolve(),
    disconnect: () => Promise.resolve(),
    dispose: () => Promise.resolve(),
    isConnected: () => true,
    send: () => Promise.resolve(),
  };
  const userAgent = new UserAgent({
    uri: new URI("sip", "warm", "warm.invalid"),
    transportConstructor: function given() {
      return transport;
    } as unknown as new () => Transport,
    gracefulShutdown: false,
    logBuiltinEnabled: false,
    sendInitialProvisionalResponse: false,
    delegate: {
      onInvite: (invitation) => {
        invitation.reject({ statusCode: 480 }).catch(() => undefined);
      },
    },
  });
  userAgent.start().catch(() => undefined);
  // The tap too: a burst in the first second finds it compiled.
  for (let turn = 0; turn < 200; turn += 1) evidenceOf(tapFrame(redacted(frame)), "");
  transport.onMessage?.(frame);
  userAgent.stop().catch(() => undefined);
}
