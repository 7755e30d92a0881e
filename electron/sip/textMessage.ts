/**
 * A SIP MESSAGE (RFC 3428) as an alarm without voice, where the site takes such. Only plain text; the sender is who the PBX
 * asserts (RFC 3325), else who From claims, and the host decides whether that is enough.
 */
import type { Message } from "sip.js";
import type { MessageAnswer, TextMessage } from "../alarm/alarms.ts";
import { readAddress } from "./headers.ts";

/** RFC 3428, 8: a MESSAGE outside of a dialog has at most 1300 bytes; some gateways do not know that. */
const mostChars = 4_000;

export type TakeMessage = (message: TextMessage) => Promise<MessageAnswer>;

export async function answerMessage(
  message: Message,
  assertsIdentity: boolean,
  take: TakeMessage | undefined,
): Promise<void> {
  const statusCode = await statusOf(message, assertsIdentity, take);
  await (statusCode === 200 ? message.accept() : message.reject({ statusCode }));
}

async function statusOf(
  { request }: Message,
  assertsIdentity: boolean,
  take: TakeMessage | undefined,
): Promise<number> {
  // RFC 3261, 8.2.1: the site takes none.
  if (!take) return 405;
  const type = (request.getHeader("content-type") ?? "").split(";", 1)[0]?.trim().toLowerCase();
  // RFC 3428, 7: a body that is not understood.
  if (type !== "text/plain") return 415;
  if (request.body.length > mostChars) return 413;
  const asserted = assertsIdentity ? request.getHeader("p-asserted-identity") : undefined;
  return take({
    id: `${request.callId} ${request.cseq}`,
    number: readAddress(asserted ?? request.getHeader("from") ?? "").user,
    asserted: asserted !== undefined,
    text: request.body,
  });
}
