/** A small site for tests of the console: a few stations of each kind, one procedure, two operators. */
import { defaultClasses, defaultOutcomes } from "../../shared/site/defaults.ts";
import type { Site, Station, StationType } from "../../shared/site/site.ts";

const station = (id: string, name: string, type: StationType, words: string): Station => ({
  id,
  name,
  number: id.replace(/\D/g, ""),
  type,
  place: { mapId: "plan", at: [0, 0], areaId: "tube", words, detail: "" },
});

export const aSite: Site = {
  name: "Test tunnel",
  hash: "0123456789abcdef",
  demo: false,
  presentsAs: "Control room 6000",
  answerUnsigned: true,
  outcomes: defaultOutcomes,
  classes: defaultClasses,
  areas: [{ id: "tube", name: "Tube" }],
  maps: [],
  pbxs: [{ id: "A", name: "PBX A", ownNumber: "6000", emergencyNumbers: ["112"], assertsIdentity: true }],
  stations: [
    station("sos-214", "SOS 214", "sosTerminal", "Tube B km 3.4"),
    station("sos-215", "SOS 215", "sosTerminal", "Tube B km 3.6"),
    station("hp-031", "Help point 031", "helpPoint", "Platform 2 east"),
    station("hp-118", "Help point 118", "helpPoint", "Car park P3"),
    station("hp-119", "Help point 119", "helpPoint", "Car park P3"),
    station("door-5", "Door 5", "doorStation", "Service gate north"),
  ],
  zones: [
    {
      id: "platform-2",
      name: "Platform 2",
      number: "6804",
      stationIds: [],
      areaId: "tube",
      reportsMembers: true,
      outlines: [],
    },
  ],
  callOutLists: [],
  contacts: [{ id: "patrol", name: "Patrol", number: "7002", words: "" }],
  roles: [],
  operators: [
    { id: "anna", name: "Anna Berger", roleId: "dispatcher" },
    { id: "carla", name: "Carla Steiner", roleId: "supervisor" },
  ],
  messages: [{ id: "edge", name: "Platform edge", words: "Keep clear of the edge.", durationMs: 4_000 }],
  procedures: [
    {
      id: "medical",
      name: "Medical",
      classes: ["urgent"],
      steps: [
        { kind: "say", words: "Confirm the place", mandatory: true },
        { kind: "ask", words: "Is anyone injured?", mandatory: false, answers: ["Yes", "No"] },
        { kind: "call", words: "Call first responder", mandatory: false, number: "7002" },
        { kind: "page", words: "Announce", mandatory: false, zoneId: "platform-2" },
      ],
    },
  ],
};
