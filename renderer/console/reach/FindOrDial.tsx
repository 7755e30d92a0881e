/** The `/` field: find a station, contact or zone, or dial what was typed. Results rise above it. */
import { useEffect, useMemo, useRef } from "react";
import type { Site } from "../../../shared/site/site.ts";
import { act } from "../act.ts";
import { toggleZone, useView } from "../view.ts";
import { callPlace } from "./callPlace.ts";
import { FindField } from "./FindField.tsx";
import { finderOf, type Hit, hitWords, zoneIdOf } from "./find.ts";

export function FindOrDial({ site }: { site: Site }) {
  const find = useMemo(() => finderOf(site), [site]);
  const field = useRef<HTMLInputElement>(null);
  const tick = useView((view) => view.focusSearchTick);
  const chosen = useView((view) => view.chosenZoneIds);

  useEffect(() => {
    if (tick === 0) return;
    field.current?.focus();
    field.current?.select();
  }, [tick]);

  const take = (hit: Hit) => {
    if (hit.kind === "zone") toggleZone(zoneIdOf(hit));
    else void act({ type: "call", number: hit.number, eventId: null }, callPlace);
  };
  return (
    <FindField
      label="Find or dial"
      placeholder="Find or dial  /"
      shortcut="/"
      field={field}
      find={find}
      words={(hit) => hitWords(hit, chosen)}
      take={take}
      leave={() => undefined}
    />
  );
}
