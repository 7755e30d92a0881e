/** What a real call to a number showed. Pure. */
import type { PbxAccount } from "../host/ports.ts";
import type { TestCallFacts } from "./facts.ts";
import { type Finding, look, missing, ok, stops } from "./finding.ts";
import { judgeMedia } from "./judgeMedia.ts";

export function judgeTestCall(facts: TestCallFacts, { takesBackBy }: PbxAccount): Finding[] {
  const { number, failure, ringing, earlyMedia, answerMs, media, replaces, ended } = facts;
  if (failure !== null)
    return [
      look("Test call", `${number} was not reached: ${failure}`, "Choose a number that answers, such as an echo test."),
    ];
  const rang = ringing === null ? "without ringing" : `after ${ringing}`;
  const findings: Finding[] = [
    ok("Test call", `${number} answered ${rang}, ${(answerMs / 1000).toFixed(1)} s`),
    ok("Test call: early media", earlyMedia ? "offered before the answer" : "none before the answer"),
    ...(media
      ? judgeMedia("Test call", media, false)
      : [stops("Test call: sound", "no description of sound in its answer", "Such a call is silent.")]),
  ];
  if (replaces) findings.push(judgeReplaces(replaces, takesBackBy));
  if (!ended)
    findings.push(look("Test call: end", "a BYE was not confirmed", "Look at the PBX whether the call is gone."));
  return findings;
}

function judgeReplaces(
  { status, text, rangAnew, oldEnded }: NonNullable<TestCallFacts["replaces"]>,
  takesBackBy: PbxAccount["takesBackBy"],
): Finding {
  const what = "Replaces";
  if (status === 200 && oldEnded) return ok(what, "a call was taken over, and the old one ended by the PBX (RFC 3891)");
  const without =
    "A console that was restarted cannot take its calls back: it ends them by BYE and offers a call-back.";
  const wrong =
    takesBackBy === "replaces"
      ? " A lost sound page has no way back either: takesBackBy: reInvite, where DTLS restarts on it."
      : "";
  if (status === 200)
    return look(
      what,
      "accepted, but the old call was not ended",
      `Two calls stay up for a while after a restart.${wrong}`,
    );
  if (rangAnew) return missing(what, "taken for a new call: it rang again", `${without}${wrong}`);
  return missing(what, status === 0 ? "not answered" : `refused: ${status} ${text}`, `${without}${wrong}`);
}
