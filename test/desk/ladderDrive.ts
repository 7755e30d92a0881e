/** The ladder on the driven desk: its call, what it reached, whom it called, and what the card says of it. */
import type { LadderCall } from "../../shared/ladder/ladder.ts";
import { ladderWords } from "../../shared/words/ladder.ts";
import { climbing, type Drive, drive } from "./drive.ts";

export const busy = { kind: "refusedByFarEnd" as const, code: 486, text: "Busy Here" };

export const callOf = ({ desk }: Drive): LadderCall => {
  if (!desk.ladder.call) throw new Error("the ladder calls nobody");
  return desk.ladder.call;
};
export const rungsReached = (desk: Drive): string[] =>
  desk.entries.flatMap((entry) => (entry.kind === "ladderRungReached" ? [`${entry.data.rung} at ${entry.at}`] : []));
export const callsMade = (desk: Drive): string[] =>
  desk.entries.flatMap((entry) => (entry.kind === "ladderCalled" ? [entry.data.number] : []));
export const words = (desk: Drive, number: string): string | null =>
  ladderWords(desk.event(number), desk.desk.ladder, desk.now);

/** The supervisor has lifted his telephone. */
export function telling(number = "101"): Drive {
  const desk = drive(climbing);
  desk.press(number);
  desk.pass(number === "101" ? 30_250 : 45_250);
  desk.report({ type: "callAlerting", callId: callOf(desk).id });
  desk.report({ type: "callEstablished", callId: callOf(desk).id });
  return desk;
}
