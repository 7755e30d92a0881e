/** A field that finds whom a call can reach, with what it found beside it: arrows mark a row, Enter takes it, Esc leaves. */
import { type KeyboardEvent, type RefObject, useId, useMemo, useState } from "react";
import { TypeShape } from "../ui/TypeShape.tsx";
import type { Hit } from "./find.ts";

interface FindFieldProps {
  label: string;
  placeholder: string;
  shortcut?: string;
  field: RefObject<HTMLInputElement | null>;
  find(text: string): readonly Hit[];
  /** What taking a hit does, in words that name it. */
  words(hit: Hit): string;
  take(hit: Hit): void;
  /** Esc. */
  leave(): void;
}

export function FindField({ label, placeholder, shortcut, field, find, words, take, leave }: FindFieldProps) {
  const [text, setText] = useState("");
  const [open, setOpen] = useState(false);
  const [marked, setMarked] = useState(0);
  const id = useId();
  const hits = useMemo(() => find(text), [find, text]);
  const asked = text.trim() !== "";
  // What is only suggested is not taken by an Enter that was meant for something else.
  const at = Math.min(asked ? Math.max(marked, 0) : marked - 1, hits.length - 1);
  const shown = open && (asked || hits.length > 0);

  const done = (hit: Hit) => {
    setText("");
    setMarked(0);
    setOpen(false);
    field.current?.blur();
    take(hit);
  };
  const move = (by: 1 | -1) => {
    const first = asked ? 0 : 1;
    setMarked(Math.min(Math.max(at + by, 0) + first, hits.length - 1 + first));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const hit = hits[at];
    if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(-1);
    else if (event.key === "Enter" && hit && !event.repeat) done(hit);
    else if (event.key === "Escape") {
      setText("");
      field.current?.blur();
      leave();
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
        aria-label={label}
        aria-keyshortcuts={shortcut}
        aria-expanded={shown}
        aria-controls={id}
        aria-activedescendant={shown && at >= 0 ? `${id}-${at}` : undefined}
        autoComplete="off"
        placeholder={placeholder}
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
              onClick={() => done(hit)}
            >
              {hit.kind === "station" ? <TypeShape type={hit.type} size={14} /> : <span className="noShape" />}
              <b className="cut">{words(hit)}</b>
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
