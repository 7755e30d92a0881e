/** A flood folded by area: what stays in sight, what the headings say, and what a fold by hand moves. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { foldByArea, isFolded, isHeading, refolded, sosInSight } from "../../renderer/console/queue/folds.ts";
import { queueOf, type Row, rowsWithUndo } from "../../renderer/console/queue/order.ts";
import type { PriorityEvent } from "../../shared/desk/state.ts";
import { type ClassName, classOrder } from "../../shared/site/site.ts";
import { Story } from "../gallery/story.ts";
import { aSite } from "./aSite.ts";

const now = 1_000_000;
const none: ReadonlySet<string> = new Set();

/** A row of its own: only what folding looks at. */
function row(id: string, name: ClassName, stationId: string, at: number, waiting = true): Row {
  const event = { id, class: name, stationId, openedAt: at, waitingSince: at, closed: null } as PriorityEvent;
  return { event, calls: [], waiting, shelf: null, quiet: false, rank: classOrder.indexOf(name) };
}
/** Stations are named by their area's first letter: n1, s2; x is of no area. */
const areaOf = (stationId: string) => ({ n: "North", s: "South" })[stationId.slice(0, 1)];

const sos = row("sos", "lifeSafety", "n1", 50);
const rows = [
  sos,
  row("u1", "urgent", "n1", 10),
  row("u2", "urgent", "s1", 20),
  row("u3", "urgent", "n2", 30),
  row("a1", "assistance", "s2", 41),
  row("a2", "assistance", "s3", 42),
  row("a3", "assistance", "s4", 43),
];
const fold = (unfolded: ReadonlySet<string> = none, selected: string | null = null) =>
  foldByArea(rows, areaOf, unfolded, selected);

describe("a folded flood", () => {
  it("has life safety on top, each by itself, and the rest behind its area, areas in the order of the queue", () =>
    // u1 is what waits longest but for SOS; the newest three stay in sight.
    expect(fold().ids).toEqual(["sos", "area:North", "area:South", "a1", "a2", "a3"]));

  it("keeps the selected one in its area", () =>
    expect(fold(none, "u3").ids).toEqual(["sos", "area:North", "u3", "area:South", "a1", "a2", "a3"]));

  it("keeps what Space answers when no life is at stake", () =>
    expect(foldByArea(rows.slice(1), areaOf, none, null).ids).toContain("u1"));

  it("shows all of an unfolded area, in the order of the queue", () =>
    expect(fold(new Set(["area:South"])).ids).toEqual(["sos", "area:North", "area:South", "u2", "a1", "a2", "a3"]));

  it("says of each area how many of which class wait, and since when", () => {
    expect(fold().folds.get("area:South")).toEqual({
      area: "South",
      waiting: { lifeSafety: 0, urgent: 1, assistance: 3, routine: 0 },
      handled: 0,
      shelved: 0,
      oldest: 20,
    });
    const taken = foldByArea([row("u1", "urgent", "n1", 10, false)], areaOf, none, null).folds.get("area:North");
    expect(taken).toMatchObject({ handled: 1, oldest: null });
  });

  it("puts those of no known area together", () =>
    expect(foldByArea([row("u", "urgent", "x", 1)], areaOf, none, null).ids[0]).toBe("area:Place unknown"));

  it("keeps a caller on the line, and one just closed while its undo lasts", () => {
    const told = new Story(aSite, now).ready().signIn("anna");
    const talking = told.press(90, "hp-118");
    told.answer(88, talking);
    const done = told.press(80, "hp-119");
    told
      .answer(79, done)
      .end(70, done.callId)
      .tell(4, "eventClosed", { eventId: done.eventId, outcome: "helped", note: "" });
    for (const ago of [20, 19, 18, 17]) told.press(ago, "door-5");
    const shown = rowsWithUndo(told.desk, queueOf(told.desk), now);
    const { ids } = foldByArea(shown, () => "Car park", none, null);
    expect(ids).toEqual(expect.arrayContaining([talking.eventId, done.eventId]));
  });

  it("loses nothing: each event is drawn or stands behind its heading, once", () => {
    const aRow = fc
      .tuple(
        fc.constantFrom(...classOrder),
        fc.constantFrom("n1", "s1", "x1"),
        fc.integer({ min: 0, max: 99 }),
        fc.boolean(),
      )
      .map(([name, station, at, waiting]) => ({ name, station, at, waiting }));
    fc.assert(
      fc.property(fc.array(aRow, { maxLength: 40 }), fc.subarray(["area:North", "area:South"]), (made, unfolded) => {
        const all = made.map(({ name, station, at, waiting }, i) => row(`e${i}`, name, station, at, waiting));
        const selected = all.at(-1)?.event.id ?? null;
        const found = foldByArea(all, areaOf, new Set(unfolded), selected);
        const cards = found.ids.filter((id) => !isHeading(id));
        expect(found.all.filter((id) => !isHeading(id)).sort()).toEqual(all.map(({ event }) => event.id).sort());
        expect(new Set(found.ids).size).toBe(found.ids.length);
        for (const { event } of all) if (event.class === "lifeSafety") expect(cards).toContain(event.id);
        if (selected !== null) expect(cards).toContain(selected);
      }),
    );
  });
});

describe("folding by hand, under the pointer", () => {
  it("puts the cards of the area below its heading and moves nothing above it, whatever else has changed", () => {
    const shown = ["sos", "area:North", "area:South", "a3"];
    const wanted = ["sos0", "sos", "area:North", "u1", "u3", "area:South", "a1", "a2", "a3"];
    expect(refolded(shown, wanted, "area:North")).toEqual(["sos", "area:North", "u1", "u3", "area:South", "a3"]);
  });

  it("takes them away again", () =>
    expect(
      refolded(["area:North", "u1", "u3", "area:South"], ["area:North", "u3", "area:South"], "area:North"),
    ).toEqual(["area:North", "u3", "area:South"]));
});

describe("the queue is folded", () => {
  it("above 30 open events until 20, so that one close does not turn it over", () => {
    const now = (before: boolean, open: number) => isFolded(before, open, false);
    expect([now(false, 30), now(false, 31), now(true, 30), now(true, 20)]).toEqual([false, true, true, false]);
  });

  it("in a flood, however few are open", () => expect(isFolded(false, 3, true)).toBe(true));
});

describe("of the SOS that wait in a flood", () => {
  const sosAt = (id: string, at: number, waiting = true) => row(id, "lifeSafety", "n1", at, waiting);
  it("the oldest and the newest have a fixed place", () => {
    const { oldest, newest } = sosInSight([
      sosAt("b", 20),
      sosAt("a", 10),
      sosAt("c", 30),
      row("u", "urgent", "n1", 1),
    ]);
    expect([oldest?.event.id, newest?.event.id]).toEqual(["a", "c"]);
  });

  it("those that somebody has taken have none", () =>
    expect(sosInSight([sosAt("a", 10, false), row("u", "urgent", "n1", 1)])).toEqual({ oldest: null, newest: null }));

  it("the oldest is the one that the strip names", () => {
    const told = new Story(aSite, now).ready().signIn("anna");
    told.press(9, "sos-215");
    told.press(20, "sos-214");
    told.press(30, "hp-031");
    const queue = queueOf(told.desk);
    expect(sosInSight(queue.rows).oldest?.event.id).toBe(queue.first?.event.id);
  });
});

describe("a shelved event in a flood", () => {
  it("is counted apart, folds away, and does not keep the newest from their place", () => {
    const quiet = { ...row("q", "urgent", "n1", 99, false), quiet: true };
    const found = foldByArea([...rows, quiet], areaOf, none, null);
    expect(found.folds.get("area:North")).toMatchObject({ handled: 0, shelved: 1, oldest: 10 });
    expect(found.ids).toEqual(["sos", "area:North", "area:South", "a1", "a2", "a3"]);
  });
});
