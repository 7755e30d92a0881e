/** Taking a right away never permits more (invariant I13): for any role, any lesser role, and everything that can be asked. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Hour } from "../../shared/kit/moment.ts";
import {
  permitCall,
  permitCallBack,
  permitDoor,
  permitHandle,
  permitHistory,
  permitPage,
  permitTraining,
} from "../../shared/operator/permit.ts";
import type { Role, Site } from "../../shared/site/site.ts";
import { aSite, nothingAllowed } from "./aSite.ts";

const zones = ["tubeA", "tubeB", "all"];
const areas = ["tubeA", "tubeB"];
const patterns = ["*", "0*", "00*", "+*", "+43*", "112", "101", "8*", "7002"];
const numbers = ["101", "201", "801", "809", "7002", "+41445550142", "05121", "0043512", "112", "6000", "*72", "x"];
const clock = ["00:00", "06:00", "12:00", "22:00", "24:00"];

const anyRole = fc.record({
  handleEvents: fc.boolean(),
  call: fc.record({ stations: fc.boolean(), contacts: fc.boolean(), numbers: fc.subarray(patterns) }),
  page: fc.oneof(fc.constant("all" as const), fc.subarray(zones)),
  allCall: fc.boolean(),
  openDoors: fc.boolean(),
  shelve: fc.boolean(),
  readHistory: fc.boolean(),
  exportHistory: fc.boolean(),
  approve: fc.boolean(),
  train: fc.boolean(),
  areas: fc.option(fc.subarray(areas), { nil: undefined }),
  hours: fc.option(fc.record({ from: fc.constantFrom(...clock), to: fc.constantFrom(...clock) }), { nil: undefined }),
});
type Rights = typeof anyRole extends fc.Arbitrary<infer T> ? T : never;

/** Ways to take something away; each gives null where there is nothing to take. */
const takings: readonly ((rights: Rights, pick: number) => Rights | null)[] = [
  (rights) => ({ ...rights, handleEvents: false }),
  (rights) => ({ ...rights, call: { ...rights.call, stations: false } }),
  (rights) => ({ ...rights, call: { ...rights.call, contacts: false } }),
  (rights, pick) => ({ ...rights, call: { ...rights.call, numbers: without(rights.call.numbers, pick) } }),
  (rights, pick) => ({ ...rights, page: without(rights.page === "all" ? zones : rights.page, pick) }),
  (rights) => ({ ...rights, allCall: false }),
  (rights) => ({ ...rights, openDoors: false }),
  (rights) => ({ ...rights, shelve: false }),
  (rights) => ({ ...rights, readHistory: false }),
  (rights) => ({ ...rights, exportHistory: false }),
  (rights) => ({ ...rights, approve: false }),
  (rights) => ({ ...rights, train: false }),
  (rights, pick) => ({ ...rights, areas: without(rights.areas ?? areas, pick) }),
  (rights) => (rights.hours ? null : { ...rights, hours: { from: "06:00", to: "22:00" } }),
];
const without = <T>(list: readonly T[], pick: number): T[] =>
  list.filter((_, i) => i !== pick % Math.max(1, list.length));

function siteWith(rights: Rights): Site {
  const { areas: limit, hours, ...rest } = rights;
  const role: Role = {
    ...nothingAllowed,
    ...rest,
    id: "subject",
    name: "Subject",
    ...(limit && { areas: limit }),
    ...(hours && { hours }),
  };
  return {
    ...aSite,
    roles: [role, ...aSite.roles],
    // The subject asks and, in the last questions, a second one of the same role approves.
    operators: [
      { id: "one", name: "One", roleId: "subject" },
      { id: "two", name: "Two", roleId: "subject" },
      ...aSite.operators,
    ],
  };
}

/** Everything that can be asked, as one yes or no each. */
function permitted(site: Site, moment: Hour): boolean[] {
  const pages = [["tubeA"], ["tubeB"], ["all"], ["tubeA", "tubeB"], []].flatMap((zoneIds) =>
    [null, "one", "two", "ben"].flatMap((approvedBy) =>
      [false, true].map((allCall) => permitPage(site, "one", zoneIds, { allCall, approvedBy }, moment)),
    ),
  );
  return [
    permitHandle(site, "one"),
    ...numbers.map((number) => permitCall(site, "one", number, moment)),
    ...numbers.map((number) => permitCallBack(site, "one", number, moment)),
    ...pages,
    ...aSite.stations.map((station) => permitDoor(site, "one", station, moment)),
    permitHistory(site, "one", false),
    permitHistory(site, "one", true),
    permitTraining(site, "one"),
  ].map((refusal) => refusal === null);
}

test("taking a right away never permits more", () => {
  fc.assert(
    fc.property(
      anyRole,
      fc.constantFrom(...takings),
      fc.nat({ max: 9 }),
      fc.integer({ min: 0, max: 1439 }),
      (rights, take, pick, localMinute) => {
        const less = take(rights, pick);
        if (less === null) return;
        const [before, after] = [rights, less].map((one) => permitted(siteWith(one), { now: 0, localMinute }));
        after?.forEach((yes, i) => {
          if (yes) expect(before?.[i]).toBe(true);
        });
      },
    ),
    { numRuns: 2_000 },
  );
});
