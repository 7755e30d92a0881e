/**
 * Binding of what the tap saw to what SIP.js parsed (wire.md, frames): the same transaction, and the same caller. Two
 * readers may take one frame in two ways, as where a bare line end hides a header from one of them. Pure.
 */
import type { Invitation } from "sip.js";
import type { Identity } from "./callIds.ts";
import { readAddress, splitList, userOf } from "./headers.ts";
import { withoutTokens } from "./repairToken.ts";

/** Via branch, Call-ID, From tag and CSeq agree. */
export const sameCall = (identity: Identity, { request }: Invitation): boolean =>
  identity.callId === request.callId &&
  identity.fromTag === (request.fromTag ?? "") &&
  identity.cseq === request.cseq &&
  identity.branch === (request.viaBranch ?? "");

/** The caller as SIP.js reads him, where the tap read another in the same frame; null where they agree. */
export function readOtherwise(tapped: Identity, { request }: Invitation): string | null {
  const from = bare(userOf(withoutTokens(request.from.uri.toString())));
  const asserted = assertedOf(request.getHeader("p-asserted-identity") ?? "");
  const isSame = from === bare(readAddress(tapped.from).user) && asserted === assertedOf(tapped.asserted);
  return isSame ? null : (asserted ?? from ?? "nobody");
}

/** SIP.js escapes what stands between a number and its context or password. */
const bare = (user: string | null): string | null => user?.split(/[:;]/, 1)[0] ?? null;

/** SIP.js leaves folds in a value; they are joined as the tap joins them. */
const assertedOf = (value: string): string | null => {
  const lines = value.split("\n").map((line) => line.trim());
  return readAddress(splitList(lines.join(" "))[0] ?? "").user;
};
