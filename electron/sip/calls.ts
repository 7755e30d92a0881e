/**
 * The calls of one PBX: a leg for each, in, out or taken back, what is kept of it, and what is done before a number is
 * called again whose last dialog is not yet over.
 */
import type { Session, URI, UserAgent } from "sip.js";
import type { Order } from "../../shared/desk/orders.ts";
import type { CallId, Evidence } from "../../shared/desk/state.ts";
import type { PbxAccount, SipOptions } from "../host/ports.ts";
import type { CallIds, Press } from "./callIds.ts";
import { createDeadDialogs } from "./deadDialog.ts";
import { dialOut } from "./dialOut.ts";
import { createLegIn, type LegIn } from "./dialog.ts";
import type { Tapped } from "./frameTap.ts";
import type { Guard } from "./guard.ts";
import type { KeptLegs } from "./keptLegs.ts";
import { createLateAnswers } from "./lateAnswer.ts";
import type { Leg, LegContext } from "./leg.ts";
import type { Pace } from "./pace.ts";
import { redial } from "./redial.ts";
import type { RemoteMedia } from "./remoteMedia.ts";
import { createStrays } from "./strays.ts";

export interface CallsOptions {
  options: SipOptions;
  account: PbxAccount;
  /** Legs of all PBXs, by call. */
  legs: Map<CallId, Leg>;
  userAgent: UserAgent;
  aor: URI;
  kept: KeptLegs;
  callIds: CallIds;
  sounds: WeakMap<Session, RemoteMedia>;
  guard: Guard;
  pace: Pace;
}

export interface Calls {
  /** A leg for a new press, or for one of an earlier life; `handOver` as in createLegIn. */
  createLeg(press: Press, evidence: Evidence, handOver: () => void): LegIn;
  /** Keeps a press that can be answered. */
  keep(press: Press, evidence: Evidence, frame: string): void;
  legOf(press: Press): LegIn | undefined;
  dial(order: Extract<Order, { type: "dialCall" }>): Leg;
  /** Another connection of ours is registered. */
  linkBack(): void;
  /** A leg for a dialog that an earlier life of the host had kept; null: there is none of this call. */
  revive(callId: CallId): Leg | null;
  /** The far end's BYE in a dialog that only an earlier life knew. False: it is not one. */
  strayBye(bye: Tapped): boolean;
  /** Every response, before SIP.js has it. */
  heard(response: Tapped, frame: string): void;
}

export function createCalls(given: CallsOptions): Calls {
  const { options, account, legs, userAgent, aor, kept, callIds, sounds, guard, pace } = given;
  const { report, media, clock } = options;
  const presses = new Map<CallId, { press: Press; leg: LegIn }>();

  const context: LegContext = {
    report,
    media,
    guard,
    account,
    userAgent,
    kept,
    dead: createDeadDialogs({ userAgent, kept, now: clock.now, isAlive: (callId) => legs.has(callId) }),
    late: createLateAnswers((message) => void userAgent.transport.send(message).catch(() => undefined)),
    pace,
    now: clock.now,
    random: options.random ?? Math.random,
    sounds,
    addressOf(number) {
      const address = aor.clone();
      address.user = number;
      return address;
    },
    takeOver: (leg) => legs.set(leg.callId, leg),
    gone(callId) {
      legs.delete(callId);
      const call = presses.get(callId);
      if (!call) return;
      presses.delete(callId);
      callIds.over(call.press);
    },
  };
  const strays = createStrays(context);

  /** As the desk reads it (decideArrival). */
  const numberOf = ({ number, assertedNumber }: Evidence): string | null =>
    account.assertsIdentity && assertedNumber !== null ? assertedNumber : number;

  return {
    createLeg(press, evidence, handOver) {
      const since = kept.get(press.callId)?.since ?? clock.now();
      const leg = createLegIn(context, press, { number: numberOf(evidence), since }, handOver);
      presses.set(press.callId, { press, leg });
      legs.set(press.callId, leg);
      return leg;
    },
    keep({ callId }, evidence, invite) {
      const party = { callId, direction: "in", number: numberOf(evidence), since: clock.now() } as const;
      kept.put({ ...party, pbxId: account.id, dialog: null, invite });
    },
    legOf: (press) => presses.get(press.callId)?.leg,
    dial(order) {
      const { callId, number } = order;
      const farewell = context.dead.endAll(number, pace.farewellWithinMs);
      const isFresh = farewell === null && !context.dead.endedLately(number);
      const leg = isFresh
        ? dialOut(context, order)
        : redial(context, callId, farewell ?? Promise.resolve(), (own) => dialOut(own, order));
      legs.set(callId, leg);
      return leg;
    },
    linkBack: () => context.dead.linkBack(),
    revive: (callId) => strays.revive(callId),
    strayBye: (bye) => strays.ended(bye),
    heard: context.late.heard,
  };
}
