/** The `/` field: find a station, contact or zone, or dial what was typed. Results rise above it; Enter takes the marked one. */
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from "react";
import type { Site } from "../../../shared/site/site.ts";
import { act } from "../act.ts";
import { TypeShape } from "../ui/TypeShape.tsx";
import { toggleZone, useView } from "../view.ts";
import { callPlace } from "./CallOut.tsx";
import { finderOf, type Hit, hitWords, zoneIdOf } from "./find.ts";

export function FindOrDial({ site }: { site: Site }) {
  const find = useMemo(() => finderOf(site), [site]);
  const [text, setText] = useState("");
  const [open, setOpen] = useState(false);
  const [marked, setMarked] = useState(0);
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  const tick = useView((view) => view.focusSearchTick);
  const chosen = useView((view) => view.chosenZoneIds);
  const hits = useMemo(() => find(text), [find, text]);
  const at = Math.min(marked, hits.length - 1);
  const shown = open && text.trim() !== "";

  useEffect(() => {
    if (tick === 0) return;
    field.current?.focus();
    field.current?.select();
  }, [tick]);

  const take = (hit: Hit) => {
    setText("");
    setOpen(false);
    field.current?.blur();
    if (hit.kind === "zone") toggleZone(zoneIdOf(hit));
    else void act({ type: "call", number: hit.number, eventId: null }, callPlace);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const hit = hits[at];
    if (event.key === "ArrowDown") setMarked(Math.min(at + 1, hits.length - 1));
    else if (event.key === "ArrowUp") setMarked(Math.max(at - 1, 0));
    else if (event.key === "Enter" && hit && !event.repeat) take(hit);
    else if (event.key === "Escape") {
      setText("");
      field.current?.blur();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div className="find">
      <input
        ref={field}
        type="search"
        role="combobox"
        aria-label="Find or dial"
        aria-keyshortcuts="/"
        aria-expanded={shown}
        aria-controls={id}
        aria-activedescendant={shown && hits.length > 0 ? `${id}-${at}` : undefined}
        autoComplete="off"
        placeholder="Find or dial  /"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setMarked(0);
          setOpen(true);
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
      />
      {shown && (
        <div className="found" role="listbox" id={id} aria-label="Found">
          {hits.map((hit, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field takes the keys.
            <div
              key={hit.id}
              id={`${id}-${index}`}
              className="hit"
              role="option"
              tabIndex={-1}
              aria-selected={index === at}
              // Before the field loses the focus and the list goes.
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => take(hit)}
            >
              {hit.kind === "station" ? <TypeShape type={hit.type} size={14} /> : <span className="noShape" />}
              <b className="cut">{hitWords(hit, chosen)}</b>
              <span className="muted cut grow">{hit.words}</span>
              <span className="muted">{hit.number}</span>
            </div>
          ))}
          {hits.length === 0 && (
            <p className="muted noHit">{`Nothing found for “${text.trim()}”. Digits can be dialled.`}</p>
          )}
        </div>
      )}
    </div>
  );
}
