/** INVITE with Replaces (RFC 3891): a console takes back a call whose dialog it has lost. */
import type { IncomingInviteRequest } from "sip.js/lib/core/index.js";
import type { Connection } from "./connection.ts";
import type { Exchange } from "./exchange.ts";
import { descriptionOf, sessionBody } from "./message.ts";

/** The caller has been proved. */
export function replaceCall(
  exchange: Exchange,
  connection: Connection,
  request: IncomingInviteRequest,
  caller: string,
): void {
  const { message } = request;
  const offer = descriptionOf(message);
  if (offer === null) return void request.reject({ statusCode: 488 });
  const values = message.getHeaders("replaces");
  const named = readReplaces(values[0] ?? "");
  // RFC 3891, 3: more than one such header is a bad request.
  if (values.length > 1 || named === null) return void request.reject({ statusCode: 400 });
  const dialog = exchange.dialogs.get(named.key);
  if (dialog === undefined) return void request.reject({ statusCode: 481 });
  if (dialog.number !== caller) return void request.reject({ statusCode: 403 });
  // RFC 3891, 3: the dialog has been answered, and this caller wants it only before.
  if (named.earlyOnly) return void request.reject({ statusCode: 486 });
  request.trying();
  const end = exchange.createEnd(connection);
  const refuse = (statusCode: number): void => {
    end.close();
    exchange.attempt("refusal", () => void request.reject({ statusCode }));
  };
  let cancelled = false;
  request.delegate = {
    onCancel: () => {
      cancelled = true;
      refuse(487);
    },
  };
  end.answer(offer, "sendrecv").then(
    (answer) => {
      if (cancelled) return;
      // The far end may have hung up meanwhile.
      if (exchange.dialogs.get(named.key) !== dialog) return refuse(481);
      exchange.attempt("200 to INVITE with Replaces", () => {
        const { session } = request.accept({ statusCode: 200, body: sessionBody(answer) });
        dialog.replaceBy({ number: caller, connection, session, end, contact: connection.contact() });
      });
    },
    (error: unknown) => {
      exchange.trouble(`an offer from ${caller}: ${String(error)}`);
      if (!cancelled) refuse(488);
    },
  );
}

/** call-id;to-tag=…;from-tag=…[;early-only] (RFC 3891, 6.1); to-tag is ours. Null where it is not that. */
function readReplaces(value: string): { key: string; earlyOnly: boolean } | null {
  const [callId = "", ...parameters] = value.split(";").map((part) => part.trim());
  const of = (name: string) =>
    parameters.find((one) => one.toLowerCase().startsWith(`${name}=`))?.slice(name.length + 1);
  const [toTag, fromTag] = [of("to-tag"), of("from-tag")];
  if (callId === "" || toTag === undefined || fromTag === undefined) return null;
  return { key: callId + toTag + fromTag, earlyOnly: parameters.some((one) => one.toLowerCase() === "early-only") };
}
