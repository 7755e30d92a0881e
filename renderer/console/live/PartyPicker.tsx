/** Whom to pass a call on to, or to call into it: a field inside the live panel that hides nothing. Esc leaves it. */
import { useEffect, useMemo, useRef } from "react";
import type { Call } from "../../../shared/desk/state.ts";
import type { Site } from "../../../shared/site/site.ts";
import { act } from "../act.ts";
import { FindField } from "../reach/FindField.tsx";
import { contactHit, finderOf, type Hit } from "../reach/find.ts";
import { openPicker, type PickerAct } from "../view.ts";

/** Contacts that are offered before anything is typed. */
const mostSuggested = 5;

export function PartyPicker({ call, site, does }: { call: Call; site: Site; does: PickerAct }) {
  const field = useRef<HTMLInputElement>(null);
  const find = useMemo(() => partiesOf(site, call.number), [site, call.number]);
  // It was just asked for by a key or a click: typing is what comes next.
  useEffect(() => field.current?.focus(), []);
  const label = does === "transfer" ? `Transfer ${call.name} to …` : `Add … to the call with ${call.name}`;
  return (
    <div className="partyPicker" data-testid="party-picker">
      <p className="muted">{label}</p>
      <FindField
        label={label}
        placeholder="Name, place or number"
        field={field}
        find={find}
        words={({ name }) => (does === "transfer" ? `To ${name}` : `Add ${name}`)}
        take={({ number }) => {
          openPicker(null);
          void act({ type: does, callId: call.id, number }, call.id);
        }}
        leave={() => openPicker(null)}
      />
    </div>
  );
}

/** Whom a call can be joined with: no zone, which is paged, and not the far end itself. */
function partiesOf(site: Site, own: string | null): (text: string) => readonly Hit[] {
  const find = finderOf(site);
  const suggested = site.contacts.map(contactHit).filter(({ number }) => number !== own);
  return (text) =>
    text.trim() === ""
      ? suggested.slice(0, mostSuggested)
      : find(text).filter(({ kind, number }) => kind !== "zone" && number !== own);
}
