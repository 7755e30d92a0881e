/**
 * The SIP border of the host: orders of the desk become SIP, what comes by SIP becomes reports. Read intake.ts for the way
 * in, dialog.ts and dialOut.ts for a leg, pbx.ts for link and registration. Only this folder knows SIP.js.
 */
import type { SipOrder as Order } from "../../shared/desk/orders.ts";
import type { CallId } from "../../shared/desk/state.ts";
import type { SipBorder, SipOptions } from "../host/ports.ts";
import { quickenGrammar } from "../sipGrammar/quickGrammar.ts";
import { createGuard } from "./guard.ts";
import type { Leg } from "./leg.ts";
import { defaultPace, type Pace } from "./pace.ts";
import { createPbx, type PbxBorder } from "./pbx.ts";
import { warmUp } from "./warmUp.ts";
import type { WayInTokens } from "./wayIn.ts";

/** Throws when an account or the instance id cannot be used at all, saying which. `pace`: other times, for tests. */
export function createSip(options: SipOptions, pace: Partial<Pace> = {}): SipBorder {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(options.instanceId)) {
    throw new Error(`The instance id "${options.instanceId}" is not a UUID.`);
  }
  const guard = createGuard(options.report);
  const legs = new Map<string, Leg>();
  const times = { ...defaultPace, ...pace };
  const pbxs = new Map<string, PbxBorder>();
  const wayInTokens: WayInTokens = new Set();
  for (const account of options.accounts) {
    pbxs.set(account.id, createPbx(options, account, { legs, wayInTokens }, times));
  }

  function dial(order: Extract<Order, { type: "dialCall" }>): void {
    const pbx = pbxs.get(order.pbxId);
    if (pbx) return void pbx.dial(order);
    const text = `There is no PBX "${order.pbxId}".`;
    options.report({ type: "callFailed", callId: order.callId, reason: { kind: "failed", code: null, text } });
  }

  function carryOut(order: Order): void {
    if (order.type === "dialCall") return dial(order);
    const { callId } = order;
    if (order.type === "replayCall") return replay(callId);
    const leg = legs.get(callId) ?? revived(order);
    if (!leg) return gone(order);
    switch (order.type) {
      case "answerCall":
        return leg.answer();
      case "refuseCall":
        return leg.refuse(order.code);
      case "endCall":
        return leg.end();
      case "sendDigits":
        return leg.sendDigits(order.digits);
      case "healCall":
        return leg.heal(order.because);
      case "transferCall":
        return leg.transfer(order.number);
    }
  }

  /** A ringing call of an earlier life; one that is with SIP.js already has been told of by callTaken. */
  function replay(callId: CallId): void {
    if ([...pbxs.values()].some((pbx) => pbx.replay(callId)) || legs.has(callId)) return;
    gone({ type: "replayCall", callId });
  }

  /** Of an earlier life only what is up can be taken back or ended. */
  function revived({ type, callId }: Exclude<Order, { type: "dialCall" }>): Leg | null {
    if (type !== "healCall" && type !== "endCall") return null;
    for (const pbx of pbxs.values()) {
      const leg = pbx.revive(callId);
      if (leg) return leg;
    }
    return null;
  }

  /** The leg ended while the order was on its way, or is of an earlier life of the host. */
  function gone({ type, callId }: Order): void {
    if (type === "sendDigits" || type === "transferCall") return;
    if (type === "healCall" || type === "replayCall") {
      const words = "There is nothing left to take it back with.";
      return options.report({ type: "callNotHealed", callId, gone: true, words });
    }
    if (type === "endCall" || type === "refuseCall") return options.report({ type: "callEnded", callId, by: "us" });
    const text = "The call had already ended.";
    options.report({ type: "callFailed", callId, reason: { kind: "failed", code: null, text } });
  }

  return {
    start() {
      quickenGrammar();
      guard("warm-up", warmUp);
      for (const pbx of pbxs.values()) pbx.start();
    },
    order: (order) => guard(order.type, () => carryOut(order)),
    prove() {
      for (const pbx of pbxs.values()) guard("proof", () => pbx.prove());
    },
    async stop() {
      await Promise.all([...pbxs.values()].map((pbx) => pbx.stop()));
    },
  };
}
