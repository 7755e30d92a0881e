/**
 * The sound test: at each sign-in, and every 12 h of a shift that goes on, the ring of life safety is played once and the operator
 * says whether it was heard. That the page plays it is proved by itself; that a person hears it only a person knows.
 */
import type { Context } from "../desk/context.ts";
import { operatorIn } from "../desk/context.ts";
import { type Decision, done, nothing, refused } from "../desk/decision.ts";
import type { NewEntry } from "../desk/entries.ts";
import type { Cause, Desk, HostTime } from "../desk/state.ts";
import { permitSignedIn } from "../operator/permit.ts";

export const playMs = 2_000;
const answerMs = 120_000;
const againMs = 12 * 3_600_000;
/** Nobody said anything: asked again sooner. */
const unansweredAgainMs = 3_600_000;

export const soundTestStarted = (by: Cause): NewEntry => ({
  kind: "soundTestStarted",
  by,
  data: { playMs, dueMs: answerMs },
});

export function decideSoundTest({ desk, site, by }: Context, heard: boolean | null): Decision {
  const denied = permitSignedIn(site, operatorIn(by), "test the sound");
  if (denied) return refused(denied);
  if (heard === null) return done([soundTestStarted(by)]);
  if (desk.soundTest === null) return nothing;
  const result = heard ? "heard" : "notHeard";
  if (desk.soundTest.result === result) return nothing;
  const entries: NewEntry[] = [{ kind: "soundTestEnded", by, data: { result, dueMs: againMs } }];
  const fault = "soundNotHeard" as const;
  const on = desk.media.ring === null ? "" : ` on ${desk.media.ring}`;
  const words = `At the sound test the ring${on} was not heard. Check each ring device, its loudspeaker and its volume.`;
  if (!heard) entries.push({ kind: "faultRaised", by, data: { fault, subject: "", words } });
  else if (desk.faults["soundNotHeard:"]) entries.push({ kind: "faultCleared", by, data: { fault, subject: "" } });
  return done(entries);
}

/** What the tick finds due of it. With nobody signed in nobody is asked; while the windows show an exercise it waits. */
export function soundTestDue({ desk, moment }: Context): Decision {
  const { soundTest } = desk;
  if (soundTest === null || soundTest.dueAt > moment.now) return nothing;
  const by = "rule:soundTest";
  if (soundTest.result === "asked") {
    return done([{ kind: "soundTestEnded", by, data: { result: "unanswered", dueMs: unansweredAgainMs } }]);
  }
  return asksNow(desk) ? done([soundTestStarted(by)]) : nothing;
}

export const soundTestDueAt = ({ soundTest, signedIn, training }: Desk): HostTime | null =>
  soundTest !== null && (soundTest.result === "asked" || asksNow({ signedIn, training })) ? soundTest.dueAt : null;

const asksNow = ({ signedIn, training }: Pick<Desk, "signedIn" | "training">): boolean =>
  signedIn !== null && training === null;
