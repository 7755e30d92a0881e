/** What the host is built from: narrow interfaces between the desk loop and SIP, media, journal and links. */
import type { Entry, NewEntry } from "../../shared/desk/entries.ts";
import type { Report } from "../../shared/desk/inputs.ts";
import type { SipOrder } from "../../shared/desk/orders.ts";
import type { CallId, Desk, Evidence, HostTime } from "../../shared/desk/state.ts";
import type { HistoryFilter, HistoryPage } from "../../shared/link/history.ts";
import type { MediaAsk } from "../../shared/link/mediaLink.ts";
import type { TakeMessage } from "../sip/textMessage.ts";

/** One connected window, over a WebSocket or a MessagePort. `onMessage` gives parsed, unvalidated data. */
export interface Link {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}

/** Host time: wall clock read once at start plus the monotonic clock; `wall` for display only. Both in ms. */
export interface Clock {
  now(): HostTime;
  wall(): number;
}

/** Where the SIP border gets its SDP from. Rejects when no media page holds the lease or the answer takes over 3 s. */
export interface MediaEnd {
  ask(ask: MediaAsk): Promise<string | null>;
  close(callId: string): void;
}

/** An account at a PBX, with its secret. */
export interface PbxAccount {
  id: string;
  /** ws:// or wss:// address. */
  url: string;
  /** SIP domain of the address of record. */
  domain: string;
  user: string;
  password: string;
  displayName: string;
  /** Believe P-Asserted-Identity from this PBX. */
  assertsIdentity: boolean;
  /**
   * How a call whose sound page was lost is taken back there (wire.md): by re-INVITE where the PBX restarts DTLS on it
   * (Kamailio with rtpengine), else by an INVITE with Replaces (Asterisk).
   */
  takesBackBy: "reInvite" | "replaces";
  /** Our own number there, to be called now and then as the proof of the way in; absent: it is not to be called. */
  checkNumber?: string;
  /** With wss:// alone. */
  tls?: PbxTls;
}

/** PEM text. */
export interface PbxTls {
  /** The authorities that are believed; absent: those that this Node knows. */
  ca?: string;
  /** Our own certificate and its key, together. */
  cert?: string;
  key?: string;
  /** SHA-256 of public keys that the PBX may have, base64; none: any that the authority vouches for. */
  pins?: readonly string[];
}

/** Identity of a dialog (RFC 3261, 12), enough to take it back (RFC 3891) or to end it from another process. */
export interface KeptDialog {
  sipCallId: string;
  localTag: string;
  remoteTag: string;
  /** CSeq of our last request in it. */
  localSeq: number;
  localUri: string;
  remoteUri: string;
  remoteTarget: string;
  routeSet: readonly string[];
}

/** What is kept of a leg while it is up or rings, so that a restarted host can take it back, answer it, or end it. */
export interface KeptLeg {
  callId: CallId;
  pbxId: string;
  direction: "in" | "out";
  /** Number of the far end, to be dialled at this PBX; null: unknown. */
  number: string | null;
  /** Host time of the INVITE. */
  since: HostTime;
  /** Answered: its dialog. */
  dialog: KeptDialog | null;
  /** Ringing: the INVITE as it came, with what answering needs. Never leaves this computer and is deleted with the leg. */
  invite: string | null;
  /** We have ended it, and the PBX has not said that it knows. */
  ended?: true;
}

export interface SipBorder {
  start(): void;
  order(order: SipOrder): void;
  /** Proves link and registration now: this computer may have slept. */
  prove(): void;
  /** Unregisters (best effort, ≤ 1 s) and closes. */
  stop(): Promise<void>;
}

export interface SipOptions {
  accounts: readonly PbxAccount[];
  media: MediaEnd;
  /** Stable across restarts, one per position: RFC 5626 instance id (a UUID) and contact name. */
  instanceId: string;
  clock: Clock;
  /** Legs of the host's earlier life. */
  kept: readonly KeptLeg[];
  /** Keeps what is known of a leg, in place of what was kept before; null: forget it. */
  keep(callId: CallId, leg: KeptLeg | null): void;
  report(report: Report): void;
  proof(pbxId: string, at: HostTime): void;
  /** Lane of a new INVITE: life safety goes to SIP.js before the rest (wire.md, frames). */
  isLifeSafety(evidence: Evidence, pbxId: string): boolean;
  /** Header by which the site knows copies of one press, lower case; undefined: it names none. */
  correlation(): string | undefined;
  /** What becomes of a SIP MESSAGE; absent: none is taken. */
  message?: TakeMessage;
  /** The site takes them as alarms: they go to SIP.js before ordinary presses. Absent: it does not. */
  takesMessages?(): boolean;
  /** From 0 to 1; absent: Math.random. Spreads attempts to connect. */
  random?(): number;
}

/** A time at which a host certainly lived, by both clocks. */
export interface LifeSign {
  at: HostTime;
  wall: number;
}

/** A signature that the webhook has taken, and when by wall clock. */
export type TakenSignature = readonly [signature: string, wall: number];

export interface JournalOptions {
  /** Path of the SQLite file; its directory exists. */
  file: string;
  position: string;
  /** Entries on disk up to `seq`: called in order. */
  onRecorded(seq: number): void;
  /** Writing fails, or works again; in words. Raised once and cleared once. */
  onTrouble(present: boolean, words: string): void;
}

export interface Journal {
  /**
   * State at the last entry: newest usable snapshot plus the tail. `last`: until when the console lived, by its last entry
   * or a newer stamp; null when there is neither.
   */
  readonly loaded: {
    desk: Desk;
    last: LifeSign | null;
    kept: readonly KeptLeg[];
    signatures: readonly TakenSignature[];
  };
  /** Writes or forgets a leg, in order with the entries, beside them: it is no entry, has no hash and is never exported. */
  keepLeg(callId: CallId, leg: KeptLeg | null): void;
  /** In the same way, what the webhook took; null: forgotten. */
  keepSignature(signature: string, wall: number | null): void;
  /** In the same way, that the console lives now: said every few seconds, so that a quiet time is not taken for an absence. */
  stillAlive(now: LifeSign): void;
  /** Queues entries for the writer, in order; never throws, never blocks. `attach` pairs with the entry of the same index. */
  append(entries: readonly Entry[], attachments: readonly NewEntry["attach"][]): void;
  /** A snapshot of the state at its seq; the journal asks for one every 10,000 entries through the return of `append`. */
  snapshotDue(seq: number): boolean;
  saveSnapshot(desk: Desk): void;
  history(filter: HistoryFilter): Promise<HistoryPage>;
  exportCsv(filter: HistoryFilter): Promise<{ csv: string; rows: number }>;
  /** Recomputes the chain of hashes. */
  verify(): Promise<{ ok: boolean; entries: number; firstBad: number | null; words: string }>;
  /** Resolves when all that was appended is on disk, or 2 s have passed. */
  close(): Promise<void>;
}
