/**
 * Passing a call on by REFER in its dialog (RFC 3515; blind, RFC 5589 6): what the far end tells of it by NOTIFY with a
 * sipfrag (RFC 3420) is reported. The desk owns the time: nothing here gives up.
 */
import type { Session, URI } from "sip.js";
import type { CallId } from "../../shared/desk/state.ts";
import { wordsOf } from "./guard.ts";
import { clean } from "./headers.ts";
import type { LegContext } from "./leg.ts";

/** SIP.js names us in Referred-By (RFC 3892). Every failure is reported, never thrown. */
export function transfer({ report, guard }: LegContext, session: Session, callId: CallId, target: URI): void {
  /** CSeq of our REFER: the id of its subscription where the far end names one (RFC 3515 2.4.6). */
  let ours: number | null = null;
  let over = false;

  function failed(code: number | null, text: string): void {
    if (over) return;
    over = true;
    report({ type: "transferFailed", callId, code, text });
  }

  function take(event: string, state: string, fragment: string): void {
    const id = /;\s*id\s*=\s*(\d+)/i.exec(event)?.[1];
    if (over || (id !== undefined && ours !== null && Number(id) !== ours)) return;
    const told = readFragment(fragment);
    if (told && told.code < 200) report({ type: "transferProgress", callId, code: told.code });
    else if (told && told.code < 300) {
      over = true;
      report({ type: "transferred", callId });
    } else if (told) failed(told.code, told.text);
    // RFC 6665 4.1.3: nothing will follow.
    if (/^\s*terminated/i.test(state)) failed(null, "The PBX did not say what became of it");
  }

  session
    .refer(target, {
      onNotify: (notification) =>
        guard("NOTIFY of a transfer", () => {
          const { request } = notification;
          notification.accept().catch(() => undefined);
          take(request.getHeader("event") ?? "", request.getHeader("subscription-state") ?? "", request.body);
        }),
      requestDelegate: {
        onReject: ({ message }) =>
          guard("refused REFER", () => {
            // SIP.js makes up 408 and 503 where nothing came; what came has a Via.
            if (!message.hasHeader("via")) return failed(null, "The PBX did not answer");
            failed(message.statusCode ?? null, clean(message.reasonPhrase ?? "", 128) ?? "");
          }),
      },
    })
    .then(
      (request) => {
        ours = request.message.cseq;
      },
      (error: unknown) => failed(null, wordsOf(error)),
    );
}

/** The status line of a sipfrag body; null where there is none. */
export function readFragment(body: string): { code: number; text: string } | null {
  const found = /^\s*SIP\/2\.0\s+([1-6]\d\d)(?:[ \t]+([^\r\n]*))?/i.exec(body);
  if (!found) return null;
  return { code: Number(found[1]), text: clean(found[2] ?? "", 128) ?? "" };
}
