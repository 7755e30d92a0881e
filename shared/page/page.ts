/** A page: what an operator says, or a message, to zones; part of the state (shared/desk/state.ts). */
import type { CallId, Cause, HostTime, PageId } from "../desk/state.ts";

export type PageState =
  | "requested" // journalled; INVITEs about to go
  | "opening" // at least one zone's leg is dialling
  | "open" // the path to at least one zone is open: ON AIR
  | "closing"; // released; legs are being ended

export interface PageMember {
  number: string;
  stationId: string | null;
  status: "joining" | "joined" | "busy" | "failed" | "left";
}

export interface PageLeg {
  zoneId: string;
  callId: CallId;
  state: "dialling" | "open" | "failed" | "ended";
  /** In words, for failed; and for ended, where it was cut off while the page went on. */
  failure: string | null;
  /** null: the PBX does not tell. */
  members: readonly PageMember[] | null;
  pbxId: string;
  /** How far this zone has heard the page's message; null when somebody talks. */
  message: "waiting" | "playing" | "played" | null;
  /** When the message begins even if members are still joining; null before the path is open and once it has begun. */
  beginDueAt: HostTime | null;
}

export interface Page {
  id: PageId;
  state: PageState;
  by: Cause;
  approvedBy: string | null;
  allCall: boolean;
  /** What is played instead of the microphone; null: somebody talks. */
  message: { id: string; durationMs: number } | null;
  requestedAt: HostTime;
  /** First zone open; the ON AIR clock. */
  openedAt: HostTime | null;
  legs: readonly PageLeg[];
  /** When a page that does not open, or a message that nobody says is over, is given up; while closing, when it is taken as closed. */
  openDueAt: HostTime | null;
  /** Why it is closing; null while it runs. */
  releasedBecause: PageCloseReason | null;
}

export type PageCloseReason =
  | "released"
  | "stopped"
  | "lapsed"
  | "failed"
  | "timeout"
  | "lost"
  | "played" // the message was played to its end
  | "unconfirmed"; // the message should be over, but the sound page did not say so

export interface EndedPage extends Page {
  closedAt: HostTime;
  reason: PageCloseReason;
}
