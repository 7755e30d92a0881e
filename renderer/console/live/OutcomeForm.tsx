/**
 * Closing an event: what came of it, a note, Close. Not a dialog: nothing is hidden, and it can be filled in during the call.
 * Refused over steps that must be done, it names them and asks for the reason that closes it all the same.
 */
import { useEffect, useRef, useState } from "react";
import type { EventId } from "../../../shared/desk/state.ts";
import { longestNote } from "../../../shared/priority/decideEvent.ts";
import { openMandatorySteps } from "../../../shared/priority/procedure.ts";
import { act } from "../act.ts";
import { useKey } from "../hotkeys.ts";
import { useConsole } from "../store.ts";
import { Button } from "../ui/Button.tsx";
import { RefusalAt } from "../ui/RefusalAt.tsx";
import { openOutcome } from "../view.ts";
import { keepDraft, readDraft, useDraft } from "./draft.ts";
import { OverrideField } from "./OverrideField.tsx";

export function OutcomeForm({ eventId }: { eventId: EventId }) {
  const event = useConsole(({ desk }) => desk.events[eventId] ?? null);
  const site = useConsole((state) => state.snapshot?.site ?? null);
  const [outcome, setOutcome] = useDraft(`outcome:${eventId}`);
  const [note, setNote] = useDraft(`closing:${eventId}`);
  const [override, setOverride] = useDraft(`override:${eventId}`);
  const [refused, setRefused] = useState(() => readDraft(`override:${eventId}`) !== "");
  const form = useRef<HTMLFormElement>(null);
  const place = `close:${eventId}`;
  useKey("back", { down: () => openOutcome(null) });
  // Closed here, in another window, or by another desk: the form has done its work.
  useEffect(() => {
    if (event) return;
    for (const of of ["outcome", "closing", "override"]) keepDraft(`${of}:${eventId}`, "");
    openOutcome(null);
  }, [event, eventId]);
  useEffect(() => {
    // Chromium's scrollIntoView gives a promise, which React would take for a clean-up.
    void form.current?.scrollIntoView({ block: "nearest" });
  }, []);
  if (!event || !site) return null;
  const open = refused ? openMandatorySteps(site, event) : [];
  const close = async () => {
    const refusal = await act({ type: "close", eventId, outcome, note, ...(open.length > 0 && { override }) }, place);
    if (refusal?.code === "mandatoryStepsOpen") setRefused(true);
  };
  return (
    <form
      ref={form}
      className="outcomeForm"
      aria-label={`Outcome of ${event.name}`}
      data-testid="outcome-form"
      onSubmit={(submit) => {
        submit.preventDefault();
        void close();
      }}
    >
      <div className="bar">
        <h2>Outcome · {event.name}</h2>
        <span className="grow" />
        <Button tone="quiet" hint="Esc" onClick={() => openOutcome(null)}>
          Later
        </Button>
      </div>
      <div className="outcomes" role="radiogroup" aria-label="What came of it">
        {site.outcomes.map((one) => (
          // biome-ignore lint/a11y/useSemanticElements: Space must not choose here, as it would on a native radio.
          <button
            key={one.id}
            type="button"
            role="radio"
            aria-checked={outcome === one.id}
            className="button outcome"
            onClick={() => setOutcome(one.id)}
          >
            {one.label}
          </button>
        ))}
      </div>
      <textarea
        rows={2}
        maxLength={longestNote}
        value={note}
        aria-label={`Closing note on ${event.name}`}
        placeholder="Closing note"
        onChange={(change) => setNote(change.target.value)}
        onKeyDown={(key) => {
          if (key.key === "Escape") key.currentTarget.blur();
          if (key.key === "Enter" && key.ctrlKey) void close();
        }}
      />
      {open.length > 0 && (
        <OverrideField steps={open} value={override} onChange={setOverride} onClose={() => void close()} />
      )}
      <Button type="submit" size="wide" tone={outcome === "" ? undefined : "select"}>
        {`Close event ${event.name}`}
      </Button>
      <RefusalAt place={place} />
    </form>
  );
}
