/** A small site for journeys, built in code: a dozen stations, three zones, two contacts, and the roles of a usual plant. */
import type { LoadedSite } from "../../electron/site/loadSite.ts";
import { hashPin } from "../../electron/site/pinHash.ts";
import { defaultClasses, defaultOutcomes } from "../../shared/site/defaults.ts";
import type { ClassRules, Role, Site, Station, StationType, Zone } from "../../shared/site/site.ts";

export const domain = "plant.invalid";
export const password = "right";

const station = (number: string, name: string, type: StationType, areaId = "tubeA"): Station => ({
  id: `s${number}`,
  name,
  number,
  type,
  place: { mapId: "plan", at: [10, 10], areaId, words: `Place of ${name}`, detail: "" },
});

/** More help points than anyone needs, for a flood. */
export const manyHelpPoints = (count: number): Station[] =>
  Array.from({ length: count }, (_, index) => station(String(401 + index), `Help point ${401 + index}`, "helpPoint"));

const zone = (id: string, name: string, number: string, members: readonly string[], reportsMembers = true): Zone => ({
  id,
  name,
  number,
  stationIds: members.map((member) => `s${member}`),
  areaId: "tubeA",
  reportsMembers,
  outlines: [],
});

const nothing: Role = {
  id: "none",
  name: "Visitor",
  handleEvents: false,
  call: { stations: false, contacts: false, numbers: [] },
  page: [],
  allCall: false,
  openDoors: false,
  readHistory: false,
  exportHistory: false,
  approve: false,
};
const dispatcher: Role = {
  ...nothing,
  id: "dispatcher",
  name: "Dispatcher",
  handleEvents: true,
  call: { stations: true, contacts: true, numbers: ["0*", "9*"] },
  page: ["tubeA", "tubeB", "yard"],
  allCall: true,
  openDoors: true,
  shelve: true,
  readHistory: true,
};
const supervisor: Role = { ...dispatcher, id: "supervisor", name: "Supervisor", approve: true, page: "all" };
const guard: Role = { ...nothing, id: "guard", name: "Guard", handleEvents: true };

/** A held caller is asked about after one second, so that the journey need not wait for thirty. */
const impatient = (rules: ClassRules): ClassRules => ({ ...rules, holdReturnS: 1 });

export const smallSite: Site = {
  name: "Small tunnel",
  hash: "small",
  demo: false,
  presentsAs: "Control room",
  answerUnsigned: true,
  outcomes: defaultOutcomes,
  classes: { ...defaultClasses, lifeSafety: impatient(defaultClasses.lifeSafety) },
  areas: [{ id: "tubeA", name: "Tube A" }],
  maps: [{ id: "plan", name: "Plan", kind: "plan", image: "plan.svg", width: 100, height: 100 }],
  pbxs: [{ id: "A", name: "PBX A", ownNumber: "6000", emergencyNumbers: [], assertsIdentity: true }],
  stations: [
    station("214", "SOS 214", "sosTerminal"),
    station("215", "SOS 215", "sosTerminal"),
    station("209", "Help point 209", "helpPoint"),
    station("210", "Help point 210", "helpPoint"),
    station("150", "Gate", "intercom"),
    { ...station("511", "Depot door", "doorStation"), door: { digits: "9#", words: "Depot gate" } },
    station("301", "Speaker 301", "speaker"),
    station("302", "Speaker 302", "speaker"),
    station("303", "Speaker 303", "speaker"),
    station("304", "Speaker 304", "speaker"),
    station("305", "Speaker 305", "speaker"),
    station("306", "Speaker 306", "speaker"),
  ],
  zones: [
    zone("tubeA", "Tube A", "8001", ["301", "302"]),
    zone("tubeB", "Tube B", "8002", ["303", "304"]),
    zone("yard", "Yard", "8003", ["305", "306"], false),
  ],
  contacts: [
    { id: "patrol", name: "Patrol", number: "7010", words: "" },
    { id: "office", name: "Office", number: "7011", words: "" },
  ],
  callOutLists: [],
  roles: [dispatcher, supervisor, guard, nothing],
  operators: [
    { id: "anna", name: "Anna", roleId: "dispatcher" },
    { id: "ben", name: "Ben", roleId: "supervisor" },
    { id: "gus", name: "Gus", roleId: "guard" },
  ],
  procedures: [],
  messages: [{ id: "clear", name: "Clear the tube", words: "Leave the tube by the next exit.", durationMs: 2_000 }],
};

export const pinOf: Readonly<Record<string, string>> = { anna: "1111", ben: "2222", gus: "3333" };

/** The site as the host gets it. PINs are hashed at a cost that only a test may use. `url`: the PBX, or each PBX in turn. */
export async function loadedSite(site: Site, url: string | readonly string[], checkWayIn = false): Promise<LoadedSite> {
  const pins = await Promise.all(Object.entries(pinOf).map(async ([id, pin]) => [id, await hashPin(pin, 10)] as const));
  return {
    site,
    accounts: site.pbxs.map(({ id, ownNumber, assertsIdentity }, i) => ({
      id,
      url: typeof url === "string" ? url : (url[i] ?? ""),
      domain,
      user: ownNumber,
      password,
      displayName: "Control room",
      assertsIdentity,
      takesBackBy: "replaces",
      ...(checkWayIn && { checkNumber: ownNumber }),
    })),
    pins: new Map(pins),
    embeddedPlant: true,
    dir: "",
    holdClip: null,
    languages: ["en"],
    messageFiles: {},
    announcementFiles: {},
    files: [],
    looks: "",
  };
}
