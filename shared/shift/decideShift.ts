/**
 * Sign on, sign off, and what passes between two shifts. The outgoing operator signs the handover sheet, the successor signs it
 * by signing in; who takes over without the first signature does so on record. Timers, events and calls go on through all of it.
 */
import { type Context, operatorIn } from "../desk/context.ts";
import { type Decision, done, nothing, refuse, refused } from "../desk/decision.ts";
import type { NewEntry } from "../desk/entries.ts";
import type { Command } from "../desk/inputs.ts";
import { askByTelephone, askOver } from "../ladder/decideLadder.ts";
import { permitApproval, permitSignedIn } from "../operator/permit.ts";
import { soundTestStarted } from "./soundTest.ts";

const longestNote = 500;
const mostNotes = 50;

type ShiftCommand = Extract<
  Command,
  { type: "noteShift" | "dropShiftNote" | "signHandover" | "withdrawHandover" | "signOut" }
>;

export function decideShift(context: Context, command: ShiftCommand): Decision {
  const { desk, by } = context;
  if (command.type === "signOut") return decideSignOut(context, command.approvedBy ?? null);
  const denied = permitSignedIn(context.site, operatorIn(by), "write on the handover sheet");
  if (denied) return refused(denied);
  switch (command.type) {
    case "noteShift": {
      const text = command.text.trim();
      if (text === "") return refuse("badRequest", "The note is empty.");
      if (text.length > longestNote) return refuse("badRequest", `A note has at most ${longestNote} characters.`);
      if (desk.shiftNotes.length >= mostNotes) {
        return refuse("badRequest", `The sheet has ${mostNotes} notes: take off what is settled.`);
      }
      return done([{ kind: "shiftNoted", by, data: { noteId: `n${desk.seq + 1}`, text } }]);
    }
    case "dropShiftNote": {
      const { noteId } = command;
      const isThere = desk.shiftNotes.some((note) => note.id === noteId);
      return isThere ? done([{ kind: "shiftNoteDropped", by, data: { noteId } }]) : nothing;
    }
    case "signHandover":
      return done([{ kind: "handoverSigned", by, data: { eventIds: Object.keys(desk.events) } }]);
    case "withdrawHandover":
      return desk.handover ? done([{ kind: "handoverWithdrawn", by, data: {} }]) : nothing;
  }
}

/** The PIN was checked by the host; a new operator takes the position over from the one before, with its open events. */
export function decideSignIn(context: Context, operatorId: string, ok: boolean): Decision {
  const { desk, site } = context;
  if (!ok || !site.operators.some((operator) => operator.id === operatorId)) {
    return {
      entries: [{ kind: "signInRefused", by: "position", data: { operatorId } }],
      orders: [],
      refusal: { code: "wrongPin", words: "Wrong PIN. Check the name and try again." },
    };
  }
  const before = desk.signedIn?.operatorId;
  if (before === operatorId) return nothing;
  const entries: NewEntry[] = [];
  const by = `operator:${operatorId}`;
  if (before !== undefined) entries.push({ kind: "signedOut", by: `operator:${before}`, data: { operatorId: before } });
  entries.push({ kind: "signedIn", by, data: { operatorId } });
  const from = operatorIn(desk.handover?.by ?? "") ?? before;
  if (from !== undefined && from !== operatorId) {
    entries.push({ kind: "shiftTaken", by, data: { from, signed: desk.handover !== null } });
  }
  entries.push(...askOver(context, "positionLeft"), soundTestStarted("rule:signIn"));
  return done(entries);
}

/** `approvedBy`: a second operator, whose PIN the host has checked. The alternate number is then called at once. */
function decideSignOut(context: Context, approvedBy: string | null): Decision {
  const { desk, site, by } = context;
  if (!desk.signedIn) return nothing;
  if (Object.values(desk.calls).some((call) => call.state !== "offered")) {
    return refuse("stillOnTheLine", "A call is up. End it, or let your successor sign in over you.");
  }
  if (desk.page) return refuse("pageInProgress", "A page is running. Let it go, or stop it, before you sign out.");
  const { operatorId } = desk.signedIn;
  const signedOut: NewEntry = { kind: "signedOut", by, data: { operatorId } };
  const open = Object.values(desk.events).filter((event) => event.class === "lifeSafety" || event.class === "urgent");
  if (open.length === 0) return done([signedOut]);
  const events = open.length === 1 ? "1 urgent event is" : `${open.length} urgent events are`;
  if (approvedBy === null) {
    return refused({
      code: "needsApproval",
      words: `${events} open. Close ${open.length === 1 ? "it" : "them"}, let your successor sign in, or have a supervisor let you leave.`,
    });
  }
  const denied = permitApproval(site, operatorId, approvedBy, "leaving open events");
  if (denied) return refused(denied);
  const left: NewEntry = { kind: "positionLeft", by, data: { approvedBy, eventIds: open.map((event) => event.id) } };
  return done([left, signedOut, ...askByTelephone(context, "positionLeft", "alternate")]);
}
