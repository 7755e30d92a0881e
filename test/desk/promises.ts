/** Promises that hold in every state of the desk, told from it alone. */
import { expect } from "vitest";
import type { SoundPlan } from "../../shared/call/soundPlan.ts";
import type { Entry } from "../../shared/desk/entries.ts";
import type { Call, Desk, PriorityEvent } from "../../shared/desk/state.ts";
import { type Drive, site } from "./drive.ts";

/** Of whom the PBX vouches: one of a station, and its presses join it. */
const isSure = (event: PriorityEvent): boolean => event.trust === "asserted" || event.trust === "unconfirmed";

/** I1, I2: a press opens an event or adds to one, and that is open; of a station with an open event it is a repeat. */
export function onePressOneEvent(
  before: Desk,
  { desk }: Drive,
  fresh: readonly Entry[],
  { number, asserted }: { number: string; asserted: boolean },
): void {
  const presses = fresh.filter((entry) => entry.kind === "eventOpened" || entry.kind === "eventRepeated");
  expect(presses).toHaveLength(1);
  const [press] = presses;
  expect(desk.events).toHaveProperty([press?.data.eventId ?? "none"]);
  const station = site.stations.find((one) => one.number === number);
  const isOpen = Object.values(before.events).some((event) => event.stationId === station?.id && isSure(event));
  if (station && asserted) expect(press?.kind).toBe(isOpen ? "eventRepeated" : "eventOpened");
}

export function oneEventOfAStation({ events }: Desk): void {
  const sure = Object.values(events).flatMap((event) =>
    event.stationId !== null && isSure(event) ? [event.stationId] : [],
  );
  expect(new Set(sure).size).toBe(sure.length);
}

/** I11: which state may follow which. */
const legal: Readonly<Record<Call["state"], readonly Call["state"][]>> = {
  offered: ["answering"],
  answering: ["talking"],
  dialling: ["alerting", "talking"],
  alerting: ["talking"],
  talking: ["held"],
  held: ["talking"],
};

export function onlyLegalSteps(before: Desk, after: Desk): void {
  for (const [id, { state }] of Object.entries(after.calls)) {
    const from = before.calls[id]?.state;
    if (from === undefined) expect(["offered", "dialling"]).toContain(state);
    else if (from !== state) expect(legal[from]).toContain(state);
  }
}

/** I23: what a shelf may silence. Never life safety, nor by a number that a caller only claims. */
const maySilence = ({ shelves }: Desk, event: PriorityEvent): boolean =>
  event.class !== "lifeSafety" &&
  Object.values(shelves).some(({ of, stationIds }) =>
    of.kind === "event"
      ? of.id === event.id
      : event.trust === "asserted" && stationIds.includes(event.stationId ?? "unknown"),
  );

/**
 * I9: it sounds while an unacknowledged event waits, unless that is being answered, is silenced, or is on a shelf; and it
 * sounds for nothing else than that, a held caller who asks again, a fault that is heard, or the test of the sound.
 */
export function audibleIffDue({ desk, now }: Drive, { ring }: SoundPlan): void {
  const silenced = desk.silencedUntil !== null && desk.silencedUntil > now;
  if ("deaf:" in desk.faults) return expect(ring?.sound).toBe("deaf");
  if (silenced) return expect(ring).toBeNull();
  const events = Object.values(desk.events);
  const answering = (event: PriorityEvent) => event.callIds.some((id) => desk.calls[id]?.state === "answering");
  const waits = events.some((event) => !event.acknowledged && !answering(event) && !maySilence(desk, event));
  if (waits) return expect(ring).not.toBeNull();
  const asks = events.some(
    (event) => (!event.acknowledged && !answering(event)) || event.callIds.some((id) => desk.calls[id]?.asksAgain),
  );
  const faulty = Object.values(desk.faults).some(({ kind }) => kind === "mediaPageLost" || kind === "journalDegraded");
  const tested = desk.soundTest !== null && now < desk.soundTest.playUntil;
  if (!asks && !faulty && !tested) expect(ring).toBeNull();
}
