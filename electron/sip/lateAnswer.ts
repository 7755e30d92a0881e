/**
 * Answers that come after a proxy has given up waiting for them: 408 to our re-INVITE, and then the 200 of a station that was
 * away for a while. SIP.js drops it, and a station whose 200 gets no ACK ends the call after half a minute (RFC 3261, 14.2).
 */
import { type Tapped, tapFrame } from "./frameTap.ts";

export interface LateAnswers {
  /** `invite`: the re-INVITE that got 408. `taken` is given the description in its late 200, once. */
  expect(invite: string, taken: (sdp: string) => void): void;
  /** Every response. */
  heard(response: Tapped, frame: string): void;
}

/** Of this many it is known that they may still be answered: more than a desk has calls. */
const most = 32;

export function createLateAnswers(send: (message: string) => void): LateAnswers {
  const expected = new Map<string, { invite: string; taken: ((sdp: string) => void) | null }>();

  return {
    expect(invite, taken) {
      expected.set(tapFrame(invite).branch, { invite, taken });
      const [oldest] = expected.keys();
      if (expected.size > most && oldest !== undefined) expected.delete(oldest);
    },
    heard({ method, status, branch, cseq }, frame) {
      const late = expected.get(branch);
      if (!late || method !== "INVITE" || status < 200 || status > 299) return;
      if (tapFrame(late.invite).cseq !== cseq) return;
      // RFC 3261, 13.2.2.4: for every 200, copies of it too.
      send(ackOf(late.invite, branch));
      const { taken } = late;
      late.taken = null;
      const sdp = frame.slice(frame.search(/\r?\n\r?\n/)).trimStart();
      if (sdp.startsWith("v=")) taken?.(sdp);
    },
  };
}

/** RFC 3261, 13.2.2.4: as a request in the dialog, with the CSeq and the credentials of the INVITE; the branch is its own. */
function ackOf(invite: string, branch: string): string {
  const [start = "", ...headers] = (invite.split("\r\n\r\n", 1)[0] ?? "").split("\r\n");
  const kept = headers.filter((line) =>
    /^(via|route|from|to|call-id|cseq|max-forwards|authorization|proxy-authorization):/i.test(line),
  );
  return [
    start.replace("INVITE", "ACK"),
    ...kept.map((line) =>
      /^via:/i.test(line)
        ? line.replace(branch, `${branch}ack`)
        : /^cseq:/i.test(line)
          ? line.replace("INVITE", "ACK")
          : line,
    ),
    "Content-Length: 0",
    "\r\n",
  ].join("\r\n");
}
