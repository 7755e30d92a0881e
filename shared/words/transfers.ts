/** How far passing a call on is, in words: "Transfer failed: Patrol is busy". */
import type { Transfer } from "../call/transfer.ts";
import { assertNever } from "../kit/assertNever.ts";
import { type EndWords, endReasonWords } from "./endReasons.ts";

export function transferWords(transfer: Transfer): EndWords {
  const { name } = transfer;
  switch (transfer.state) {
    case "asked":
      return { words: `Transferring to ${name}: held until it answers`, code: null };
    case "ringing":
      return { words: `Transferring to ${name}: it rings there`, code: null };
    case "failed":
      return transferFailure(transfer, name);
    case "done":
      return { words: `Transferred to ${name}`, code: null };
    default:
      return assertNever(transfer.state);
  }
}

/** `name`: the target's. */
export function transferFailure({ code, text }: Pick<Transfer, "code" | "text">, name: string): EndWords {
  if (code === null) return { words: `Transfer failed: ${text}`, code };
  if (code === 486 || code === 600) return { words: `Transfer failed: ${name} is busy`, code };
  const { words } = endReasonWords({ kind: "refusedByFarEnd", code, text }, name);
  return { words: `Transfer failed: ${words}`, code };
}
