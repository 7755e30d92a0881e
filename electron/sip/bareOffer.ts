/** An offer of sound without a peer behind it, for calls that are made to be looked at and hung up. Any PBX takes it for a WebRTC client's. */
import { randomBytes } from "node:crypto";

/** Nobody ever connects to it: its key is nobody's, and it names no address. */
export function bareOffer(): string {
  const fingerprint = randomBytes(32).toString("hex").toUpperCase().match(/../g)?.join(":") ?? "";
  return [
    "v=0",
    "o=- 1 1 IN IP4 127.0.0.1",
    "s=-",
    "t=0 0",
    "m=audio 9 UDP/TLS/RTP/SAVPF 111 0 8 101",
    "c=IN IP4 0.0.0.0",
    "a=mid:0",
    "a=sendrecv",
    "a=rtcp-mux",
    "a=setup:actpass",
    `a=ice-ufrag:${randomBytes(2).toString("hex")}`,
    `a=ice-pwd:${randomBytes(12).toString("hex")}`,
    `a=fingerprint:sha-256 ${fingerprint}`,
    "a=rtpmap:111 opus/48000/2",
    "a=rtpmap:0 PCMU/8000",
    "a=rtpmap:8 PCMA/8000",
    "a=rtpmap:101 telephone-event/8000",
    "",
  ].join("\r\n");
}
