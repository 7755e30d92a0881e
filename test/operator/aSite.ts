/** A small site to ask permissions of: three areas, five stations, three zones and the roles of a usual plant. */
import { defaultClasses, defaultOutcomes } from "../../shared/site/defaults.ts";
import type { Role, Site, Station } from "../../shared/site/site.ts";

export const nothingAllowed: Role = {
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

const station = (id: string, number: string, areaId: string): Station => ({
  id,
  name: `Station ${id}`,
  number,
  type: "sosTerminal",
  place: { mapId: "plan", at: [10, 10], areaId, words: `Place of ${id}`, detail: "" },
});

export const dispatcher: Role = {
  ...nothingAllowed,
  id: "dispatcher",
  name: "Dispatcher",
  handleEvents: true,
  call: { stations: true, contacts: true, numbers: ["0*", "112"] },
  page: ["tubeA", "tubeB"],
  allCall: true,
  openDoors: true,
  shelve: true,
  readHistory: true,
};

const supervisor: Role = {
  ...dispatcher,
  id: "supervisor",
  name: "Supervisor",
  call: { stations: true, contacts: true, numbers: ["0*", "112", "+*"] },
  page: "all",
  exportHistory: true,
  approve: true,
};

const maintenance: Role = {
  ...nothingAllowed,
  id: "maintenance",
  name: "Maintenance",
  call: { stations: true, contacts: false, numbers: [] },
  areas: ["tubeA"],
  hours: { from: "06:00", to: "22:00" },
};

const auditor: Role = {
  ...nothingAllowed,
  id: "auditor",
  name: "Auditor",
  readHistory: true,
  exportHistory: true,
};

export const aSite: Site = {
  name: "Test tunnel",
  hash: "0",
  demo: false,
  presentsAs: "Control room",
  answerUnsigned: true,
  outcomes: defaultOutcomes,
  classes: defaultClasses,
  areas: [
    { id: "tubeA", name: "Tube A" },
    { id: "tubeB", name: "Tube B" },
  ],
  maps: [{ id: "plan", name: "Plan", kind: "plan", image: "plan.svg", width: 100, height: 100 }],
  pbxs: [{ id: "A", name: "PBX A", ownNumber: "6000", emergencyNumbers: ["112"], assertsIdentity: true }],
  stations: [station("a1", "101", "tubeA"), station("a2", "102", "tubeA"), station("b1", "201", "tubeB")],
  zones: [
    {
      id: "tubeA",
      name: "Tube A all",
      number: "801",
      stationIds: ["a1", "a2"],
      areaId: "tubeA",
      reportsMembers: true,
      outlines: [],
    },
    {
      id: "tubeB",
      name: "Tube B all",
      number: "802",
      stationIds: ["b1"],
      areaId: "tubeB",
      reportsMembers: true,
      outlines: [],
    },
    {
      id: "all",
      name: "All speakers",
      number: "809",
      stationIds: ["a1", "a2", "b1"],
      areaId: "tubeB",
      reportsMembers: true,
      allCall: true,
      outlines: [],
    },
  ],
  contacts: [
    { id: "patrol", name: "Patrol", number: "7002", words: "on duty 06-22" },
    { id: "engineer", name: "Engineer abroad", number: "+41 44 555 01 42", words: "" },
  ],
  callOutLists: [],
  roles: [dispatcher, supervisor, maintenance, auditor, nothingAllowed],
  operators: [
    { id: "anna", name: "Anna", roleId: "dispatcher" },
    { id: "ben", name: "Ben", roleId: "supervisor" },
    { id: "mia", name: "Mia", roleId: "maintenance" },
    { id: "eve", name: "Eve", roleId: "auditor" },
    { id: "guest", name: "Guest", roleId: "none" },
    { id: "lost", name: "Lost", roleId: "deleted" },
  ],
  procedures: [],
  messages: [{ id: "clear", name: "Clear the tube", words: "Leave the tube.", durationMs: 8_000 }],
};
