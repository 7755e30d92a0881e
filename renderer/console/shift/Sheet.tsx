/** The sheet itself: open events, faults, what is shelved, stations that were not reached or heard, notes. Timers go on, so its times do too. */
import { type FormEvent, useRef } from "react";
import { type HandoverSheet, sheetOf } from "../../../shared/shift/sheet.ts";
import { about, clockMinute } from "../../../shared/words/durations.ts";
import { faultLabels } from "../../../shared/words/health.ts";
import { causeWords } from "../../../shared/words/labels.ts";
import { sickWords } from "../../../shared/words/sick.ts";
import { eventState } from "../../../shared/words/states.ts";
import { act } from "../act.ts";
import { useNow } from "../clock.ts";
import { placeOf } from "../places.ts";
import { ShelfSays } from "../shelf/ShelfControl.tsx";
import { useConsole, wallOf } from "../store.ts";
import { Button } from "../ui/Button.tsx";
import { Tag } from "../ui/Tag.tsx";

export function Sheet() {
  const desk = useConsole((state) => state.desk);
  const site = useConsole((state) => state.snapshot?.site ?? null);
  const sheet = sheetOf(desk, site ?? { stations: [] });
  return (
    <div className="sheet">
      <Events events={sheet.events} />
      <Faults faults={sheet.faults} />
      <Shelves shelves={sheet.shelves} />
      <SickStations sick={sheet.sick} />
      <Notes notes={sheet.notes} />
    </div>
  );
}

function Events({ events }: Pick<HandoverSheet, "events">) {
  const site = useConsole((state) => state.snapshot?.site ?? null);
  const now = useNow(1000);
  return (
    <section aria-label="Open events">
      <h3 className="capital">Open events · {events.length}</h3>
      {events.length === 0 && <p className="muted">None</p>}
      <ul>
        {events.map(({ event, calls }) => {
          const state = eventState(event, calls);
          return (
            <li key={event.id}>
              <span className="grow cut">
                <b>{event.name}</b> · {placeOf(site, event)}
              </span>
              <span className="muted">open for {about(now - event.openedAt)}</span>
              <Tag tone={state.tone}>{state.word}</Tag>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Faults({ faults }: Pick<HandoverSheet, "faults">) {
  const now = useNow(1000);
  return (
    <section aria-label="Faults">
      <h3 className="capital">Faults · {faults.length}</h3>
      {faults.length === 0 && <p className="muted">None</p>}
      <ul>
        {faults.map((fault) => (
          <li key={`${fault.kind} ${fault.subject}`}>
            <span className="grow">
              <b>{faultLabels[fault.kind]}</b> {fault.words}
            </span>
            <span className="muted">for {about(now - fault.raisedAt)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Shelves({ shelves }: Pick<HandoverSheet, "shelves">) {
  return (
    <section aria-label="Shelved and out of service">
      <h3 className="capital">Shelved, out of service · {shelves.length}</h3>
      {shelves.length === 0 && <p className="muted">None</p>}
      <ul>
        {shelves.map((shelf) => (
          <li key={shelf.id}>
            <span className="grow">
              <b>{shelf.name === "" ? "a caller" : shelf.name}</b> <ShelfSays shelf={shelf} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Stations are not supervised: those that nobody tried to reach are not in it, however they are. */
function SickStations({ sick }: Pick<HandoverSheet, "sick">) {
  const now = useNow(1000);
  return (
    <section aria-label="Stations not reached or heard">
      <h3 className="capital">Stations not reached or heard · {sick.length}</h3>
      {sick.length === 0 && <p className="muted">None that was called or paged</p>}
      <ul>
        {sick.map(({ station, sickness }) => (
          <li key={station.id}>
            <span className="grow">
              <b>{station.name}</b> {sickWords(sickness, station.name)}
            </span>
            <span className="muted">for {about(now - sickness.since)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Notes({ notes }: Pick<HandoverSheet, "notes">) {
  const site = useConsole((state) => state.snapshot?.site ?? null);
  const field = useRef<HTMLInputElement>(null);
  const add = (event: FormEvent) => {
    event.preventDefault();
    const text = field.current?.value ?? "";
    if (text.trim() === "") return;
    void act({ type: "noteShift", text }, "handover").then((refusal) => {
      // What was refused is not lost.
      if (refusal === null && field.current) field.current.value = "";
    });
  };
  return (
    <section aria-label="Notes for the next shift">
      <h3 className="capital">Notes for the next shift</h3>
      <form className="noteShift" onSubmit={add}>
        <input
          ref={field}
          maxLength={500}
          aria-label="Note for the next shift"
          placeholder="What must the next shift know?"
        />
        <Button type="submit">Add note</Button>
      </form>
      <ul>
        {notes.map((note) => (
          <li key={note.id}>
            <span className="grow">{note.text}</span>
            <span className="muted">
              {clockMinute(wallOf(note.at))} {causeWords(note.by, site)}
            </span>
            <Button
              tone="quiet"
              name={`Take off: ${note.text}`}
              onClick={() => act({ type: "dropShiftNote", noteId: note.id }, "handover")}
            >
              Take off
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
