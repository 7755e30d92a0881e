/**
 * By what an entry can be found: its event, call, station and class, and the words in it. Entries that name only their
 * call belong to the call's event. Writer and verification make it alike, from the entries alone.
 */
import type { Entry } from "../../shared/desk/entries.ts";

export interface Finding {
  eventId: string | null;
  callId: string | null;
  stationId: string | null;
  class: string | null;
}

export interface EventFacts {
  stationId: string | null;
  class: string | null;
}

/** Earlier findings, for what is not remembered. */
export interface EarlierFindings {
  /** Event of the last entry of this call. */
  eventOfCall(callId: string): string | null;
  eventFacts(eventId: string): EventFacts | null;
}

/** How many calls and how many events are remembered before the earlier findings are asked. */
const rememberedMost = 5_000;

export class Finder {
  readonly #calls = new Map<string, string | null>();
  readonly #events = new Map<string, EventFacts>();
  readonly #earlier: EarlierFindings | null;

  /** Without `earlier` everything is remembered: for a pass over the whole journal. */
  constructor(earlier: EarlierFindings | null) {
    this.#earlier = earlier;
  }

  find(entry: Entry): Finding {
    const data = entry.data as Record<string, unknown>;
    const callId = text(data["callId"]);
    const eventId = this.#eventOf(entry, callId, text(data["eventId"]));
    if (callId !== null) this.#remember(this.#calls, callId, eventId);
    if (entry.kind === "eventOpened") {
      const facts = { stationId: entry.data.stationId, class: entry.data.class };
      this.#remember(this.#events, entry.data.eventId, facts);
    }
    const facts = eventId === null ? null : this.#factsOf(eventId);
    return {
      eventId,
      callId,
      stationId: text(data["stationId"]) ?? facts?.stationId ?? null,
      class: facts?.class ?? null,
    };
  }

  #eventOf(entry: Entry, callId: string | null, named: string | null): string | null {
    // These two begin a call, and say by null that it has no event; a Call-ID may be used again.
    if (named !== null || callId === null || entry.kind === "callOffered" || entry.kind === "callDialled") return named;
    const remembered = this.#calls.get(callId);
    return remembered !== undefined ? remembered : (this.#earlier?.eventOfCall(callId) ?? null);
  }

  #factsOf(eventId: string): EventFacts | null {
    const remembered = this.#events.get(eventId);
    if (remembered) return remembered;
    const facts = this.#earlier?.eventFacts(eventId) ?? null;
    if (facts) this.#remember(this.#events, eventId, facts);
    return facts;
  }

  #remember<T>(map: Map<string, T>, key: string, value: T): void {
    map.delete(key);
    map.set(key, value);
    if (this.#earlier === null || map.size <= rememberedMost) return;
    const oldest = map.keys().next();
    if (!oldest.done) map.delete(oldest.value);
  }
}

const text = (value: unknown): string | null => (typeof value === "string" ? value : null);

/** Fields that hold identities or fixed terms, which nobody looks for as words. */
const notWords = new Set([
  "callId",
  "eventId",
  "pageId",
  "earlierEventId",
  "hash",
  "trust",
  "class",
  "kind",
  "fault",
  "purpose",
  "how",
  "because",
]);

/** The words of an entry, folded, for searching; "" where it has none. */
export function wordsOf(entry: Entry): string {
  const found: string[] = [];
  collect(entry.data, found);
  if (entry.by.startsWith("operator:")) found.push(entry.by.slice("operator:".length));
  return fold(found.join("\n"));
}

function collect(value: unknown, found: string[]): void {
  if (typeof value === "string") {
    if (value !== "") found.push(value);
  } else if (Array.isArray(value)) {
    for (const item of value) collect(item, found);
  } else if (value !== null && typeof value === "object") {
    // In a fixed order: an entry read back names its fields in another than the one that was written.
    for (const name of Object.keys(value).sort()) {
      if (!notWords.has(name)) collect((value as Record<string, unknown>)[name], found);
    }
  }
}

/** So that "Müller" and "muller" are the same to a searcher. */
export function fold(words: string): string {
  const lower = words.toLowerCase();
  // Most of what is written is plain ASCII, where this changes nothing and costs most.
  return /^\p{ASCII}*$/u.test(lower) ? lower : lower.normalize("NFKD").replace(/\p{M}/gu, "").toWellFormed();
}
