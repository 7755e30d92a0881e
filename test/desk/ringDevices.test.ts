/** Chosen ring devices that do not ring: a fault for each, in words, raised and cleared. */
import { expect, test } from "vitest";
import { type RingsNow, ringLabel, ringsNamed } from "../../shared/sound/ringDevices.ts";
import { entryWords } from "../../shared/words/entries.ts";
import { drive, site } from "./drive.ts";

const desk = { id: "d", label: "Desk speaker" };
const ceiling = { id: "c", label: "Ceiling speaker" };
const well: RingsNow = { playing: [desk, ceiling], silent: [], byDefault: true };
const ceilingGone: RingsNow = { playing: [desk], silent: [{ ...ceiling, why: "missing" }], byDefault: true };
const allGone: RingsNow = {
  playing: [],
  silent: [
    { ...desk, why: "refused" },
    { ...ceiling, why: "missing" },
  ],
  byDefault: true,
};

const report = (rings: RingsNow) => ({ type: "ringDevices" as const, rings });
function aDesk() {
  const self = drive();
  const words = () =>
    Object.values(self.desk.faults)
      .filter(({ kind }) => kind === "ringDeviceSilent")
      .map((fault) => fault.words);
  return { self, words };
}

test("one that is gone is a fault that names it and what rings on, and no second one while that lasts", () => {
  const { self, words } = aDesk();
  self.report(report(well));
  expect(words()).toEqual([]);
  self.report(report(ceilingGone));
  expect(words()).toEqual([
    "“Ceiling speaker” is not there: look after its plug and its power. The ring goes on by “Desk speaker”.",
  ]);
  const told = self.entries.length;
  self.report(report(ceilingGone));
  expect(self.entries).toHaveLength(told);
});

test("with all gone each is named and the system's default is said to ring", () => {
  const { self, words } = aDesk();
  self.report(report(ceilingGone));
  const since = self.now;
  self.pass(2_000);
  self.report(report(allGone));
  const instead = "No chosen device rings: the system's default rings instead.";
  expect(words().sort()).toEqual([
    `“Ceiling speaker” is not there: look after its plug and its power. ${instead}`,
    `“Desk speaker” cannot be opened: another program may hold it. ${instead}`,
  ]);
  expect(self.desk.faults["ringDeviceSilent:c"]?.raisedAt, "it has lasted since the first time").toBe(since);
  self.report(report({ ...allGone, byDefault: false }));
  expect(words()[0]).toContain("Nothing rings: there is no sound output.");
});

test("it is over when it rings again, or is chosen no more, and the history says which", () => {
  const { self, words } = aDesk();
  self.report(report(allGone));
  self.report(report({ playing: [ceiling], silent: [], byDefault: true }));
  expect(words()).toEqual([]);
  const over = self.entries.filter(({ kind }) => kind === "faultCleared").map((entry) => entryWords(entry, site));
  expect(over.sort()).toEqual([
    "Fault over: A ring device does not ring (it is not chosen any more)",
    "Fault over: A ring device does not ring (“Ceiling speaker” rings again)",
  ]);
});

test("the state names all that ring, the system's default where none does, and nothing where nothing can", () => {
  expect(ringLabel(well)).toBe("Desk speaker + Ceiling speaker");
  expect(ringLabel(ceilingGone)).toBe("Desk speaker");
  expect(ringLabel(allGone)).toBe("System default (no chosen device rings)");
  expect(ringLabel({ playing: [], silent: [], byDefault: true })).toBe("System default");
  expect(ringLabel({ playing: [], silent: [], byDefault: false })).toBeNull();
});

test("a device that was chosen before names were kept gets its name as soon as it is listed", () => {
  const listed = [{ ...desk, kind: "output" as const }];
  expect(ringsNamed([{ id: "d", label: "" }, ceiling], listed)).toEqual([desk, ceiling]);
  expect(ringsNamed([desk, ceiling], listed), "nothing new").toBeNull();
  expect(ringsNamed([desk], [{ id: "d", label: "", kind: "output" }]), "a nameless list").toBeNull();
});
