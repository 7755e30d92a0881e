/** What is said of a page: while it runs, and afterwards. A receipt never claims more than the PBX told. */
import { describe, expect, it } from "vitest";
import { membersOf, messageWords, receiptWords, zoneNames, zoneWords } from "../../renderer/console/reach/pageWords.ts";
import type { EndedPage, Page, PageLeg, PageMember } from "../../shared/page/page.ts";
import { site, station, zone } from "../map/fixtures.ts";

const stations = ["1", "2", "3"].map((id) => station(id, { type: "speaker", name: `Speaker ${id}` }));
const tube = zone("a", ["1", "2", "3"], { name: "Tube B all" });
const world = site(stations, [tube]);

const member = (stationId: string | null, status: PageMember["status"]): PageMember => ({
  number: "x",
  stationId,
  status,
});
const leg = (over: Partial<PageLeg> = {}): PageLeg => ({
  zoneId: "a",
  callId: "c",
  state: "open",
  failure: null,
  members: null,
  pbxId: "A",
  message: null,
  beginDueAt: null,
  ...over,
});
const page = (one: PageLeg): Page => ({
  id: "p1",
  state: "open",
  by: "operator:a",
  approvedBy: null,
  allCall: false,
  message: null,
  requestedAt: 0,
  openedAt: 1_000,
  openDueAt: null,
  releasedBecause: null,
  legs: [one],
});
const ended = (one: PageLeg, reason: EndedPage["reason"] = "released"): EndedPage => ({
  ...page(one),
  closedAt: 10_000,
  reason,
});
const running = (one: PageLeg) => zoneWords(tube, page(one), null, 10_000, world);
const receipt = (one: PageLeg) => zoneWords(tube, null, ended(one), 20_000, world);

const all = ["1", "2", "3"].map((id) => member(id, "joined"));

describe("a zone while a page runs into it", () => {
  it("says Wait until its path is open", () => {
    expect(running(leg({ state: "dialling" })).words).toBe("Wait… opening");
  });
  it("counts the members that joined", () => {
    expect(running(leg({ members: all }))).toEqual({
      look: "onAir",
      words: "ON AIR 00:09 · 3 of 3 members",
      missing: [],
    });
  });
  it("names who is missing", () => {
    const says = running(leg({ members: [member("1", "joined"), member("2", "busy")] }));
    expect(says).toEqual({
      look: "partly",
      words: "ON AIR 00:09 · 1 of 3 members",
      missing: ["Speaker 2", "Speaker 3"],
    });
  });
  it("does not count a member that has left", () => {
    expect(running(leg({ members: [...all.slice(1), member("1", "left")] })).words).toContain("2 of 3");
  });
  it("claims nothing where the PBX tells nothing", () => {
    expect(running(leg()).words).toBe("ON AIR 00:09 · members not reported");
  });
  it("says why it could not be opened", () => {
    expect(running(leg({ state: "failed", failure: "Busy: a page is running" }))).toMatchObject({
      look: "failed",
      words: "Busy: a page is running",
    });
  });
  it("says why it was cut off, while the page goes on and in its receipt", () => {
    const cut = leg({ state: "ended", failure: "The PBX ended it", members: all });
    expect(running(cut)).toMatchObject({ look: "failed", words: "Cut off: The PBX ended it" });
    expect(receipt(cut)).toMatchObject({ look: "partly", words: "Cut off: The PBX ended it" });
  });
});

describe("a zone while a message is played to it", () => {
  const message = { id: "clear", durationMs: 8_000 };
  const says = (one: PageLeg) => zoneWords(tube, { ...page(one), message }, null, 10_000, world).words;
  it("waits for its members, names the message on air, and says when it was played", () => {
    expect(says(leg({ message: "waiting" }))).toBe("Open, members are joining…");
    expect(says(leg({ message: "playing", members: all }))).toBe("ON AIR 00:09 · “Clear the tube” · 3 of 3 members");
    expect(says(leg({ message: "played", members: all }))).toBe("Message played");
  });
  it("is named in its row with its length, and only once it is on air", () => {
    const row = (one: PageLeg) => messageWords({ ...page(one), message }, 10_000, world);
    expect(row(leg({ message: "waiting" }))).toEqual({ air: "Wait…", name: "Clear the tube" });
    expect(row(leg({ message: "playing" })).air).toBe("ON AIR 00:09 · 00:08 long");
  });
  it("has a receipt that says who heard it, and whether to its end", () => {
    const told = (one: PageLeg, reason: EndedPage["reason"]) => receiptWords({ ...ended(one, reason), message }, world);
    expect(told(leg({ state: "ended", message: "played", members: all }), "played")).toBe(
      "Message “Clear the tube”. Page ended, 00:09 on air. Tube B all: 3 of 3 members reached.",
    );
    expect(told(leg({ state: "ended", message: "playing", members: all }), "stopped")).toContain(
      "Tube B all: the message was cut short · 3 of 3 members reached.",
    );
    expect(told(leg({ state: "ended", message: "waiting" }), "stopped")).toContain("the message did not begin");
    expect(told(leg({ state: "dialling", message: "waiting" }), "stopped")).toContain("ended before it opened");
  });
});

describe("the receipt of a page", () => {
  it("counts as reached who had joined, also when they have left with its end", () => {
    expect(
      receipt(leg({ state: "ended", members: all.map((one) => ({ ...one, status: "left" as const })) })).words,
    ).toBe("3 of 3 members reached");
  });
  it("does not count who was joining, busy or failed", () => {
    const members = [member("1", "joined"), member("2", "joining"), member("3", "failed")];
    expect(receipt(leg({ state: "ended", members }))).toMatchObject({
      look: "partly",
      words: "1 of 3 members reached",
    });
  });
  it("says only that the zone answered where members are not reported", () => {
    expect(receipt(leg({ state: "ended" })).words).toBe("Zone answered, members not reported");
  });
  it("says that nobody was reached when the key was let go before the path opened", () => {
    expect(receipt(leg({ state: "dialling", members: [] })).words).toBe("Not reached: let go before it opened");
  });
  it("counts a stranger that joined without hiding who is missing", () => {
    const says = receipt(leg({ state: "ended", members: [member(null, "joined"), member("1", "joined")] }));
    expect(says.words).toBe("2 of 4 members reached");
    expect(says.missing).toEqual(["Speaker 2", "Speaker 3"]);
  });
  it("is one sentence with how it ended, how long, and who was reached", () => {
    expect(receiptWords(ended(leg({ state: "ended", members: all })), world)).toBe(
      "Page ended, 00:09 on air. Tube B all: 3 of 3 members reached.",
    );
  });
  it("says when this window was not heard", () => {
    expect(receiptWords(ended(leg({ state: "ended" }), "lapsed"), world)).toContain("was not heard for half a second");
  });
});

it("a zone counts speakers, or stations where it has others too", () => {
  expect(membersOf(tube, world)).toBe("3 speakers");
  expect(membersOf(zone("b", ["1", "9"]), site([...stations, station("9")]))).toBe("2 stations");
});

it("the talk button names one zone, two, or the first and how many more", () => {
  const names = (...list: string[]) => zoneNames(list.map((name) => ({ name })));
  expect([names(), names("A"), names("A", "B"), names("A", "B", "C")]).toEqual(["", "A", "A and B", "A and 2 more"]);
});
