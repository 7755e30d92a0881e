/**
 * The link between the host and a console window. A console decides nothing: it gets a snapshot, then entries, and sends
 * commands; the host stamps who asks. JSON in the browser shell, structured clone in Electron.
 */
import type { Entry } from "../desk/entries.ts";
import type { Command } from "../desk/inputs.ts";
import type { Refusal } from "../desk/refusals.ts";
import type { CallId, Desk, HostTime } from "../desk/state.ts";
import type { ClassName, Site } from "../site/site.ts";
import type { Result } from "../training/result.ts";
import type { TrainingEnd } from "../training/training.ts";
import type { HistoryFilter, HistoryPage } from "./history.ts";
import type { AudioDevice, DeviceChoice } from "./mediaLink.ts";

export interface Snapshot {
  desk: Desk;
  site: Site;
  /** "2": this position's number, for "Position 2". */
  position: string;
  now: HostTime;
  wall: number;
  /** When each PBX's registration was last proved by a 200 to REGISTER listing our Contact. */
  proofs: Readonly<Record<string, HostTime>>;
  devices: readonly AudioDevice[];
  deviceChoice: DeviceChoice;
  /** Sequence up to which entries are on disk. */
  recordedSeq: number;
  /** The console page is to embed the media page, because the shell has no hidden one. */
  embedMedia: boolean;
  /** One line: which journal, which plant, which shell. `answerKey`: where Ctrl+Alt+Space answers, in words; absent: in the console's own windows. */
  about: { shell: string; plant: string; journal: string; version: string; answerKey?: string };
  /** Address of the plant's own panel; null where the plant is not the embedded one. */
  plantPanel: string | null;
  /** This desk is an exercise's; absent: it is the real one. */
  training?: { runId: string; name: string };
}

/** What every window knows of exercises at this position, whichever desk it shows. */
export interface TrainingView {
  /** Under way, or being prepared while the windows still show the real desk. */
  run: { runId: string; name: string; words: string; state: "preparing" | "running" } | null;
  /** The real desk, while the windows show an exercise: what waits there first, how much, and what sounds though nothing waits. */
  real: {
    first: { name: string; place: string; class: ClassName; waitedMs: number; targetMs: number } | null;
    waiting: number;
    /** Its faults that are heard, in words. */
    faults: readonly string[];
  };
  /** The last exercise since the host started: why it ended; its result comes a moment later, and not if it never began. */
  ended: { runId: string; name: string; reason: TrainingEnd; words: string } | null;
  result: Result | null;
}

/** Ephemeral: true now, not journalled. */
export type Notice =
  | { kind: "proof"; pbxId: string; at: HostTime }
  | { kind: "levels"; microphone: number; calls: Readonly<Record<CallId, number>> }
  | { kind: "devices"; devices: readonly AudioDevice[]; choice: DeviceChoice }
  /** Someone holds to talk on the running page. */
  | { kind: "talking"; pageId: string; on: boolean };

/** A picture that was kept, by its hash; or the one of this moment. */
export type PictureQuery = { query: "picture"; hash: string } | { query: "livePicture"; stationId: string };

export type Query =
  | PictureQuery
  | { query: "history"; filter: HistoryFilter }
  /** CSV of everything that matches (limit and beforeSeq ignored), cells guarded against formulas. */
  | { query: "exportCsv"; filter: HistoryFilter };

export type QueryResult =
  /** A data: address; null: none, and why in words. */
  | { query: "picture"; image: string | null; words: string }
  | { query: "history"; page: HistoryPage }
  | { query: "exportCsv"; csv: string; rows: number };

export type ToConsole =
  | { t: "snapshot"; snapshot: Snapshot }
  /** `now` is host time at sending, for the console's clock. Entries with seq > recordedSeq are "not yet recorded". */
  | { t: "entries"; entries: readonly Entry[]; recordedSeq: number; now: HostTime; wall: number }
  | { t: "recorded"; seq: number }
  | { t: "accepted"; id: number }
  | { t: "refused"; id: number; refusal: Refusal }
  | { t: "result"; id: number; result: QueryResult }
  | { t: "notice"; notice: Notice }
  | { t: "training"; view: TrainingView }
  /** Every second; a console that hears nothing for 3 s says so across its whole width. */
  | { t: "beat"; now: HostTime; wall: number };

/** `run`: the exercise whose desk the window showed when it was said; absent: the real desk. What was meant for one never reaches the other. */
export type FromConsole = FromWindow & { run?: string };

type FromWindow =
  | {
      t: "command";
      id: number;
      command: Command /** second operator, for grave acts */;
      approval?: { operatorId: string; pin: string };
    }
  /** pin null: one click, embedded demo only. */
  | { t: "signIn"; id: number; operatorId: string; pin: string | null }
  | { t: "query"; id: number; query: Query }
  /** Renewal every 200 ms while the key is held; `on: false` at release. */
  | { t: "talk"; pageId: string; on: boolean }
  /** Every 2 s, and at once when a key or the pointer is used; `active`: it was, since the last one. */
  | { t: "presence"; visible: boolean; active: boolean }
  | { t: "devices"; choice: DeviceChoice };
