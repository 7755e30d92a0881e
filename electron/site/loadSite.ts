/**
 * Reads a site file with all that it names, checks it as a whole, and gives the site or a SiteError that lists what is wrong.
 * Nothing of a wrong file is used. The layout of the file is described in docs/site-file.md.
 *
 * To add a field: 1. shared/site/site.ts, 2. its shape in shapes.ts, 3. build it below, 4. docs/site-file.md, 5. a test of a
 * wrong value in test/site/.
 */
import { createHash } from "node:crypto";
import { basename, dirname, resolve } from "node:path";
import { defaultClasses, defaultOutcomes } from "../../shared/site/defaults.ts";
import {
  type ClassName,
  type ClassRules,
  classOrder,
  type Language,
  type Role,
  type Site,
  type Station,
} from "../../shared/site/site.ts";
import type { AlarmInputs } from "../alarm/inputs.ts";
import type { CameraAccess } from "../camera/cameraAccess.ts";
import type { DoorAccess } from "../door/doorAccess.ts";
import type { PbxAccount } from "../host/ports.ts";
import { readAccounts } from "./account.ts";
import { checkLadder } from "./checkLadder.ts";
import { checkComplete, crossCheck, type Parts } from "./crossCheck.ts";
import { type Item, idsOf, isGroup, type RawItem, rawItems, readItems, readOne } from "./items.ts";
import type { PinHash } from "./pinHash.ts";
import { type Locate, Problems, type Seen, SiteError, shown } from "./problem.ts";
import { readAlarms } from "./readAlarms.ts";
import { readCallee, readCallFirst, readCallOutLists } from "./readCallees.ts";
import { readCameras } from "./readCameras.ts";
import { doorOf, readDoors } from "./readDoors.ts";
import { readMaps } from "./readMaps.ts";
import { readProcedures } from "./readProcedures.ts";
import { readScenarios } from "./readScenario.ts";
import { readAnnouncements, readHoldClip, readMessages } from "./readSounds.ts";
import { readStations } from "./readStations.ts";
import { readYaml } from "./readYaml.ts";
import * as shapes from "./shapes.ts";
import { insideSite, readBytes, type SiteFiles, shortName, utf8 } from "./siteFiles.ts";

export { SiteError } from "./problem.ts";

export interface LoadedSite {
  site: Site;
  /** In the site's order of preference. With the embedded plant the url is "": the shell fills it in. */
  accounts: PbxAccount[];
  /** By operator id; they never leave the host. */
  pins: ReadonlyMap<string, PinHash>;
  embeddedPlant: boolean;
  /** Directory of the site file, absolute: `image` and `geojson` of maps are relative to it. */
  dir: string;
  /** Sound file that a held caller hears, absolute; null: the console's own, in the site's languages. */
  holdClip: string | null;
  /** Of the console's own clips, in the order in which they are heard. */
  languages: readonly Language[];
  /** Ways in of alarms without voice, with their secrets; null or absent: none. */
  alarms?: AlarmInputs | null;
  /** How pictures are fetched, by station; absent: there is no camera. */
  cameras?: ReadonlyMap<string, CameraAccess>;
  /** How doors are opened by HTTP, by station; absent: none is. */
  doors?: ReadonlyMap<string, DoorAccess>;
  /** Sound files of the messages by their ids, absolute. */
  messageFiles: Readonly<Record<string, string>>;
  /** Recorded announcements of stations by their ids, absolute. */
  announcementFiles: Readonly<Record<string, string>>;
  /** Every file that the site was read from, absolute, the site file first. */
  files: string[];
  /** How they looked just before they were read: what watchSite compares with. */
  looks: string;
}

const mostBytes = 5_000_000;

/** `file`: path of the YAML file. Throws SiteError. */
export async function loadSite(file: string): Promise<LoadedSite> {
  const path = resolve(file);
  const problems = new Problems();
  const files: SiteFiles = { dir: dirname(path), seen: new Map(), problems };
  const name = basename(path);
  const giveUp = (): never => {
    const shortNames = [...files.seen.keys()].map((one) => shortName(files, one));
    throw new SiteError(file, problems.sorted(shortNames), seenIn(files));
  };

  const whole = { file: name, line: 0, field: "" };
  const bytes = await readBytes(files, path, whole, mostBytes);
  const text = bytes && utf8(bytes, whole, problems);
  const yaml = text === null ? null : readYaml(name, text, problems);
  if (!bytes || !yaml) return giveUp();
  const { root, locate } = yaml;

  const hash = createHash("sha256");
  const addToHash = (part: string, content: Buffer): void => {
    hash.update(`${part}\n${content.length}\n`).update(content);
  };
  addToHash(name, bytes);

  const head = readOne(root, shapes.fileShape, locate, problems);
  const list = (key: keyof Parts): RawItem[] => {
    const value = head ? head[key] : root[key];
    return Array.isArray(value) ? rawItems(value, key, locate) : [];
  };
  const raw = {
    areas: list("areas"),
    maps: list("maps"),
    pbxs: list("pbxs"),
    stations: list("stations"),
    zones: list("zones"),
    contacts: list("contacts"),
    callOutLists: list("callOutLists"),
    roles: list("roles"),
    operators: list("operators"),
    procedures: list("procedures"),
    outcomes: list("outcomes"),
    messages: list("messages"),
  };
  raw.stations.push(...(await stationsFromFile(head?.stationsFile, locate, files, addToHash)));

  const parts = {
    areas: readItems(raw.areas, shapes.areaShape, problems),
    maps: readItems(raw.maps, shapes.mapShape, problems),
    pbxs: readItems(raw.pbxs, shapes.pbxShape, problems),
    stations: readItems(raw.stations, shapes.stationShape, problems),
    zones: readItems(raw.zones, shapes.zoneShape, problems),
    contacts: readItems(raw.contacts, shapes.contactShape, problems),
    callOutLists: readItems(raw.callOutLists, shapes.callOutListShape, problems),
    roles: readItems(raw.roles, shapes.roleShape, problems),
    operators: readItems(raw.operators, shapes.operatorShape, problems),
    procedures: readItems(raw.procedures, shapes.procedureShape, problems),
    outcomes: readItems(raw.outcomes, shapes.outcomeShape, problems),
    messages: readItems(raw.messages, shapes.messageShape, problems),
  };
  const classes = readClasses(root["classes"], locate, problems);
  const { maps, contents } = await readMaps(parts.maps, files);
  for (const content of contents) addToHash(content.name, content.bytes);
  const { accounts, embeddedPlant } = await readAccounts(parts.pbxs, files, process.env);
  const alarms = await readAlarms(head?.alarms, idsOf(raw.stations), locate, files, process.env);
  const cameras = readCameras(parts.stations, process.env, problems);
  const doors = readDoors(parts.stations, process.env, problems);
  const holdClip = await readHoldClip(head?.holdClip, locate, files);
  if (holdClip) addToHash(holdClip.name, holdClip.bytes);
  const messages = await readMessages(parts.messages, files);
  const announcements = await readAnnouncements(parts.stations, files);
  for (const sound of [...messages.sounds, ...announcements.sounds]) addToHash(sound.name, sound.bytes);

  const own = await readScenarios(head?.scenarios ?? [], locate, files);
  for (const content of own.contents) addToHash(content.name, content.bytes);

  const ids = mapValues(raw, idsOf);
  crossCheck(parts, { ids, maps, demo: head?.demo ?? false }, problems);
  if (problems.none) checkComplete(parts, locate, problems);
  if (head?.demo && !embeddedPlant) {
    problems.add(locate(["demo"]), "no, for a plant other than the embedded one: a demo signs in by one click", "yes");
  }
  const numbers = new Map([...parts.contacts, ...parts.stations].map(({ value }) => [value.id, value.number]));
  const zoneNames = new Map(parts.zones.map(({ value }) => [value.id, value.name]));
  const callees = {
    numbers,
    never: new Map([
      ...parts.zones.map(({ value }) => [value.number, `the zone ${value.id}`] as const),
      ...parts.pbxs.map(({ value }) => [value.number ?? value.user, "this desk"] as const),
    ]),
  };
  const callOutLists = readCallOutLists(parts.callOutLists, callees, problems);
  const supervisor =
    head?.supervisor === undefined ? null : readCallee(head.supervisor, callees, locate, ["supervisor"], problems);
  const alternate =
    head?.alternate === undefined ? null : readCallee(head.alternate, callees, locate, ["alternate"], problems);
  if (classes && head) checkLadder(root["classes"], classes, head, locate, problems);
  const callFirst = readCallFirst(head?.callFirst ?? [], callees, ids, locate, problems);
  const doorWords = new Map(
    values(parts.stations).flatMap(({ id, door }) => (door ? [[id, door.words] as const] : [])),
  );
  const procedures = readProcedures(parts.procedures, { numbers, zoneNames, doors: doorWords }, problems);
  if (!head || !classes || !problems.none) return giveUp();

  const site: Site = {
    name: head.name,
    hash: hash.digest("hex"),
    demo: head.demo,
    presentsAs: head.presentsAs ?? head.name,
    answerUnsigned: head.answerUnsigned,
    ...(supervisor !== null && { supervisor }),
    ...withoutGaps({ ringAtLeast: head.ringAtLeast }),
    ...(alternate !== null && { alternate }),
    languages: head.languages,
    outcomes: parts.outcomes.length > 0 ? values(parts.outcomes) : defaultOutcomes,
    classes,
    areas: values(parts.areas),
    maps,
    pbxs: values(parts.pbxs).map((pbx) => ({
      id: pbx.id,
      name: pbx.name,
      ownNumber: pbx.number ?? pbx.user,
      emergencyNumbers: pbx.emergencyNumbers,
      assertsIdentity: pbx.assertsIdentity,
      ...(pbx.calledNumbers.length > 0 && { calledNumbers: pbx.calledNumbers }),
      ...(pbx.unencrypted && { unencrypted: true }),
      ...withoutGaps({ overflowAfterS: pbx.overflowAfterS }),
    })),
    ...withoutGaps({ correlation: head.correlation }),
    ...withoutGaps({ locationToleranceM: head.locationToleranceM }),
    ...(head.alertInfo.length > 0 && { alertInfo: head.alertInfo }),
    stations: values(parts.stations).map(stationOf),
    zones: zonesOf(parts),
    contacts: values(parts.contacts),
    callOutLists,
    ...(callFirst.length > 0 && { callFirst }),
    roles: values(parts.roles).map(roleOf),
    operators: values(parts.operators).map(({ id, name: called, role }) => ({ id, name: called, roleId: role })),
    procedures,
    messages: messages.messages,
    ...(own.scenarios.length > 0 && { scenarios: own.scenarios }),
  };
  const pins = new Map(values(parts.operators).flatMap(({ id, pin }) => (pin ? [[id, pin] as const] : [])));
  return {
    site,
    accounts,
    pins,
    embeddedPlant,
    dir: files.dir,
    holdClip: holdClip?.file ?? null,
    languages: head.languages,
    alarms,
    doors,
    cameras,
    messageFiles: messages.files,
    announcementFiles: announcements.files,
    ...seenIn(files),
  };
}

const seenIn = ({ seen }: SiteFiles): Seen => ({ files: [...seen.keys()], looks: [...seen.values()].join("\n") });

const values = <T>(items: readonly Item<T>[]): T[] => items.map(({ value }) => value);

const mapValues = <K extends string, A, B>(record: Readonly<Record<K, A>>, change: (value: A) => B): Record<K, B> =>
  Object.fromEntries(Object.entries<A>(record).map(([key, value]) => [key, change(value)])) as Record<K, B>;

type AddToHash = (part: string, content: Buffer) => void;

async function stationsFromFile(
  name: string | undefined,
  locate: Locate,
  files: SiteFiles,
  addToHash: AddToHash,
): Promise<RawItem[]> {
  if (name === undefined) return [];
  const where = locate(["stationsFile"]);
  const file = insideSite(files, name, where);
  const bytes = file && (await readBytes(files, file, where, mostBytes));
  if (!file || !bytes) return [];
  addToHash(name, bytes);
  const short = shortName(files, file);
  const text = utf8(bytes, { file: short, line: 0, field: "" }, files.problems);
  return text === null ? [] : readStations(short, text, files.problems);
}

/** The table of rules.md, with what the site says otherwise. */
function readClasses(raw: unknown, locate: Locate, problems: Problems): Record<ClassName, ClassRules> | null {
  if (raw !== undefined && !isGroup(raw)) {
    problems.add(locate(["classes"]), "a group of classes", shown(raw));
    return null;
  }
  const at: Locate = (path) => locate(["classes", ...path]);
  const read = readOne(raw ?? {}, shapes.classesShape, at, problems);
  if (!read) return null;
  const merged = classOrder.map((name) => [name, { ...defaultClasses[name], ...withoutGaps(read[name]) }] as const);
  return Object.fromEntries(merged) as Record<ClassName, ClassRules>;
}

type Filled<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** Absent instead of undefined, as optional fields are stored and sent. */
const withoutGaps = <T extends object>(group: T): Partial<Filled<T>> =>
  Object.fromEntries(Object.entries(group).filter(([, value]) => value !== undefined)) as Partial<Filled<T>>;

function stationOf(fields: shapes.StationFields): Station {
  const {
    id,
    name,
    number,
    type,
    map,
    at,
    area,
    words,
    detail,
    class: className,
    procedure,
    lines,
    announcement,
  } = fields;
  return {
    id,
    name,
    number,
    type,
    place: { mapId: map, at, areaId: area, words, detail: detail ?? "" },
    ...withoutGaps({ class: className, procedureId: procedure, lines }),
    ...(announcement !== undefined && { spoken: true as const }),
    ...doorOf(fields),
    ...(fields.camera && { camera: { stream: fields.camera.stream ?? null } }),
  };
}

/** Members may be listed with the zone or with the station; a spreadsheet has a column for it. */
function zonesOf({ zones, stations }: Pick<Parts, "zones" | "stations">): Site["zones"] {
  const members = new Map(zones.map(({ value }) => [value.id, new Set(value.stations)]));
  for (const { value } of stations) for (const zone of value.zones) members.get(zone)?.add(value.id);
  return values(zones).map(({ id, name, number, area, reportsMembers, allCall, outlines }) => ({
    id,
    name,
    number,
    stationIds: [...(members.get(id) ?? [])],
    areaId: area,
    reportsMembers,
    ...(allCall && { allCall }),
    outlines: outlines.map(({ map, points }) => ({ mapId: map, points })),
  }));
}

const roleOf = ({ areas, hours, train, ...rest }: shapes.RoleFields): Role => ({
  ...rest,
  ...withoutGaps({ areas, hours, train }),
});
