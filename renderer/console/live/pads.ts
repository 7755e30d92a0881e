/** The pads beneath a procedure: whom to call for this event, and the zones nearest to it. */
import { useMemo } from "react";
import type { Refusal } from "../../../shared/desk/refusals.ts";
import type { PriorityEvent } from "../../../shared/desk/state.ts";
import type { Hour } from "../../../shared/kit/moment.ts";
import { permitCall, permitPage, permitSignedIn } from "../../../shared/operator/permit.ts";
import { nearZones } from "../../../shared/priority/nearZones.ts";
import { whomToCall } from "../../../shared/priority/whomToCall.ts";
import type { Site } from "../../../shared/site/site.ts";
import { act, sayAt } from "../act.ts";
import { useConsole } from "../store.ts";
import { chooseZones } from "../view.ts";

export type Pad =
  | { kind: "call"; number: string; words: string }
  | { kind: "list"; listId: string; words: string }
  | { kind: "zone"; zoneId: string; name: string; words: string };

const mostCallees = 4;
const mostZones = 3;

export const padKey = (pad: Pad): string =>
  pad.kind === "call" ? pad.number : pad.kind === "list" ? pad.listId : pad.zoneId;

/** Those of the procedure's own steps have their pads there. */
export function padsFor(site: Site, event: PriorityEvent): Pad[] {
  const calls = whomToCall(site, event).filter((one) => one.kind === "list" || one.because !== "procedure");
  return [
    ...calls
      .slice(0, mostCallees)
      .map(
        (one): Pad =>
          one.kind === "list"
            ? { kind: "list", listId: one.listId, words: `List ${one.name}` }
            : { kind: "call", number: one.number, words: `Call ${one.name}` },
      ),
    ...nearZones(site, event.stationId, mostZones).map(({ zone }): Pad => {
      return { kind: "zone", zoneId: zone.id, name: zone.name, words: `Zone ${zone.name}` };
    }),
  ];
}

export function usePads(event: PriorityEvent): readonly Pad[] {
  const site = useConsole((state) => state.snapshot?.site ?? null);
  const signedIn = useConsole((state) => state.desk.signedIn !== null);
  const { stationId, class: className, procedureId, procedure, number } = event;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what else changes in an event changes no pad.
  return useMemo(
    // With nobody signed in contacts stay away (rules.md).
    () => (site && signedIn ? padsFor(site, event) : []),
    [site, signedIn, stationId, className, procedureId, procedure, number],
  );
}

export function refusalOfPad(pad: Pad, site: Site, operatorId: string | null, hour: Hour): Refusal | null {
  switch (pad.kind) {
    case "call":
      return permitCall(site, operatorId, pad.number, hour);
    case "list":
      return permitSignedIn(site, operatorId, "call");
    case "zone":
      return permitPage(site, operatorId, [pad.zoneId], { allCall: false, approvedBy: null }, hour);
  }
}

export const padsPlace = (event: PriorityEvent): string => `pads:${event.id}`;

/** A callee is called for the event; a zone is chosen, and P then talks. */
export async function pressPad(pad: Pad, event: PriorityEvent): Promise<void> {
  const place = padsPlace(event);
  if (pad.kind === "call") return void (await act({ type: "call", number: pad.number, eventId: event.id }, place));
  if (pad.kind === "list")
    return void (await act({ type: "startCallOut", listId: pad.listId, eventId: event.id }, place));
  chooseZones([pad.zoneId]);
  sayAt(place, { code: "nothingToDo", words: `${pad.name} is chosen: hold P to talk, L plays a message.` });
}
