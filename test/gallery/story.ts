/** Makes a desk by telling what happened, entry by entry, through the real `reduce`. Times are seconds before now. */
import type { AlarmSource } from "../../shared/alarm/alarm.ts";
import type { Entry, EntryData, EntryKind } from "../../shared/desk/entries.ts";
import { reduce } from "../../shared/desk/reduce.ts";
import { type Desk, type Evidence, emptyDesk } from "../../shared/desk/state.ts";
import { ladderOf } from "../../shared/ladder/rungs.ts";
import { type Location, noLocation } from "../../shared/place/location.ts";
import { callerOf } from "../../shared/priority/caller.ts";
import { classify } from "../../shared/priority/classify.ts";
import { classOfType } from "../../shared/site/defaults.ts";
import type { Site, Station } from "../../shared/site/site.ts";

const nothingSaid: Evidence = {
  number: null,
  displayName: null,
  assertedNumber: null,
  calledNumber: "6000",
  priority: null,
  resourcePriority: [],
  alertInfo: [],
};

export class Story {
  desk: Desk = emptyDesk;
  /** Every entry told, in order. */
  readonly entries: Entry[] = [];
  readonly site: Site;
  readonly now: number;

  constructor(site: Site, now: number) {
    this.site = site;
    this.now = now;
  }

  /** `ago`: seconds before now. */
  tell<K extends EntryKind>(ago: number, kind: K, data: EntryData[K], by = "host"): this {
    const at = this.now - ago * 1000;
    const entry = { seq: this.desk.seq + 1, at, wall: at, kind, by, data } as Entry;
    this.entries.push(entry);
    this.desk = reduce(this.desk, entry);
    return this;
  }

  ready(ago = 4000): this {
    this.tell(ago, "mediaChanged", { up: true, microphone: "Headset", talk: "headset", ring: "desk speaker" });
    for (const pbx of this.site.pbxs) this.tell(ago - 1, "pbxChanged", { pbxId: pbx.id, state: "registered", why: "" });
    return this;
  }

  signIn(operatorId = "anna", ago = 3600): this {
    return this.tell(ago, "signedIn", { operatorId }, `operator:${operatorId}`);
  }

  private station(id: string): Station {
    const station = this.site.stations.find((one) => one.id === id);
    if (!station) throw new Error(`the demo site has no station ${id}`);
    return station;
  }

  /** A press that opens an event; gives ids that the next lines use. */
  press(ago: number, stationId: string, evidence: Partial<Evidence> = {}): { eventId: string; callId: string } {
    const station = this.station(stationId);
    const said = {
      ...nothingSaid,
      number: station.number,
      assertedNumber: station.number,
      displayName: station.name,
      ...evidence,
    };
    const pbx = this.site.pbxs[0] ?? null;
    const { class: className, why } = classify(this.site, pbx, callerOf(this.site, pbx, said), said);
    const open = Object.values(this.desk.events).find((event) => event.stationId === stationId);
    const eventId = open?.id ?? `e-${stationId}-${ago}`;
    const targetMs = this.site.classes[className].answerTargetS * 1000;
    const ladder = ladderOf(this.site, className);
    if (open) this.tell(ago, "eventRepeated", { eventId, targetMs, ...ladder });
    else {
      const procedure =
        this.site.procedures.find((one) => one.id === station.procedureId) ??
        this.site.procedures.find((one) => one.classes.includes(className));
      this.tell(ago, "eventOpened", {
        eventId,
        class: className,
        why,
        stationId,
        number: station.number,
        name: station.name,
        claimedName: station.name,
        trust: "asserted",
        targetMs,
        procedureId: procedure?.id ?? null,
        earlierEventId: null,
        ...ladder,
      });
    }
    const callId = `c${this.desk.seq}`;
    this.tell(ago, "callOffered", {
      callId,
      pbxId: "A",
      eventId,
      stationId,
      number: station.number,
      name: station.name,
      evidence: said,
      notAnswerable: null,
    });
    this.tell(ago, "callTaken", { callId });
    return { eventId, callId };
  }

  /** A press of somebody who is no station of the site. */
  unknown(
    ago: number,
    number: string,
    name: string,
    evidence: Partial<Evidence> = {},
  ): { eventId: string; callId: string } {
    const pbx = this.site.pbxs[0] ?? null;
    const said = {
      ...nothingSaid,
      number,
      assertedNumber: number,
      displayName: name,
      calledNumber: "6001",
      ...evidence,
    };
    const { class: className, why } = classify(this.site, pbx, callerOf(this.site, pbx, said), said);
    const eventId = `e-${number}-${ago}`;
    const who = { stationId: null, number, name };
    this.tell(ago, "eventOpened", {
      eventId,
      class: className,
      why,
      ...who,
      claimedName: name,
      trust: "asserted",
      targetMs: this.site.classes[className].answerTargetS * 1000,
      procedureId: null,
      earlierEventId: null,
    });
    const callId = `c${this.desk.seq}`;
    this.tell(ago, "callOffered", { callId, pbxId: "A", eventId, ...who, evidence: said, notAnswerable: null });
    this.tell(ago, "callTaken", { callId });
    return { eventId, callId };
  }

  locate(ago: number, { eventId, callId }: { eventId: string; callId: string }, location: Partial<Location>): this {
    return this.tell(ago, "callLocated", { callId, eventId, location: { ...noLocation, ...location } });
  }

  /** An alarm without voice that opens an event; gives its id. */
  alarm(ago: number, stationId: string, text: string, source: AlarmSource = "webhook"): string {
    const { number, name, type, class: own, procedureId } = this.station(stationId);
    const className = own ?? classOfType[type];
    const eventId = `e-${stationId}-${ago}`;
    this.tell(
      ago,
      "eventOpened",
      {
        eventId,
        class: className,
        why: [
          { kind: "alarm", text: source },
          { kind: "stationType", text: type },
        ],
        stationId,
        number,
        name,
        claimedName: "",
        trust: "asserted",
        targetMs: this.site.classes[className].answerTargetS * 1000,
        procedureId: procedureId ?? this.site.procedures.find((one) => one.classes.includes(className))?.id ?? null,
        earlierEventId: null,
        alarm: source,
      },
      `alarm:${source}`,
    );
    this.tell(ago, "alarmRaised", { eventId, source, alarmId: `a${ago}`, text }, `alarm:${source}`);
    return eventId;
  }

  answer(ago: number, { eventId, callId }: { eventId: string; callId: string }, by = "operator:anna"): this {
    return this.tell(ago, "answerRequested", { callId, eventId, dueMs: 5000 }, by)
      .tell(ago - 0.1, "callEstablished", { callId })
      .tell(ago - 0.1, "eventAcknowledged", { eventId, how: "answered", stalledMs }, by)
      .tell(ago - 0.3, "callSoundChanged", { callId, in: true, out: true });
  }

  end(ago: number, callId: string): this {
    return this.tell(ago, "callEnded", { callId, reason: { kind: "callerEnded" }, stalledMs });
  }

  /** The caller hung up before anybody answered. */
  abandon(ago: number, callId: string): this {
    return this.tell(ago, "callEnded", { callId, reason: { kind: "abandoned" }, stalledMs });
  }

  acknowledge(ago: number, eventId: string): this {
    return this.tell(ago, "eventAcknowledged", { eventId, how: "byHand", stalledMs }, anna);
  }

  step(ago: number, eventId: string, step: number, answer: string | null = null): this {
    return this.tell(ago, "stepDone", { eventId, step, answer, stalledMs }, anna);
  }

  note(ago: number, eventId: string, text: string): this {
    return this.tell(ago, "eventNoted", { eventId, text, stalledMs }, anna);
  }

  close(ago: number, eventId: string, outcome: string, note = ""): this {
    return this.tell(ago, "eventClosed", { eventId, outcome, note }, anna);
  }
}

/** The dispatcher of most scenes. */
export const anna = "operator:anna";
/** When an event that nobody does anything about sounds again. */
export const stalledMs = 60_000;

/** Ready, with the dispatcher signed in. */
export const started = (site: Site, now: number): Story => new Story(site, now).ready().signIn();
