/** What a site is: the plant's PBXs, stations, zones, people and rules, as the host hands it to every part. Data only. */

import type { Scenario } from "../training/scenario.ts";

/** Class of a priority event. Order of importance is `classOrder`; the table of defaults is `defaults.ts`. */
export type ClassName = "lifeSafety" | "urgent" | "assistance" | "routine";
export const classOrder: readonly ClassName[] = ["lifeSafety", "urgent", "assistance", "routine"];

/** Languages in which the console itself speaks: clips/hold-en.wav … */
export type Language = "en" | "de";

export type StationType = "sosTerminal" | "helpPoint" | "intercom" | "doorStation" | "speaker";

/** Sounds of the console. Class sounds differ in rhythm, not only pitch (screen.md). */
export type SoundName = "threeFast" | "twoPulses" | "oneSoft" | "oneSoftOnce";

export interface ClassRules {
  /** Words for people: "Life safety". */
  label: string;
  answerTargetS: number;
  sound: SoundName;
  /** Seconds after which an unanswered event sounds louder; null: never. */
  louderAfterS: number | null;
  /** Seconds after which an unanswered event has the supervisor called, then the alternate number; null: never. */
  supervisorAfterS: number | null;
  alternateAfterS: number | null;
  /** Seconds a caller may be held before the card asks again. */
  holdReturnS: number;
  /** An acknowledged, unclosed event with nothing done for this long sounds again. */
  stalledAfterS: number;
  /** Answered by itself when the desk is idle (rules.md, answering); absent: not. */
  autoAnswer?: boolean;
}

interface Place {
  mapId: string;
  /** Plan: pixels from the top left of the image [x, y]. Geo map: degrees [longitude, latitude]. */
  at: readonly [number, number];
  areaId: string;
  /** Short words, shown in titles: "Tube B km 3.4". */
  words: string;
  /** More words, shown beneath: "northbound, cross passage 7". */
  detail: string;
}

export interface Station {
  id: string;
  name: string;
  /** Directory number at the PBX; unique in the site. */
  number: string;
  type: StationType;
  place: Place;
  /** Overrides the class that the type gives. */
  class?: ClassName;
  procedureId?: string;
  /** Calls it can hold; with 1, its calls from two PBXs at a time are one press. */
  lines?: number;
  /** The door this station stands at; drawn only where given. Opened by digits sent into the call with it. */
  door?: { digits: string; words: string };
  /** It has a recorded clip of its own, which the supervisor hears in place of its type and number. */
  spoken?: true;
  /** It has a camera whose picture is kept at each press. `stream`: its moving picture, for the plant's video system; null: not named. */
  camera?: { stream: string | null };
  /** The door it stands at, opened by HTTP; its address stays in the host. `readsState`: whether it is open can be read back. */
  httpDoor?: { words: string; readsState: boolean };
}

interface Area {
  id: string;
  name: string;
}

export type SiteMap =
  | { id: string; name: string; kind: "plan"; image: string; width: number; height: number }
  | { id: string; name: string; kind: "geo"; geojson: string; center: readonly [number, number]; zoom: number };

export interface Zone {
  id: string;
  name: string;
  /** Number to call to page this zone. */
  number: string;
  /** Stations that sound the page. */
  stationIds: readonly string[];
  areaId: string;
  /** True: the PBX tells who was reached (RFC 4575 conference-info). */
  reportsMembers: boolean;
  /** It reaches everyone: paging it is an all call, a grave act that a second operator approves. */
  allCall?: boolean;
  /** Outline on maps, in the map's own coordinates (as Place.at). */
  outlines: readonly { mapId: string; points: readonly (readonly [number, number])[] }[];
}

export interface Contact {
  id: string;
  name: string;
  number: string;
  /** "Patrol, on duty 06-22". */
  words: string;
}

/** People to call one after the other until one of them answers. */
export interface CallOutList {
  id: string;
  name: string;
  /** "Whoever is on duty goes". */
  words: string;
  /** Numbers in the order in which they are called; no number twice. */
  members: readonly string[];
  /** How long each may take to answer, in seconds. */
  eachS: number;
}

/** Whom the site has called first for events: of these stations, in these areas, of these classes; what is empty is any. */
export interface CallFirst {
  stationIds: readonly string[];
  areaIds: readonly string[];
  classes: readonly ClassName[];
  /** In the order in which they are offered. */
  numbers: readonly string[];
}

/** A recorded announcement that can be played to zones; its sound stays with the host and the media page. */
export interface Message {
  id: string;
  name: string;
  /** What it says, word for word. */
  words: string;
  durationMs: number;
}

/** Rights of a role. Whatever is not named here is denied (rules.md, deny by default). */
export interface Role {
  id: string;
  name: string;
  /** Answer, hold, end, acknowledge, call back and close priority events. */
  handleEvents: boolean;
  /** What may be called: stations of the site, contacts of the site, numbers matching one of these patterns ("0*" = prefix). */
  call: { stations: boolean; contacts: boolean; numbers: readonly string[] };
  /** Zones that may be paged: ids, or "all". */
  page: "all" | readonly string[];
  /** All call with a second operator's PIN. */
  allCall: boolean;
  /** Open the door of a station, while talking with it. */
  openDoors: boolean;
  /** Shelve events and stations that are not life safety, and take stations out of service. Absent: denied. */
  shelve?: boolean;
  readHistory: boolean;
  exportHistory: boolean;
  /** May approve another operator's grave act with the own PIN. */
  approve: boolean;
  /** Begin an exercise at this position; absent: denied. */
  train?: boolean;
  /** Only in these areas; absent: everywhere. */
  areas?: readonly string[];
  /** Only in these hours of the day, local, "06:00"–"22:00"; absent: always. Applies to calling, paging, doors and shelving. */
  hours?: { from: string; to: string };
}

/** An operator as consoles see one; PIN hashes never leave the host. */
export interface Operator {
  id: string;
  name: string;
  roleId: string;
}

type StepKind = "say" | "ask" | "do" | "call" | "page" | "door";
export interface ProcedureStep {
  kind: StepKind;
  words: string;
  mandatory: boolean;
  /** ask: the answers to choose from. */
  answers?: readonly string[];
  /** call: a number, contact id or station id's number. */
  number?: string;
  /** page: the zone. */
  zoneId?: string;
  /** door: the station that it stands at; absent: the event's own. */
  stationId?: string;
}
export interface Procedure {
  id: string;
  name: string;
  /** Used for stations that name it, else for the first procedure that names the event's class. */
  classes: readonly ClassName[];
  steps: readonly ProcedureStep[];
}
/** What an event keeps of its procedure. */
export type KeptProcedure = Pick<Procedure, "name" | "steps">;

/** A PBX as consoles see one; the account's password stays in the host. */
export interface Pbx {
  id: string;
  name: string;
  /** Our own number there, "6000". */
  ownNumber: string;
  /** Called numbers that make an unknown caller urgent. */
  emergencyNumbers: readonly string[];
  /** Called numbers that mean a class: they raise what the caller has, for other callers than stations up to urgent. */
  calledNumbers?: readonly { number: string; class: ClassName }[];
  /** True when P-Asserted-Identity from this PBX may be believed: its recipe strips inbound copies. */
  assertsIdentity: boolean;
  /** Its signalling crosses a network in the open, because the site says so; shown for as long as it does. */
  unencrypted?: boolean;
  /** Seconds after which this PBX gives a call that no console answered to another telephone, as its recipe sets it. */
  overflowAfterS?: number;
}

export interface Site {
  name: string;
  /** SHA-256 of the site file and of the files it names: the configuration version that entries refer to. */
  hash: string;
  /** The embedded demo: sign-in by one click, marked DEMO. */
  demo: boolean;
  /** How outbound calls present themselves: "Control room 6000". */
  presentsAs: string;
  /** Number of the supervisor, whom F12 calls; absent: the site names none. */
  supervisor?: string;
  /** Number that is called when the supervisor did not help: another control room, say; absent: the site names none. */
  alternate?: string;
  /** Languages of the console's own clips, in order; absent: English. */
  languages?: readonly Language[];
  /** Answering is allowed with nobody signed in (journalled as "identity pending"). */
  answerUnsigned: boolean;
  /** Percent of full volume below which the ring of life safety, and of a deaf console, cannot be turned. */
  ringAtLeast?: number;
  outcomes: readonly { id: string; label: string }[];
  classes: Readonly<Record<ClassName, ClassRules>>;
  areas: readonly Area[];
  maps: readonly SiteMap[];
  pbxs: readonly Pbx[];
  /** Header by which copies of one press from several PBXs are known, lower case: "session-id" (RFC 7989) or their recipes' own. */
  correlation?: string;
  /** A location in the call is at odds with the station when further from it than its radius and this. Absent: 200 m. */
  locationToleranceM?: number;
  /** Values of Alert-Info that mean a class, by a part of them; the same limits as for called numbers. */
  alertInfo?: readonly { contains: string; class: ClassName }[];
  stations: readonly Station[];
  zones: readonly Zone[];
  contacts: readonly Contact[];
  callOutLists: readonly CallOutList[];
  callFirst?: readonly CallFirst[];
  roles: readonly Role[];
  operators: readonly Operator[];
  procedures: readonly Procedure[];
  messages: readonly Message[];
  /** Exercises that can be begun here: those that come with the console, and the site's own. */
  scenarios?: readonly Scenario[];
}
