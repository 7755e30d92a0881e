/**
 * The shape of each part of a site file. Everything arrives as text (readYaml.ts, readStations.ts); a field's message is what
 * was expected there, in words.
 */
import { z } from "zod";
import { normaliseNumber } from "../../shared/dialing/directory.ts";
import { isDialPattern } from "../../shared/operator/dialPattern.ts";
import { minuteOf } from "../../shared/operator/role.ts";
import type { ClassName, Language, SoundName, StationType } from "../../shared/site/site.ts";
import { parsePinHash } from "./pinHash.ts";

/** A field of text that `read` understands; it gives undefined for what it does not. */
const field = <T>(expected: string, read: (text: string) => T | undefined) =>
  z.unknown().transform((value, context): T => {
    const result = typeof value === "string" ? read(value.trim()) : undefined;
    if (result !== undefined) return result;
    context.issues.push({ code: "custom", message: expected, input: value });
    return z.NEVER;
  });

export const group = <T extends z.ZodRawShape>(fields: T) =>
  z.strictObject(fields, {
    error: (issue) =>
      issue.code === "unrecognized_keys" ? `one of the fields ${Object.keys(fields).join(", ")}` : "a group of fields",
  });

export const list = <T extends z.ZodType>(item: T, expected: string) => z.array(item, { error: expected });

export const matching = (expected: string, pattern: RegExp) =>
  field(expected, (text) => (pattern.test(text) ? text : undefined));

/** Control and direction characters can make a name look like another one. */
const misleading = /[\p{Cc}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u;
export const words = (longest: number) =>
  field(`text of at most ${longest} characters, without control characters`, (text) =>
    text !== "" && text.length <= longest && !misleading.test(text) ? text : undefined,
  );
export const id = field("an id of letters, digits, dots, dashes and underscores", (text) =>
  /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(text) && !(text in {}) ? text : undefined,
);
/** Stored as it is dialled: "0555 0142" is written for people. */
const number = field("a directory number of digits", (text) => normaliseNumber(text) || undefined);
export const flag = field(
  "yes or no",
  (text) => ({ yes: true, true: true, no: false, false: false })[text.toLowerCase()],
);
export const whole = (least: number, most: number) =>
  field(`a whole number from ${least} to ${most}`, (text) =>
    /^\d{1,9}$/.test(text) && Number(text) >= least && Number(text) <= most ? Number(text) : undefined,
  );
const decimal = field("a number", (text) => (/^-?\d{1,9}(\.\d{1,12})?$/.test(text) ? Number(text) : undefined));
const point = z.tuple([decimal, decimal], { error: "two numbers: [x, y], or [longitude, latitude] on a region map" });
const environmentName = matching("the name of an environment variable", /^[A-Za-z_][A-Za-z0-9_]*$/);
const path = matching("the path of a file", /^[^\0]{1,300}$/);

/** Spreadsheets write "SOS terminal", files write sosTerminal: both are read. */
export const choice = <T extends string>(expected: string, names: readonly T[]) => {
  const byKey = new Map(names.map((name) => [name.toLowerCase(), name]));
  return field(expected, (text) => byKey.get(text.toLowerCase().replace(/[\s_-]/g, "")));
};
export const types: readonly StationType[] = ["sosTerminal", "helpPoint", "intercom", "doorStation", "speaker"];
const classNames: readonly ClassName[] = ["lifeSafety", "urgent", "assistance", "routine"];
const sounds: readonly SoundName[] = ["threeFast", "twoPulses", "oneSoft", "oneSoftOnce"];
/** Those in which the console itself says something to a caller: clips/hold-en.wav … */
const languages: readonly Language[] = ["en", "de"];
const className = choice(`a class: ${classNames.join(", ")}`, classNames);

export const areaShape = group({ id, name: words(80) });

export const mapShape = group({
  id,
  name: words(80),
  image: path.optional(),
  geojson: path.optional(),
  center: point.optional(),
  zoom: whole(1, 19).optional(),
});

export const stationShape = group({
  id,
  name: words(80),
  number,
  type: choice(`a type of station: ${types.join(", ")}`, types),
  map: id,
  at: point,
  area: id,
  words: words(120),
  detail: words(200).optional(),
  class: className.optional(),
  procedure: id.optional(),
  lines: whole(1, 100).optional(),
  door: group({
    digits: matching(
      "1 to 16 of the keys 0–9, A–D, * and #, as the door expects them",
      /^[0-9A-D*#]{1,16}$/,
    ).optional(),
    words: words(80),
    url: words(500).optional(),
    method: choice("GET, POST or PUT", ["GET", "POST", "PUT"] as const).optional(),
    headersEnv: environmentName.optional(),
    digestEnv: environmentName.optional(),
    stateUrl: words(500).optional(),
    openWhen: words(120).optional(),
    closedWhen: words(120).optional(),
  }).optional(),
  camera: group({
    snapshot: words(500),
    stream: words(500).optional(),
    headersEnv: environmentName.optional(),
    digestEnv: environmentName.optional(),
  }).optional(),
  announcement: path.optional(),
  zones: list(id, "a list of zones").default([]),
});

export const zoneShape = group({
  id,
  name: words(80),
  number,
  area: id,
  stations: list(id, "a list of stations").default([]),
  reportsMembers: flag.default(true),
  allCall: flag.default(false),
  outlines: list(
    group({ map: id, points: list(point, "a list of points").min(3, "at least three points") }),
    "a list of outlines",
  ).default([]),
});

export const contactShape = group({ id, name: words(80), number, words: words(200).default("") });

/** A member is the id of a contact or a number, as the supervisor is. */
export const callOutListShape = group({
  id,
  name: words(80),
  words: words(200).default(""),
  members: list(words(80), "a list of contacts and numbers")
    .min(1, "at least one contact or number")
    .max(20, "at most 20 contacts and numbers"),
  eachS: whole(5, 120).default(20),
});

export const callFirstShape = group({
  stations: list(id, "a list of stations").default([]),
  areas: list(id, "a list of areas").default([]),
  classes: list(className, "a list of classes").default([]),
  call: list(words(80), "a list of contacts and numbers")
    .min(1, "at least one contact or number")
    .max(9, "at most nine contacts and numbers"),
});

export const roleShape = group({
  id,
  name: words(80),
  handleEvents: flag.default(false),
  call: group({
    stations: flag.default(false),
    contacts: flag.default(false),
    numbers: list(
      field("a number, or its beginning and a star, such as 0*", (text) => (isDialPattern(text) ? text : undefined)),
      "a list of numbers",
    ).default([]),
  }).default({ stations: false, contacts: false, numbers: [] }),
  page: z
    .union([field("all", (text) => (text === "all" ? ("all" as const) : undefined)), z.array(id)], {
      error: "all, or a list of zones",
    })
    .default([]),
  allCall: flag.default(false),
  openDoors: flag.default(false),
  shelve: flag.default(false),
  readHistory: flag.default(false),
  exportHistory: flag.default(false),
  approve: flag.default(false),
  train: flag.optional(),
  areas: list(id, "a list of areas").optional(),
  hours: field("hours such as 06:00-22:00, whose beginning and end differ", readHours).optional(),
});

function readHours(text: string): { from: string; to: string } | undefined {
  const [from = "", to = "", more] = text.split(/\s*[-–]\s*/);
  if (more !== undefined || minuteOf(from) === null || minuteOf(to) === null) return undefined;
  return from === to ? undefined : { from, to };
}

export const operatorShape = group({
  id,
  name: words(80),
  role: id,
  pin: field(
    "a hash as `npm run pin` prints it, scrypt of cost 17 or more",
    (text) => parsePinHash(text) ?? undefined,
  ).optional(),
});

const stepShape = group({
  say: words(300).optional(),
  ask: words(300).optional(),
  do: words(300).optional(),
  call: words(300).optional(),
  page: id.optional(),
  door: id.optional(),
  words: words(300).optional(),
  answers: list(words(60), "a list of answers")
    .min(2, "at least two answers")
    .max(9, "at most nine answers")
    .optional(),
  mandatory: flag.default(false),
});

export const procedureShape = group({
  id,
  name: words(80),
  classes: list(className, "a list of classes").default([]),
  // An event carries its procedure (shared/priority/procedure.ts): bounded.
  steps: list(stepShape, "a list of steps").min(1, "at least one step").max(30, "at most 30 steps"),
});

const pin = field(
  "a pin such as sha256/ and 44 characters",
  (text) => /^sha256\/([A-Za-z0-9+/]{43}=)$/.exec(text)?.[1],
);

export const pbxShape = group({
  id,
  name: words(80),
  address: words(300),
  domain: matching("a host name", /^[A-Za-z0-9.-]{1,253}$/).optional(),
  user: matching("a user name at the PBX", /^[A-Za-z0-9._~+*#-]{1,64}$/),
  number: number.optional(),
  displayName: words(80).optional(),
  emergencyNumbers: list(number, "a list of numbers").default([]),
  calledNumbers: list(group({ number, class: className }), "a list of numbers with their classes").default([]),
  assertsIdentity: flag.default(false),
  takesBackBy: choice("replaces or reInvite", ["replaces", "reInvite"] as const).default("replaces"),
  password: field("a password", (text) => text).optional(),
  passwordEnv: environmentName.optional(),
  passwordFile: path.optional(),
  ca: path.optional(),
  cert: path.optional(),
  key: path.optional(),
  pin: z
    .union([pin.transform((one) => [one]), z.array(pin).min(1).max(4)], {
      error: "a pin such as sha256/ and 44 characters, or a list of up to four",
    })
    .optional(),
  unencrypted: flag.default(false),
  checkWayIn: flag.default(true),
  overflowAfterS: whole(1, 3600).optional(),
});

export const messageShape = group({ id, name: words(60), words: words(1000), file: path });

export const outcomeShape = group({ id, label: words(80) });

const seconds = whole(1, 3600);
const secondsOrNever = field("a whole number of seconds from 1 to 3600, or never", (text) => {
  if (text === "never") return null;
  return /^\d{1,4}$/.test(text) && Number(text) >= 1 && Number(text) <= 3600 ? Number(text) : undefined;
}).optional();
const classShape = group({
  label: words(40).optional(),
  answerTargetS: seconds.optional(),
  sound: choice(`a sound: ${sounds.join(", ")}`, sounds).optional(),
  louderAfterS: secondsOrNever,
  supervisorAfterS: secondsOrNever,
  alternateAfterS: secondsOrNever,
  holdReturnS: seconds.optional(),
  stalledAfterS: seconds.optional(),
  autoAnswer: flag.optional(),
}).default({});
export const classesShape = group({
  lifeSafety: classShape,
  urgent: classShape,
  assistance: classShape,
  routine: classShape,
});

const header = matching("the name of a header", /^[A-Za-z][A-Za-z0-9-]{1,40}$/);
const fieldName = matching("the name of a JSON field", /^[A-Za-z_][A-Za-z0-9_.-]{0,60}$/);

/** Alarms without voice. */
export const webhookShape = group({
  address: matching("an address of this machine, such as 127.0.0.1", /^[0-9a-fA-F.:]{2,45}$/).default("127.0.0.1"),
  port: whole(0, 65_535),
  secretEnv: environmentName.optional(),
  secretFile: path.optional(),
  timestampHeader: header.default("X-Timestamp"),
  signatureHeader: header.default("X-Signature"),
  class: className.optional(),
});
const topicShape = group({
  topic: matching("a topic; a + may stand for one level, # is not used here", /^[^#\0]{1,200}$/),
  station: id.optional(),
  fields: group({
    station: fieldName.default("station"),
    text: fieldName.default("text"),
    id: fieldName.default("id"),
    kind: fieldName.default("kind"),
  }).default({ station: "station", text: "text", id: "id", kind: "kind" }),
  raised: words(60).default("raised"),
  cleared: words(60).default("cleared"),
  class: className.optional(),
});
export const mqttShape = group({
  url: words(300),
  user: words(100).optional(),
  passwordEnv: environmentName.optional(),
  passwordFile: path.optional(),
  ca: path.optional(),
  cert: path.optional(),
  key: path.optional(),
  unencrypted: flag.default(false),
  topics: list(topicShape, "a list of topics").min(1, "at least one topic").max(100, "at most 100 topics"),
});
export const messageAlarmShape = group({
  from: choice("asserted or claimed", ["asserted", "claimed"] as const).default("asserted"),
  cleared: words(60).optional(),
  class: className.optional(),
});
export const alarmsShape = group({
  webhook: webhookShape.optional(),
  mqtt: mqttShape.optional(),
  message: messageAlarmShape.optional(),
});

const items = (what: string) => z.array(z.unknown(), { error: `a list of ${what}` }).default([]);

/** The file itself; what its lists hold is read item by item, so that one wrong item does not hide the others' problems. */
export const fileShape = group({
  name: words(80),
  demo: flag.default(false),
  presentsAs: words(80).optional(),
  answerUnsigned: flag.default(false),
  supervisor: words(80).optional(),
  ringAtLeast: whole(20, 100).optional(),
  alternate: words(80).optional(),
  holdClip: path.optional(),
  correlation: field("the name of a header, such as Session-ID", (text) =>
    /^[A-Za-z][A-Za-z0-9-]{2,40}$/.test(text) ? text.toLowerCase() : undefined,
  ).optional(),
  locationToleranceM: whole(0, 100_000).optional(),
  alertInfo: list(
    group({ contains: words(100), class: className }),
    "a list of values of Alert-Info with their classes",
  ).default([]),
  languages: list(choice(`a language: ${languages.join(", ")}`, languages), "a list of languages").default(["en"]),
  stationsFile: path.optional(),
  /** The site's own exercises; those that come with the console are there anyway. */
  scenarios: list(path, "a list of files").default([]),
  classes: z.unknown().optional(),
  alarms: alarmsShape.optional(),
  outcomes: items("outcomes"),
  pbxs: items("PBXs"),
  areas: items("areas"),
  maps: items("maps"),
  stations: items("stations"),
  zones: items("zones"),
  contacts: items("contacts"),
  callOutLists: items("call-out lists"),
  callFirst: list(callFirstShape, "a list of whom to call first").default([]),
  roles: items("roles"),
  operators: items("operators"),
  procedures: items("procedures"),
  messages: items("messages"),
});

export type AlarmsFields = z.output<typeof alarmsShape>;
export type MapFields = z.output<typeof mapShape>;
export type StationFields = z.output<typeof stationShape>;
export type ZoneFields = z.output<typeof zoneShape>;
export type CallFirstFields = z.output<typeof callFirstShape>;
export type CallOutListFields = z.output<typeof callOutListShape>;
export type RoleFields = z.output<typeof roleShape>;
export type OperatorFields = z.output<typeof operatorShape>;
export type StepFields = z.output<typeof stepShape>;
export type ProcedureFields = z.output<typeof procedureShape>;
export type MessageFields = z.output<typeof messageShape>;
export type PbxFields = z.output<typeof pbxShape>;
