/** Passing a call on (blind transfer, RFC 3515 and 5589): the caller is held until the PBX says what became of it. */
import { type Context, operatorIn } from "../desk/context.ts";
import { type Decision, done, nothing, refuse, refused } from "../desk/decision.ts";
import type { NewEntry } from "../desk/entries.ts";
import type { Call } from "../desk/state.ts";
import { normaliseNumber } from "../dialing/directory.ts";
import { permitCall, permitHandle } from "../operator/permit.ts";
import { nameOfNumber } from "./decideDial.ts";
import { isLive, isUnderWay, membersOf, returnMsOf } from "./live.ts";

/** Nothing heard of it for so long: it is taken as failed. */
const wordWithinMs = 20_000;
/** A target that rings is let ring as long as a call of our own. */
const ringForMs = 60_000;

export function decideTransfer(context: Context, callId: string, asked: string): Decision {
  const { desk, site, moment, by } = context;
  const call = desk.calls[callId];
  const denied = call && call.eventId !== null ? permitHandle(site, operatorIn(by)) : null;
  if (denied) return refused(denied);
  const number = normaliseNumber(asked);
  if (number === "") return refuse("unknownTarget", "There is no number to transfer to.");
  const mayNot = permitCall(site, operatorIn(by), number, moment);
  if (mayNot) return refused(mayNot);
  if (!call || call.ending) return refuse("alreadyGone", "This call has already ended.");
  if (call.state !== "talking" && call.state !== "held") {
    return refuse("tooLate", "Only a call that is talking or held can be transferred.");
  }
  if (call.healing) return refuse("tooLate", `The call with ${call.name} is being taken back. Transfer it after that.`);
  if (isUnderWay(call)) {
    return refuse(
      "callInProgress",
      `${call.name} is being transferred to ${call.transfer?.name ?? "somebody"} already.`,
    );
  }
  if (membersOf(desk, call.conference).length > 1) {
    return refuse("callInProgress", `Others are in the call with ${call.name}. End them first, then transfer.`);
  }
  if (number === call.number) return refuse("unknownTarget", `${call.name} cannot be transferred to itself.`);
  if (desk.pbxs[call.pbxId]?.state !== "registered") {
    return refuse("noPbx", "The PBX of this call cannot be reached, so the call cannot be transferred.");
  }
  const name = nameOfNumber(site, number);
  return done(
    [{ kind: "transferAsked", by, data: { callId, number, name, dueMs: wordWithinMs } }],
    [{ type: "transferCall", callId, number }],
  );
}

export function decideTransferProgress({ desk, by }: Context, callId: string, code: number): Decision {
  const call = desk.calls[callId];
  if (!call || !isUnderWay(call) || call.transfer?.code === code) return nothing;
  const dueMs = code >= 180 ? ringForMs : wordWithinMs;
  return done([{ kind: "transferProgressed", by, data: { callId, code, dueMs } }]);
}

/** Counts after its deadline too: the caller is with the target then, whatever was shown meanwhile. */
export function decideTransferred({ desk, by }: Context, callId: string): Decision {
  const call = desk.calls[callId];
  if (!call?.transfer || call.transfer.state === "done") return nothing;
  return done([{ kind: "callTransferred", by, data: { callId } }], [{ type: "endCall", callId }]);
}

export function decideTransferFailed(context: Context, callId: string, code: number | null, text: string): Decision {
  const call = context.desk.calls[callId];
  return call && isUnderWay(call) ? done([failedEntry(context, call, code, text)]) : nothing;
}

/** The call is as it was: talking, unless the operator has meanwhile turned to somebody else. */
export function failedEntry({ desk, site, by }: Context, call: Call, code: number | null, text: string): NewEntry {
  const turnedAway = Object.values(desk.calls).some(
    (other) =>
      other.id !== call.id &&
      !other.ending &&
      (isLive(other) || other.state === "dialling" || other.state === "alerting"),
  );
  const resumes = call.transfer?.talked === true && !turnedAway && !call.ending;
  const returnMs = resumes ? 0 : returnMsOf(desk, site, call);
  return { kind: "transferFailed", by, data: { callId: call.id, code, text, resumes, returnMs } };
}
