/**
 * I2, I17, I18 and I22 over random histories: a frame seen twice is one press, an acknowledgement given twice is one, the wall
 * clock decides nothing, and each entry belongs to exactly one version of the site.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { decide } from "../../shared/desk/decide.ts";
import type { Entry } from "../../shared/desk/entries.ts";
import type { Command, Input } from "../../shared/desk/inputs.ts";
import { reduce } from "../../shared/desk/reduce.ts";
import { type Desk, type Evidence, emptyDesk } from "../../shared/desk/state.ts";
import { procedureOf } from "../../shared/priority/procedure.ts";
import type { Site } from "../../shared/site/site.ts";
import { site } from "./drive.ts";

const runs = Number(process.env["HISTORIES"] ?? 2_000);
const seed = Number(process.env["SEED"] ?? Date.now() % 2_147_483_647);

/** The same site in three versions: each with its own targets and procedure, so that an entry tells by which one it was decided. */
const versions: readonly Site[] = [10, 20, 40].map((answerTargetS, at) => ({
  ...site,
  hash: `version-${at}`,
  procedures: site.procedures.map((one) => ({ ...one, name: `${one.name} ${at}`, steps: one.steps.slice(0, at + 1) })),
  classes: {
    lifeSafety: { ...site.classes.lifeSafety, answerTargetS },
    urgent: { ...site.classes.urgent, answerTargetS: answerTargetS + 1 },
    assistance: { ...site.classes.assistance, answerTargetS: answerTargetS + 2 },
    routine: { ...site.classes.routine, answerTargetS: answerTargetS + 3 },
  },
}));

type Step =
  | { do: "press"; number: string; again: boolean }
  | { do: "command"; what: number; pick: number; times: number }
  | { do: "jump"; byMs: number }
  | { do: "load"; version: number }
  | { do: "pass"; ms: number }
  | { do: "gone"; pick: number };

const pick = fc.nat({ max: 30 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("press" as const),
      number: fc.constantFrom("101", "301", "501", "999"),
      again: fc.boolean(),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant("command" as const),
      what: fc.nat({ max: 999 }),
      pick,
      times: fc.integer({ min: 1, max: 3 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("jump" as const), byMs: fc.integer({ min: -9e6, max: 9e6 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("load" as const), version: fc.nat({ max: 2 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("pass" as const), ms: fc.constantFrom(100, 11_000, 61_000) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("gone" as const), pick }) },
);

/** A desk whose wall clock jumps as it is told, or stands by host time. */
function play(steps: readonly Step[], wallJumps: boolean): { desk: Desk; entries: Entry[] } {
  let desk = emptyDesk;
  let now = 1_000_000;
  let wall = now;
  let loaded = versions[0] ?? site;
  let presses = 0;
  const entries: Entry[] = [];
  const give = (input: Input): Entry[] => {
    const moment = { now, localMinute: 600, proofs: { A: now } };
    const made = decide(desk, loaded, input, moment).entries.map(({ attach: _kept, ...entry }) => {
      const stamped = { ...entry, seq: desk.seq + 1, at: now, wall } as Entry;
      desk = reduce(desk, stamped);
      return stamped;
    });
    entries.push(...made);
    return made;
  };
  const load = (next: Site): void => {
    loaded = next;
    give({ type: "report", report: { type: "siteLoaded", name: next.name, hash: next.hash } });
  };
  load(loaded);
  give({ type: "report", report: { type: "pbx", pbxId: "A", state: "registered", why: "" } });
  give({ type: "report", report: { type: "signInChecked", operatorId: "anna", ok: true } });

  for (const one of steps) {
    const ids = [...Object.keys(desk.events), "never"];
    switch (one.do) {
      case "press": {
        const evidence: Evidence = {
          number: one.number,
          displayName: null,
          assertedNumber: one.number,
          calledNumber: "6000",
          priority: null,
          resourcePriority: [],
          alertInfo: [],
        };
        const callId = `in-${++presses}`;
        const report = { type: "callSeen", callId, pbxId: "A", evidence, readable: true, attach: {} } as const;
        give({ type: "report", report });
        // I2: the same call told a second time adds nothing at all.
        if (one.again) expect(give({ type: "report", report })).toEqual([]);
        break;
      }
      case "command": {
        const eventId = ids[one.pick % ids.length] ?? "never";
        const commands: Command[] = [
          { type: "acknowledge", eventId },
          { type: "answer", eventId, holdEqual: true },
          { type: "close", eventId, outcome: "helped", note: "n", override: "no time" },
          { type: "note", eventId, text: "a word" },
        ];
        const command = commands[one.what % commands.length];
        if (!command) break;
        const made = Array.from({ length: one.times }, () => give({ type: "command", command, by: "operator:anna" }));
        // I17: said again, an acknowledgement or a close is neither made nor recorded again. (An answer takes the next leg.)
        if (command.type === "acknowledge" || command.type === "close") expect(made.slice(1).flat()).toEqual([]);
        break;
      }
      case "jump":
        if (wallJumps) wall += one.byMs;
        give({ type: "report", report: { type: "clockJumped", byMs: one.byMs } });
        break;
      case "load":
        load(versions[one.version] ?? site);
        break;
      case "pass":
        now += one.ms;
        wall += one.ms;
        give({ type: "tick" });
        break;
      case "gone": {
        const callIds = Object.keys(desk.calls);
        const callId = callIds[one.pick % Math.max(1, callIds.length)] ?? "never";
        give({ type: "report", report: { type: "callCancelled", callId, elsewhere: false } });
        break;
      }
    }
  }
  return { desk, entries };
}

test(`over ${runs} random histories (seed ${seed}) repeats, clocks and versions of the site change nothing they must not`, () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 5, maxLength: 40 }), (steps) => {
      const straight = play(steps, false);
      const jumping = play(steps, true);
      // I18: the wall clock is for display.
      expect(jumping.desk).toEqual(straight.desk);
      expect(jumping.entries.map(({ wall: _shown, ...entry }) => entry)).toEqual(
        straight.entries.map(({ wall: _shown, ...entry }) => entry),
      );
      // I22: what was decided follows the version that the journal names before it, and no other.
      let hash = "";
      for (const entry of straight.entries) {
        if (entry.kind === "siteLoaded") hash = entry.data.hash;
        if (entry.kind !== "eventOpened") continue;
        const version = versions.find((one) => one.hash === hash);
        expect(entry.data.targetMs).toBe((version?.classes[entry.data.class].answerTargetS ?? 0) * 1000);
        // What an event was opened with stays with it, whatever is loaded later.
        const procedure = version?.procedures.find(({ id }) => id === entry.data.procedureId);
        const event = straight.desk.events[entry.data.eventId];
        if (event) expect(procedureOf(site, event)?.name).toBe(procedure?.name);
        if (event) expect(procedureOf(site, event)?.steps).toEqual(procedure?.steps);
      }
    }),
    { numRuns: runs, seed },
  );
}, 3_600_000);
