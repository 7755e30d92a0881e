/**
 * Why and for how long something is to be quiet. Stands where its button stood, so that nothing that waits is hidden. A whole
 * area needs a second operator, whose PIN goes with the command and is kept nowhere.
 */
import { type FormEvent, useEffect, useState } from "react";
import type { Command } from "../../../shared/desk/inputs.ts";
import { longestReason, type ShelfKind, type ShelfTarget } from "../../../shared/shelf/shelf.ts";
import { spanWords } from "../../../shared/words/shelves.ts";
import { act } from "../act.ts";
import { useWall } from "../clock.ts";
import { useConsole } from "../store.ts";
import { Button } from "../ui/Button.tsx";
import { RefusalAt } from "../ui/RefusalAt.tsx";
import { isGiven, nobodyYet, SecondOperatorFields } from "../ui/SecondOperator.tsx";
import { dayField, lastDay, shelfChoices, untilEndOfDay } from "./times.ts";

export interface Wanted {
  as: ShelfKind;
  of: ShelfTarget;
  name: string;
}

export function ShelfForm({ wanted, onDone }: { wanted: Wanted; onDone(): void }) {
  const { as, of, name } = wanted;
  const wall = useWall();
  const [reason, setReason] = useState("");
  const [minutes, setMinutes] = useState(shelfChoices[0] ?? 15);
  const [day, setDay] = useState(() => dayField(wall));
  const [second, setSecond] = useState(nobodyYet);
  const place = `shelve ${of.kind} ${of.id}`;
  const title = as === "shelved" ? `Shelve ${name}` : `Take ${name} out of service`;
  const area = of.kind === "area";
  const gone = useConsole(({ desk }) => of.kind === "event" && !desk.events[of.id]);
  useEffect(() => {
    if (gone) onDone();
  }, [gone, onDone]);

  const send = async (event: FormEvent) => {
    event.preventDefault();
    const forMs = as === "shelved" ? minutes * 60_000 : (untilEndOfDay(day, wall) ?? 0);
    const command: Command =
      as === "shelved"
        ? { type: "shelve", of, reason, forMs, approvedBy: null }
        : { type: "takeOutOfService", stationId: of.id, reason, forMs };
    setSecond({ ...second, pin: "" });
    const refusal = await act(command, place, area ? second : undefined);
    if (!refusal) onDone();
  };

  return (
    <form
      className="shelfForm"
      aria-label={title}
      onSubmit={send}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onDone();
      }}
    >
      <input
        type="text"
        aria-label={`Reason: ${title}`}
        placeholder="Reason"
        maxLength={longestReason}
        value={reason}
        // biome-ignore lint/a11y/noAutofocus: it replaces the button that was pressed.
        autoFocus
        onChange={(event) => setReason(event.target.value)}
      />
      {as === "shelved" ? (
        <div className="shelfTimes" role="radiogroup" aria-label="For how long">
          {shelfChoices.map((choice) => (
            // biome-ignore lint/a11y/useSemanticElements: Space must not choose here, as it would on a native radio.
            <button
              key={choice}
              type="button"
              role="radio"
              aria-checked={choice === minutes}
              className="button"
              onClick={() => setMinutes(choice)}
            >
              {spanWords(choice * 60_000)}
            </button>
          ))}
        </div>
      ) : (
        <label className="shelfDay">
          until the end of
          <input
            type="date"
            value={day}
            min={dayField(wall)}
            max={lastDay(wall)}
            onChange={(event) => setDay(event.target.value)}
          />
        </label>
      )}
      {area && (
        <div className="shelfKeys">
          <SecondOperatorFields act="shelving an area" value={second} onChange={setSecond} />
        </div>
      )}
      <div className="shelfKeys">
        <Button type="submit" disabled={area && !isGiven(second)}>
          {title}
        </Button>
        <Button tone="quiet" hint="Esc" onClick={onDone}>
          Cancel
        </Button>
      </div>
      <RefusalAt place={place} />
    </form>
  );
}
