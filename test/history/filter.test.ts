/** What the history form asks of the journal, and the names that make its rows sentences. */
import { describe, expect, it } from "vitest";
import { csvName, emptyForm, eventIdOf, filterOf, groups, withNewer } from "../../renderer/console/history/filter.ts";
import { subjectsOf } from "../../renderer/console/history/subjects.ts";
import type { Entry, EntryKind } from "../../shared/desk/entries.ts";
import { entryWords } from "../../shared/words/entries.ts";
import { desk, event, site } from "../map/fixtures.ts";

const now = Date.UTC(2026, 10, 21, 14, 6, 31);

const entry = (seq: number, kind: EntryKind, data: object): Entry =>
  ({ seq, at: seq, wall: now, kind, by: "host", data }) as unknown as Entry;

describe("the filter", () => {
  it("reaches back from now by the chosen span", () => {
    expect(filterOf({ ...emptyForm, range: "hour" }, now, null)).toMatchObject({ from: now - 3_600_000, to: null });
  });
  it("has no bounds for all", () => {
    expect(filterOf({ ...emptyForm, range: "all" }, now, null)).toMatchObject({ from: null, to: null });
  });
  it("takes from and to as typed, and an empty one as open", () => {
    const filter = filterOf({ ...emptyForm, range: "chosen", from: "2026-11-20T08:00", to: "" }, now, null);
    expect(filter.from).toBe(new Date(2026, 10, 20, 8, 0).getTime());
    expect(filter.to).toBeNull();
  });
  it("asks for the kinds of a group, a class, a station and trimmed words", () => {
    const form = { ...emptyForm, group: "pages", class: "urgent", stationId: "214", text: "  gate " } as const;
    expect(filterOf(form, now, 77)).toMatchObject({
      kinds: groups.pages.kinds,
      class: "urgent",
      stationId: "214",
      text: "gate",
      beforeSeq: 77,
    });
  });
  it("has each kind in exactly one group", () => {
    const kinds = Object.values(groups).flatMap((group) => group.kinds);
    expect(new Set(kinds).size).toBe(kinds.length);
  });
});

describe("what is newer than the rows shown", () => {
  const at = (seq: number) => entry(seq, "eventNoted", { eventId: "e1", text: "" });
  it("stands newest first, and an entry that two answers bring is there once", () => {
    const first = withNewer({ entries: [at(5), at(4)], newer: [] }, [at(7), at(6), at(5)]);
    expect(first.map(({ seq }) => seq)).toEqual([7, 6]);
    const next = withNewer({ entries: [at(5)], newer: first }, [at(8), at(7)]);
    expect(next.map(({ seq }) => seq)).toEqual([8, 7, 6]);
  });
  it("is all of it where nothing was found before", () =>
    expect(withNewer({ entries: [], newer: [] }, [at(2)])).toHaveLength(1));
});

it("an entry opens the time line of its event; one without an event opens none", () => {
  expect(eventIdOf(entry(1, "eventNoted", { eventId: "e1", text: "" }))).toBe("e1");
  expect(eventIdOf(entry(2, "callDialled", { eventId: null }))).toBeNull();
  expect(eventIdOf(entry(3, "hostStarted", { version: "1", gapMs: 0 }))).toBeNull();
});

it("an exported file is named by its time and holds no character that a file system refuses", () => {
  expect(csvName(new Date(2026, 10, 21, 14, 6).getTime())).toBe("history 2026-11-21 1406.csv");
});

describe("rows as sentences", () => {
  const known = [
    entry(1, "callOffered", { callId: "c1", eventId: "e1", stationId: "214", number: "214", name: "SOS 214" }),
    entry(2, "callDialled", { callId: "c2", eventId: null, number: "7002", name: "Patrol" }),
  ];
  it("name the call and the event that an entry only knows by id", () => {
    const words = (one: Entry) => entryWords(one, site([]), subjectsOf(known, desk([])));
    expect(words(entry(3, "callAlerting", { callId: "c2" }))).toMatch(/call to Patrol/);
    expect(words(entry(4, "eventRepeated", { eventId: "e1", targetMs: 1 }))).toMatch(/SOS 214/);
  });
  it("take names from the desk where the entries on screen have none", () => {
    expect(subjectsOf([], desk([event("9")])).event?.("9")).toBe("SOS 9");
  });
});
