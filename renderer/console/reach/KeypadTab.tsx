/** Dial any number; who it belongs to is said before the call. Policy decides in the host. */
import { type FormEvent, useRef, useState } from "react";
import { findNumber, normaliseNumber } from "../../../shared/dialing/directory.ts";
import type { Site } from "../../../shared/site/site.ts";
import { act } from "../act.ts";
import { Button } from "../ui/Button.tsx";
import { callPlace } from "./callPlace.ts";

const keys = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"] as const;

export function KeypadTab({ site }: { site: Site }) {
  const [text, setText] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const number = normaliseNumber(text);
  const type = (key: string) => {
    setText((before) => before + key);
    field.current?.focus();
  };
  const call = (event: FormEvent) => {
    event.preventDefault();
    if (number !== "") void act({ type: "call", number, eventId: null }, callPlace);
  };
  return (
    <form className="keypad" onSubmit={call} aria-label="Keypad">
      <div className="keypadNumber">
        <input
          ref={field}
          type="tel"
          inputMode="tel"
          autoComplete="off"
          aria-label="Number"
          placeholder="Number"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <span className="muted cut">{whoWords(site, text)}</span>
        <div className="keypadButtons">
          <Button type="submit" size="call" disabled={number === ""}>
            {number === "" ? "Call" : `Call ${nameOf(site, number)}`}
          </Button>
          <Button
            size="call"
            tone="quiet"
            name="Delete last digit"
            onClick={() => setText((before) => before.slice(0, -1))}
          >
            Delete
          </Button>
        </div>
      </div>
      <div className="keypadKeys">
        {keys.map((key) => (
          <button key={key} type="button" className="button keypadKey" onClick={() => type(key)}>
            {key}
          </button>
        ))}
      </div>
    </form>
  );
}

function nameOf(site: Site, text: string): string {
  const found = findNumber(site, text);
  return found.kind === "station" ? found.station.name : found.kind === "contact" ? found.contact.name : found.number;
}

function whoWords(site: Site, text: string): string {
  if (text.trim() === "") return `Presents as “${site.presentsAs}”`;
  const found = findNumber(site, text);
  if (found.number === "") return "Not a number: digits, + * # only";
  switch (found.kind) {
    case "station":
      return `${found.station.name} · ${found.station.place.words}`;
    case "contact":
      return `${found.contact.name} · ${found.contact.words}`;
    case "zone":
      return `Zone ${found.zone.name}: page it instead`;
    case "number":
      return "Not in this site";
  }
}
