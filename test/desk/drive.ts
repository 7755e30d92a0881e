/** Drives a desk through inputs on a virtual clock, as the host would, and keeps what it decided. */
import { decide } from "../../shared/desk/decide.ts";
import { nextDueAt } from "../../shared/desk/decideTick.ts";
import type { Entry, NewEntry } from "../../shared/desk/entries.ts";
import type { Command, Input, Report } from "../../shared/desk/inputs.ts";
import type { Order } from "../../shared/desk/orders.ts";
import { reduce } from "../../shared/desk/reduce.ts";
import type { Refusal } from "../../shared/desk/refusals.ts";
import { type Call, type Desk, type Evidence, emptyDesk, type PriorityEvent } from "../../shared/desk/state.ts";
import type { Moment } from "../../shared/kit/moment.ts";
import type { Site } from "../../shared/site/site.ts";
import { aSite } from "../operator/aSite.ts";

export const site: Site = {
  ...aSite,
  stations: [
    ...aSite.stations,
    { ...station("h1", "301"), type: "helpPoint" },
    { ...station("h2", "302"), type: "helpPoint" },
    { ...station("c1", "303"), type: "helpPoint", camera: { stream: null } },
    { ...station("d1", "501"), type: "doorStation", door: { digits: "9#", words: "Service gate north" } },
    { ...station("g1", "502"), type: "doorStation", httpDoor: { words: "Depot gate", readsState: true } },
  ],
  zones: [
    ...aSite.zones,
    {
      id: "yard",
      name: "Yard",
      number: "803",
      stationIds: ["h1"],
      areaId: "tubeA",
      reportsMembers: false,
      outlines: [],
    },
  ],
  // An exercise that the dispatcher may begin.
  roles: aSite.roles.map((role) => (role.id === "dispatcher" ? { ...role, train: true } : role)),
  scenarios: [
    {
      id: "one-sos",
      name: "One SOS",
      words: "",
      limitS: 60,
      callers: [{ id: "driver", type: "sosTerminal" }],
      steps: [],
      expected: [],
    },
  ],
  callOutLists: [{ id: "first", name: "First responders", words: "", members: ["7002", "301"], eachS: 20 }],
  procedures: [
    {
      id: "medical",
      name: "Medical",
      classes: ["lifeSafety"],
      steps: [
        { kind: "say", words: "Confirm the place", mandatory: false },
        { kind: "ask", words: "Is anyone injured?", mandatory: true, answers: ["Yes", "No"] },
        { kind: "call", words: "Call the patrol", mandatory: false, number: "7002" },
      ],
    },
  ],
};

/** The same with somebody to call when nobody answers. */
export const climbing: Site = { ...site, supervisor: "7001", alternate: "0555" };

function station(id: string, number: string) {
  const place = { mapId: "plan", at: [20, 20] as const, areaId: "tubeA", words: `Place of ${id}`, detail: "" };
  return { id, name: `Station ${id}`, number, place };
}

export interface Drive {
  desk: Desk;
  now: number;
  /** When each PBX was last proved; by default always just now for A and B. */
  proofs: Record<string, number>;
  /** Whether somebody is at the desk; null: the host says nothing of it. */
  operator: Moment["operator"] | null;
  entries: Entry[];
  orders: Order[];
  /** Refusals, one per input that was refused. */
  refusals: Refusal[];
  input(input: Input): Refusal | null;
  /** Entries that a decision elsewhere would have made. */
  keep(entries: readonly NewEntry[]): void;
  /** `by`: an operator's id, or null for nobody signed in. Default: who is signed in. */
  command(command: Command, by?: string | null): Refusal | null;
  report(report: Report): void;
  /** The site is loaded anew, with events open or not. */
  load(next: Site): void;
  /** Lets time pass, ticking at every deadline on the way and at no other time, as the host does. */
  pass(ms: number): void;
  /** A press: the tap sees an INVITE. Gives the call's id. */
  press(number: string, extra?: Partial<Evidence>, options?: { pbxId?: string; readable?: boolean }): string;
  /** Press, taken by SIP, answered, confirmed: gives the call's id. */
  talkTo(number: string): string;
  /** Gives a command that calls somebody, who answers: gives the call's id; "never" where it is refused. */
  reach(command: Command): string;
  event(number: string): PriorityEvent;
  call(id: string): Call;
  kinds(): string[];
}

export function drive(given: Site = site, signedIn: string | null = "anna"): Drive {
  let presses = 0;
  let loaded = given;
  let proofs: Record<string, number> | null = null;
  const self: Drive = {
    desk: emptyDesk,
    now: 1_000_000,
    get proofs() {
      return proofs ?? { A: self.now, B: self.now };
    },
    set proofs(given) {
      proofs = given;
    },
    operator: null,
    entries: [],
    orders: [],
    refusals: [],
    input(input) {
      const { entries, orders, refusal } = decide(self.desk, loaded, input, {
        now: self.now,
        localMinute: 600,
        proofs: self.proofs,
        ...(self.operator && { operator: self.operator }),
      });
      self.keep(entries);
      self.orders.push(...orders);
      if (refusal) self.refusals.push(refusal);
      return refusal;
    },
    keep(entries) {
      for (const { attach: _kept, ...fresh } of entries) {
        const entry = { ...fresh, seq: self.desk.seq + 1, at: self.now, wall: self.now } as Entry;
        self.entries.push(entry);
        self.desk = reduce(self.desk, entry);
      }
    },
    command(command, by) {
      const id = by === undefined ? (self.desk.signedIn?.operatorId ?? null) : by;
      return self.input({ type: "command", command, by: id === null ? "position" : `operator:${id}` });
    },
    report: (report) => void self.input({ type: "report", report }),
    load(next) {
      loaded = next;
      self.report({ type: "siteLoaded", name: next.name, hash: next.hash });
    },
    pass(ms) {
      const until = self.now + ms;
      for (;;) {
        const due = nextDueAt(self.desk);
        if (due === null || due > until) break;
        self.now = Math.max(self.now, due);
        const { seq } = self.desk;
        self.input({ type: "tick" });
        if (self.desk.seq === seq)
          throw new Error(`the deadline at ${due} decides nothing, so it would be due for ever`);
      }
      self.now = until;
    },
    press(number, extra = {}, { pbxId = "A", readable = true } = {}) {
      const callId = `in-${++presses}`;
      const evidence: Evidence = {
        number,
        displayName: `Caller ${number}`,
        assertedNumber: number,
        calledNumber: "6000",
        priority: null,
        resourcePriority: [],
        alertInfo: [],
        ...extra,
      };
      self.report({ type: "callSeen", callId, pbxId, evidence, readable, attach: {} });
      return callId;
    },
    talkTo(number) {
      const callId = self.press(number);
      self.report({ type: "callTaken", callId });
      self.command({ type: "answer", eventId: self.event(number).id, holdEqual: true });
      self.report({ type: "callEstablished", callId });
      return callId;
    },
    reach(command) {
      if (self.command(command)) return "never";
      const callId = self.orders.findLast((order) => order.type === "dialCall")?.callId ?? "never";
      self.report({ type: "callEstablished", callId });
      return callId;
    },
    event(number) {
      const found = Object.values(self.desk.events).filter((event) => event.number === number);
      const last = found[found.length - 1];
      if (!last) throw new Error(`no open event from ${number}`);
      return last;
    },
    call(id) {
      const call = self.desk.calls[id];
      if (!call) throw new Error(`no call ${id} is up`);
      return call;
    },
    kinds: () => self.entries.map((entry) => entry.kind),
  };
  self.report({ type: "hostStarted", version: "test", gapMs: 0, kept: [] });
  self.report({ type: "pbx", pbxId: "A", state: "registered", why: "" });
  self.report({ type: "media", status: { up: true, microphone: "Headset", talk: "Headset", ring: "Speaker" } });
  if (signedIn !== null) self.report({ type: "signInChecked", operatorId: signedIn, ok: true });
  return self;
}
