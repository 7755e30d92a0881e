/** A small site and pieces of a desk for the tests of the map. */
import { type Call, type Desk, emptyDesk, type PriorityEvent } from "../../shared/desk/state.ts";
import type { Shelf } from "../../shared/shelf/shelf.ts";
import { defaultClasses, defaultOutcomes } from "../../shared/site/defaults.ts";
import type { Site, Station, Zone } from "../../shared/site/site.ts";

export const station = (id: string, over: Partial<Station> = {}): Station => ({
  id,
  name: `SOS ${id}`,
  number: id,
  type: "sosTerminal",
  place: { mapId: "tunnel", at: [100, 50], areaId: "tube", words: `km ${id}`, detail: "" },
  ...over,
});

export const zone = (id: string, stationIds: readonly string[], over: Partial<Zone> = {}): Zone => ({
  id,
  name: `Zone ${id}`,
  number: `68${id}`,
  stationIds,
  areaId: "tube",
  reportsMembers: true,
  outlines: [],
  ...over,
});

export const site = (stations: readonly Station[], zones: readonly Zone[] = []): Site => ({
  name: "Test",
  hash: "h",
  demo: true,
  presentsAs: "Control room 6000",
  answerUnsigned: true,
  outcomes: defaultOutcomes,
  classes: defaultClasses,
  areas: [{ id: "tube", name: "Tube" }],
  maps: [
    { id: "tunnel", name: "Tunnel plan", kind: "plan", image: "tunnel.svg", width: 1000, height: 500 },
    { id: "region", name: "Region", kind: "geo", geojson: "region.geojson", center: [11, 47], zoom: 12 },
  ],
  pbxs: [],
  stations,
  zones,
  callOutLists: [],
  contacts: [],
  roles: [],
  operators: [],
  procedures: [],
  messages: [{ id: "clear", name: "Clear the tube", words: "Leave the tube.", durationMs: 8_000 }],
});

export const event = (id: string, over: Partial<PriorityEvent> = {}): PriorityEvent => ({
  id,
  class: "lifeSafety",
  why: [],
  stationId: id,
  number: id,
  name: `SOS ${id}`,
  claimedName: "",
  readAs: "",
  trust: "asserted",
  condition: "active",
  acknowledged: false,
  openedAt: 1_000,
  waitingSince: 1_000,
  rungs: [],
  summons: [],
  targetAt: 11_000,
  presses: [1_000],
  callIds: [],
  firstAnsweredAt: null,
  acknowledgedBy: null,
  acknowledgedHow: null,
  abandoned: false,
  callLost: false,
  lastEnded: null,
  stalledDueAt: null,
  stalled: false,
  procedureId: null,
  steps: [],
  notes: [],
  earlierEventId: null,
  closed: null,
  ...over,
});

export const call = (id: string, over: Partial<Call> = {}): Call => ({
  id,
  direction: "in",
  state: "offered",
  pbxId: "A",
  pressId: id,
  correlation: null,
  copyDueAt: null,
  eventId: null,
  stationId: null,
  number: null,
  name: "",
  since: 1_000,
  stateSince: 1_000,
  answeredAt: null,
  bound: true,
  notAnswerable: null,
  muted: false,
  handledBy: null,
  sound: { in: false, out: false },
  digits: "",
  doorSentAt: null,
  digitsRefused: null,
  ending: false,
  healing: null,
  listenOnly: false,
  iceRestarted: false,
  silent: false,
  pathSince: null,
  returnDueAt: null,
  asksAgain: false,
  orderDueAt: null,
  transfer: null,
  conference: null,
  claimedAt: null,
  ...over,
});

/** A station out of service, or several on one shelf. */
export const shelf = (...stationIds: string[]): Shelf => ({
  id: "s",
  as: "outOfService",
  of: { kind: "station", id: stationIds[0] ?? "" },
  stationIds,
  name: "Station",
  reason: "handset torn off",
  by: "operator:a",
  approvedBy: null,
  since: 0,
  endsAt: 3_600_000,
});

export const desk = (
  events: readonly PriorityEvent[],
  calls: readonly Call[] = [],
  over: Partial<Desk> = {},
): Desk => ({
  ...emptyDesk,
  events: Object.fromEntries(events.map((one) => [one.id, one])),
  calls: Object.fromEntries(calls.map((one) => [one.id, one])),
  ...over,
});
