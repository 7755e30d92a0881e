/** Descriptions of sound as PBXs write them, and what is read of them. */
import { expect, test } from "vitest";
import { readMedia } from "../../electron/probe/readMedia.ts";

const lines = (...all: string[]): string => `${all.join("\r\n")}\r\n`;

test("a WebRTC offer shows codecs, digits, DTLS, ICE and addresses", () => {
  const sdp = lines(
    "v=0",
    "o=- 1 1 IN IP4 192.0.2.10",
    "s=-",
    "t=0 0",
    "a=ice-lite",
    "m=audio 10000 UDP/TLS/RTP/SAVPF 8 0 107 101 110",
    "c=IN IP4 192.0.2.10",
    "a=rtpmap:107 opus/48000/2",
    "a=rtpmap:101 telephone-event/8000",
    "a=rtpmap:110 telephone-event/48000",
    "a=setup:actpass",
    "a=fingerprint:SHA-256 AA:BB",
    "a=ice-ufrag:abcd",
    "a=candidate:1 1 udp 2130706431 192.0.2.10 10000 typ host",
    "a=candidate:2 1 udp 2130706431 10.0.0.5 10000 typ host",
    "a=rtcp-mux",
  );
  expect(readMedia(sdp)).toEqual({
    profile: "UDP/TLS/RTP/SAVPF",
    codecs: ["PCMA", "PCMU", "opus/48000"],
    digitRates: [8000, 48000],
    fingerprint: "sha-256",
    setup: "actpass",
    sdes: false,
    ice: true,
    iceLite: true,
    candidates: ["192.0.2.10", "10.0.0.5"],
    rtcpMux: true,
  });
});

test("a plain offer shows that there is none of it, and keys in the open are told apart", () => {
  const plain = readMedia(lines("v=0", "m=audio 4000 RTP/AVP 0 18 99", "a=sendrecv", "m=video 0 RTP/AVP 96"));
  expect(plain).toMatchObject({
    profile: "RTP/AVP",
    codecs: ["PCMU", "G729", "type 99"],
    fingerprint: null,
    ice: false,
  });
  expect(readMedia(lines("v=0", "m=audio 1 RTP/SAVP 0", "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x"))?.sdes).toBe(
    true,
  );
});

test("a fingerprint for the whole session counts, one of the video does not", () => {
  expect(readMedia(lines("v=0", "a=fingerprint:sha-1 AA", "m=audio 1 RTP/SAVPF 0"))?.fingerprint).toBe("sha-1");
  expect(
    readMedia(lines("v=0", "m=audio 1 RTP/SAVPF 0", "m=video 1 X 1", "a=fingerprint:sha-1 AA"))?.fingerprint,
  ).toBeNull();
});

test("without audio there is nothing to read", () => {
  expect(readMedia("")).toBeNull();
  expect(readMedia(lines("v=0", "m=video 1 RTP/AVP 96"))).toBeNull();
});
