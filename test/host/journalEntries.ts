/** Entries as a real day gives them, for the tests and figures of the journal: presses from opening to close, calls out, link states. */
import type { Attachment, Entry, EntryKind, NewEntry } from "../../shared/desk/entries.ts";
import type { Evidence } from "../../shared/desk/state.ts";

const classes = ["lifeSafety", "urgent", "assistance", "routine"] as const;

/** Start of the invented day, ms since the epoch. */
export const dayStart = Date.UTC(2026, 2, 1, 6);

export interface Made {
  entries: readonly Entry[];
  attachments: readonly (Attachment | undefined)[];
}

/** Stamps new entries from a sequence on, one every 137.25 ms of host time. */
export function stamped(news: readonly NewEntry[], fromSeq: number): Made {
  const entries = news.map(({ kind, by, data }, index) => {
    const seq = fromSeq + index;
    return { seq, at: dayStart + seq * 137.25, wall: dayStart + Math.floor(seq * 137.25), kind, by, data } as Entry;
  });
  return { entries, attachments: news.map((made) => made.attach) };
}

/** One press of a station, ten entries: opened, offered, taken, answered, talked, ended, noted, closed. */
export function press(number: number): NewEntry[] {
  const eventId = `event-${number}`;
  const callId = `call-${number}@pbx.invalid`;
  const station = `${200 + (number % 214)}`;
  const by = `operator:${number % 2 === 0 ? "anna" : "ben"}`;
  const name = `Help point ${station}, north gallery`;
  const facts = { stationId: `hp-${station}`, number: station, name };
  const evidence: Evidence = {
    number: station,
    displayName: `Station ${station}`,
    assertedNumber: station,
    calledNumber: "700",
    priority: "emergency",
    resourcePriority: ["esnet.1"],
    alertInfo: [],
  };
  const attach = {
    frame: `INVITE sip:700@console.invalid SIP/2.0\r\nCall-ID: ${callId}\r\n${"a=candidate\r\n".repeat(30)}`,
  };
  const stalledMs = 60_000;
  return [
    made("eventOpened", "wire:pbxA", {
      eventId,
      class: classes[number % 4] ?? "routine",
      why: [{ kind: "stationType", text: "helpPoint" }],
      ...facts,
      claimedName: `Station ${station}`,
      trust: "asserted",
      targetMs: 15_000,
      procedureId: null,
      earlierEventId: null,
    }),
    {
      ...made("callOffered", "wire:pbxA", { callId, pbxId: "pbxA", eventId, ...facts, evidence, notAnswerable: null }),
      attach,
    },
    made("callTaken", "wire:pbxA", { callId }),
    made("answerRequested", by, { callId, eventId, dueMs: 3_000 }),
    made("eventAcknowledged", by, { eventId, how: "answered", stalledMs }),
    made("callEstablished", "wire:pbxA", { callId }),
    made("callSoundChanged", "wire:pbxA", { callId, in: true, out: true }),
    made("callEnded", "wire:pbxA", { callId, reason: { kind: "callerEnded" }, stalledMs }),
    made("eventNoted", by, { eventId, text: `Caller ${number} is well, lost his way`, stalledMs }),
    made("eventClosed", by, { eventId, outcome: "helped", note: "" }),
  ];
}

/** A call out by an operator, four entries. */
export function callOut(number: number): NewEntry[] {
  const callId = `out-${number}@console.invalid`;
  const dialled = { pbxId: "pbxA", number: "112", name: "Fire brigade", stationId: null, eventId: null, dueMs: 30_000 };
  return [
    made("callDialled", "operator:anna", { callId, ...dialled, purpose: "call" }),
    made("callAlerting", "wire:pbxA", { callId }),
    made("callEstablished", "wire:pbxA", { callId }),
    made("callEnded", "wire:pbxA", { callId, reason: { kind: "farEndEnded" }, stalledMs: 60_000 }),
  ];
}

/** A link lost and found, four entries. */
export function linkLost(): NewEntry[] {
  const words = "the PBX does not answer";
  return [
    made("pbxChanged", "host", { pbxId: "pbxA", state: "lost", why: words }),
    made("faultRaised", "host", { fault: "pbxUnreachable", subject: "pbxA", words }),
    made("pbxChanged", "host", { pbxId: "pbxA", state: "registered", why: "" }),
    made("faultCleared", "host", { fault: "pbxUnreachable", subject: "pbxA" }),
  ];
}

/** The n-th thing that happens: mostly presses, now and then a call out, rarely a lost link. */
export function happening(number: number): NewEntry[] {
  if (number % 50 === 49) return linkLost();
  return number % 8 === 7 ? callOut(number) : press(number);
}

/** At least `count` new entries of consecutive happenings from number `first` on. */
export function happenings(first: number, count: number): NewEntry[] {
  const news: NewEntry[] = [];
  for (let number = first; news.length < count; number++) news.push(...happening(number));
  return news;
}

export function made<K extends EntryKind>(kind: K, by: string, data: Extract<NewEntry, { kind: K }>["data"]): NewEntry {
  return { kind, by, data } as NewEntry;
}
