/** Can a browser's sound meet what the PBX describes? Pure. */
import { type Finding, look, ok, stops } from "./finding.ts";
import type { MediaFacts } from "./readMedia.ts";

/** `own`: the description is our own, which came through untouched. */
export function judgeMedia(what: string, media: MediaFacts, own: boolean): Finding[] {
  if (own) {
    return [
      look(
        what,
        "our own description, untouched: the PBX takes no part in the sound",
        "Stations must then speak WebRTC themselves. A proxy needs a media relay beside it (rtpengine). See it by --call NUMBER.",
      ),
    ];
  }
  const { profile, codecs, fingerprint, setup, sdes, ice, iceLite, candidates, rtcpMux, digitRates } = media;
  const findings: Finding[] = [];
  const list = codecs.join(", ") || "none";
  const g711 = codecs.some((name) => /^pcm[ua]$/i.test(name));
  if (g711) findings.push(ok(`${what}: codecs`, list));
  else if (codecs.some((name) => /^opus\b/i.test(name)))
    findings.push(
      look(`${what}: codecs`, list, "No G.711: calls with stations are transcoded, which costs the PBX and the delay."),
    );
  else
    findings.push(
      stops(`${what}: codecs`, list, "The console speaks PCMU, PCMA and opus: allow one of them for this account."),
    );

  if (fingerprint !== null)
    findings.push(ok(`${what}: encryption`, `DTLS-SRTP, ${fingerprint}, setup ${setup ?? "not said"}`));
  else {
    const found = sdes ? "SDES keys instead of DTLS" : `none (${profile})`;
    findings.push(
      stops(`${what}: encryption`, found, "Browsers take DTLS-SRTP only: switch WebRTC on for this account."),
    );
  }
  const where = candidates.length > 0 ? `candidates ${candidates.slice(0, 4).join(", ")}` : "no candidates yet";
  findings.push(
    ice
      ? ok(`${what}: ICE`, `${iceLite ? "ICE lite" : "ICE"}, ${where}`)
      : stops(`${what}: ICE`, "none", "Browsers want ICE: switch it on for this account."),
    rtcpMux
      ? ok(`${what}: RTCP`, "shares the port (rtcp-mux)")
      : stops(`${what}: RTCP`, "a port of its own", "Browsers want rtcp-mux: switch it on for this account."),
    digitRates.includes(8000)
      ? ok(`${what}: digits`, "telephone-event at 8 kHz (RFC 4733)")
      : look(
          `${what}: digits`,
          "no telephone-event at 8 kHz",
          "Doors that are opened by digits get INFO instead, which not all of them take.",
        ),
  );
  return findings;
}
