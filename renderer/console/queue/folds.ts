/**
 * The queue folded by area in a flood, or with more open than a screen holds (screen.md). Life safety stands on top, one card each, whatever its area; the rest stands under its
 * area, behind a heading that says what it holds. A folded area still shows what must not vanish. Pure.
 */
import type { EventId, HostTime } from "../../../shared/desk/state.ts";
import type { ClassName } from "../../../shared/site/site.ts";
import { type Row, since } from "./order.ts";

/** More open events than a screen holds. It is over somewhat below, so that one close does not turn the queue over. */
const foldsFrom = 30;
const foldsUntil = 20;
/** `flood`: the desk says that there is one (shared/flood), however few of its events are open still. */
export const isFolded = (before: boolean, open: number, flood: boolean): boolean =>
  flood || open > (before ? foldsUntil : foldsFrom);

/** The SOS that have a fixed place on screen in a flood: of those that wait, the oldest (the strip's) and the newest. */
export function sosInSight(rows: readonly Row[]): { oldest: Row | null; newest: Row | null } {
  let oldest: Row | null = null;
  let newest: Row | null = null;
  for (const row of rows) {
    if (row.event.class !== "lifeSafety" || !row.waiting) continue;
    if (oldest === null || since(row) < since(oldest)) oldest = row;
    if (newest === null || since(row) >= since(newest)) newest = row;
  }
  return { oldest, newest };
}

/** The newest of what is folded stay in sight, so that something new is seen to be new. */
const newestKept = 3;

export interface Fold {
  area: string;
  /** Of its events that wait, how many of each class. */
  waiting: Readonly<Record<ClassName, number>>;
  /** Its events that somebody has taken. */
  handled: number;
  /** Its events that a shelf keeps quiet. */
  shelved: number;
  /** Since when the oldest of those that wait has waited; null: none waits. */
  oldest: HostTime | null;
}

export interface Folded {
  /** What is drawn, in this order: ids of events, and of headings. */
  ids: readonly string[];
  /** The same with every area unfolded. */
  all: readonly string[];
  /** By the id of its heading. */
  folds: ReadonlyMap<string, Fold>;
}

const prefix = "area:";
export const isHeading = (id: string): boolean => id.startsWith(prefix);

export const unfoldedRows = (rows: readonly Row[]): Folded => {
  const ids = rows.map((row) => row.event.id);
  return { ids, all: ids, folds: none };
};
const none: ReadonlyMap<string, Fold> = new Map();

/**
 * `rows` in the order of the queue; areas follow it too, by the first of their events. `unfolded`: ids of headings.
 * `selected` is never folded away, nor is what someone is busy with, what `Space` answers, or what an undo still holds.
 */
export function foldByArea(
  rows: readonly Row[],
  areaOf: (stationId: string) => string | undefined,
  unfolded: ReadonlySet<string>,
  selected: EventId | null,
): Folded {
  const top: EventId[] = [];
  const groups = new Map<string, { area: string; rows: Row[] }>();
  for (const row of rows) {
    if (row.event.class === "lifeSafety") {
      top.push(row.event.id);
      continue;
    }
    const area = (row.event.stationId === null ? undefined : areaOf(row.event.stationId)) ?? "Place unknown";
    const id = `${prefix}${area}`;
    const group = groups.get(id);
    if (group) group.rows.push(row);
    else groups.set(id, { area, rows: [row] });
  }
  const newest = newestOf(rows);
  const first = rows.find((row) => row.waiting);
  const isKept = (row: Row): boolean =>
    row === first ||
    row.event.id === selected ||
    row.event.closed !== null ||
    newest.has(row.event.id) ||
    row.calls.some((call) => call.state !== "offered");

  const ids: string[] = [...top];
  const all: string[] = [...top];
  const folds = new Map<string, Fold>();
  for (const [id, group] of groups) {
    folds.set(id, foldOf(group.area, group.rows));
    ids.push(id);
    all.push(id);
    const isOpen = unfolded.has(id);
    for (const row of group.rows) {
      all.push(row.event.id);
      if (isOpen || isKept(row)) ids.push(row.event.id);
    }
  }
  return { ids, all, folds };
}

function newestOf(rows: readonly Row[]): ReadonlySet<EventId> {
  const folded = rows.filter((row) => row.event.class !== "lifeSafety" && row.event.closed === null && !row.quiet);
  folded.sort((a, b) => since(b) - since(a));
  return new Set(folded.slice(0, newestKept).map((row) => row.event.id));
}

function foldOf(area: string, rows: readonly Row[]): Fold {
  const waiting: Record<ClassName, number> = { lifeSafety: 0, urgent: 0, assistance: 0, routine: 0 };
  let handled = 0;
  let shelved = 0;
  let oldest: HostTime | null = null;
  for (const row of rows) {
    if (!row.waiting) {
      if (row.quiet) shelved += 1;
      else if (row.event.closed === null) handled += 1;
      continue;
    }
    waiting[row.event.class] += 1;
    if (oldest === null || since(row) < oldest) oldest = since(row);
  }
  return { area, waiting, handled, shelved, oldest };
}

/**
 * What is drawn after one area was folded or unfolded by hand, with all else held where it is: the click is under the
 * pointer. `shown`: what is drawn now; `wanted`: what would be drawn with that area as it shall be.
 */
export function refolded(shown: readonly string[], wanted: readonly string[], heading: string): readonly string[] {
  const section = sectionOf(wanted, heading);
  const taken = new Set(section);
  const old = new Set(sectionOf(shown, heading));
  return shown.flatMap((id) => (id === heading ? [id, ...section] : old.has(id) || taken.has(id) ? [] : [id]));
}

function sectionOf(ids: readonly string[], heading: string): readonly string[] {
  const from = ids.indexOf(heading) + 1;
  if (from === 0) return [];
  const next = ids.findIndex((id, at) => at >= from && isHeading(id));
  return ids.slice(from, next < 0 ? ids.length : next);
}
