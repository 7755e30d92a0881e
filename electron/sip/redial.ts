/**
 * A call to a number whose last call has only just been ended: the old dialog's end is waited for, and "busy" is not yet
 * believed (wire.md, healing). One leg for the desk, whatever many INVITEs it takes.
 */
import type { CallId } from "../../shared/desk/state.ts";
import { type Leg, type LegContext, notUp } from "./leg.ts";

const tries = 3;
/** A number that is busy for longer is busy with somebody else. */
const busyForMs = 10_000;

/** `ready`: the old dialog is over, or was waited for long enough. `dial` makes one try, under the context it is given. */
export function redial(
  context: LegContext,
  callId: CallId,
  ready: Promise<void>,
  dial: (context: LegContext) => Leg,
): Leg {
  const { now, pace } = context;
  const began = now();
  let left = tries;
  let leg: Leg | null = null;
  let timer: NodeJS.Timeout | undefined;
  let over = false;

  function attempt(): void {
    if (over) return;
    left -= 1;
    let again = false;
    leg = dial({
      ...context,
      report(report) {
        const isBusy =
          report.type === "callFailed" && report.reason.kind === "refusedByFarEnd" && report.reason.code === 486;
        again = isBusy && left > 0 && now() - began < busyForMs;
        if (!again) context.report(report);
      },
      gone(id) {
        leg = null;
        if (again) timer = setTimeout(() => context.guard("call-back", attempt), pace.redialMs);
        else {
          over = true;
          context.gone(id);
        }
      },
    });
  }

  function end(): void {
    if (over) return;
    left = 0;
    if (leg) return leg.end();
    over = true;
    clearTimeout(timer);
    context.report({ type: "callEnded", callId, by: "us" });
    context.gone(callId);
  }

  ready.then(() => context.guard("call-back", attempt), attempt);
  return { ...notUp(context, callId), end, refuse: end };
}
