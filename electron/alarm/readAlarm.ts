/**
 * What a sender says, as an alarm of the desk: a webhook's JSON, an MQTT message by its topic's template, the text of a SIP
 * MESSAGE. Pure. Everything in it is untrusted: lengths are capped, and control characters go.
 */
import { z } from "zod";
import type { SeenAlarm } from "../../shared/alarm/alarm.ts";
import { stationById, stationByNumber } from "../../shared/dialing/directory.ts";
import type { ClassName, Site, Station } from "../../shared/site/site.ts";
import type { MessageInput, MqttTopic } from "./inputs.ts";

const longestText = 500;
const longestId = 200;

/** Fit to be shown: no control characters, nothing that turns the direction of writing, a bounded length. */
export const clean = (text: string, longest = longestText): string =>
  text
    .slice(0, longest)
    .replace(/[\p{Cc}\p{Bidi_Control}]+/gu, " ")
    .toWellFormed()
    .trim();

const short = (longest: number) => z.string().max(longest);
const webhookBody = z.strictObject({
  // What cleaning leaves of it: an end without an id would be the end of all.
  id: short(longestId)
    .transform((id) => clean(id, longestId))
    .pipe(z.string().min(1)),
  kind: z.enum(["raised", "cleared"]).default("raised"),
  station: short(120).default(""),
  text: short(longestText).default(""),
});

export type Read = { alarm: SeenAlarm } | { wrong: string };

/** `body`: the bytes that were signed. */
export function readWebhook(body: Uint8Array, className: ClassName | null, site: Site): Read {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    // The parser's words quote the body.
    return { wrong: "The body is not JSON in UTF-8." };
  }
  const read = webhookBody.safeParse(json);
  if (!read.success) {
    const [issue] = read.error.issues;
    const field = issue?.path.join(".") ?? "";
    // These words become a fault, which is kept: nothing of the body is quoted, not even the names of its fields.
    const words = issue?.code === "unrecognized_keys" ? "a field that there is not" : issue?.message;
    return { wrong: `The body is not an alarm${field && `, ${field}`}: ${words ?? "not understood"}.` };
  }
  const { id, kind, station, text } = read.data;
  const shared = { source: "webhook", kind, class: className, isNamed: true, asserted: true, kept: false } as const;
  return { alarm: { ...shared, ...whereOf(site, station), id, text: clean(text) } };
}

/** The station by id, else by directory number; else what was named in its place. */
function whereOf(site: Site, named: string): Pick<SeenAlarm, "stationId" | "named"> {
  const station: Station | null = named === "" ? null : (stationById(site, named) ?? stationByNumber(site, named));
  return { stationId: station?.id ?? null, named: clean(named, 120) };
}

export interface MqttMessage {
  topic: string;
  payload: Uint8Array;
  retain: boolean;
}

export function readMqtt({ topic, payload, retain }: MqttMessage, template: MqttTopic, site: Site): Read {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(payload).trim();
  } catch {
    // The decoder says no more than that it failed.
    return { wrong: `${shownTopic(topic)}: the message is not text in UTF-8.` };
  }
  const fields = asObject(text);
  const field = (name: string): string => {
    const value = fields && Object.hasOwn(fields, name) ? fields[name] : undefined;
    return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : "";
  };
  const said = fields ? field(template.fields.kind) : text;
  // JSON without the field tells of something, and what is told here is an alarm; any other text must be one of the two words.
  const kind =
    said === template.cleared ? "cleared" : said === template.raised || (fields && said === "") ? "raised" : null;
  if (kind === null) {
    const expected = `${JSON.stringify(template.raised)} or ${JSON.stringify(template.cleared)}`;
    // Not what was found: it may be about a person, and the words are kept.
    return { wrong: `${shownTopic(topic)}: expected ${expected}, found other text of ${said.length} characters.` };
  }
  const id = clean(field(template.fields.id), longestId);
  const named = template.stationId ?? plusOf(template.topic, topic) ?? field(template.fields.station);
  return {
    alarm: {
      source: "mqtt",
      kind,
      // A topic that gives its alarms no id has one at a time.
      id: id || clean(topic, longestId),
      isNamed: id !== "",
      text: clean(field(template.fields.text)),
      ...whereOf(site, named),
      class: template.class,
      asserted: true,
      kept: retain,
    },
  };
}

export const shownTopic = (topic: string): string => `topic ${clean(topic, 120)}`;

function asObject(text: string): Readonly<Record<string, unknown>> | null {
  if (!text.startsWith("{")) return null;
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    // Not JSON after all: it is read as a word.
    return null;
  }
}

/** What stands in a topic at the place of the template's "+" (MQTT 3.1.1, 4.7.1.3); null where there is none. */
export function plusOf(template: string, topic: string): string | null {
  const at = template.split("/").indexOf("+");
  return at < 0 ? null : (topic.split("/")[at] ?? null);
}

/** MQTT 3.1.1, 4.7: "+" stands for one level; "#" is not used here. */
export function matchesTopic(template: string, topic: string): boolean {
  const [asked, given] = [template.split("/"), topic.split("/")];
  return asked.length === given.length && asked.every((level, i) => level === "+" || level === given[i]);
}

/** A SIP MESSAGE of a station. Each one is a new alarm: the text has no name of its own. */
export function readMessage(text: string, messageId: string, station: Station, asserted: boolean, input: MessageInput) {
  const said = clean(text);
  const cleared = input.cleared !== null && said.toLowerCase().startsWith(input.cleared.toLowerCase());
  const alarm: SeenAlarm = {
    source: "message",
    kind: cleared ? "cleared" : "raised",
    id: cleared ? "" : clean(messageId, longestId),
    isNamed: true,
    text: said,
    stationId: station.id,
    named: station.number,
    class: input.class,
    asserted,
    kept: false,
  };
  return alarm;
}
