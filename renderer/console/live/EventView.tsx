/** An event with nobody on the line here: ringing in, caller gone, acknowledged. What it is and what is due. */
import { useShallow } from "zustand/react/shallow";
import { callsOf, mayBeGone } from "../../../shared/call/live.ts";
import type { PriorityEvent } from "../../../shared/desk/state.ts";
import { shelfOf, waitsInSilence } from "../../../shared/shelf/shelf.ts";
import { clockTime } from "../../../shared/words/durations.ts";
import { endReasonWords } from "../../../shared/words/endReasons.ts";
import { typeLabels } from "../../../shared/words/labels.ts";
import { shelfState } from "../../../shared/words/shelves.ts";
import { eventState, pressedWords } from "../../../shared/words/states.ts";
import { whyWords } from "../../../shared/words/why.ts";
import { act } from "../act.ts";
import { placeOf, stationOf } from "../places.ts";
import { answerCard } from "../queue/answer.ts";
import { callBack, callBackWords, outcome } from "../queue/CardButtons.tsx";
import { useQueue } from "../queue/useQueue.ts";
import { EventShelf } from "../shelf/ShelfControl.tsx";
import { useConsole, wallOf } from "../store.ts";
import { Button } from "../ui/Button.tsx";
import { Tag } from "../ui/Tag.tsx";
import { TypeShape } from "../ui/TypeShape.tsx";
import { AlarmList } from "./AlarmList.tsx";

export function EventView({ event }: { event: PriorityEvent }) {
  const site = useConsole((state) => state.snapshot?.site ?? null);
  const calls = useConsole(useShallow(({ desk }) => callsOf(desk, event)));
  const inStrip = useQueue().first?.event.id === event.id;
  const station = stationOf(site, event.stationId);
  const shelf = useConsole(({ desk }) => (waitsInSilence(desk, event) ? shelfOf(desk, event) : null));
  const state = shelf ? shelfState(shelf) : eventState(event, calls);
  const unsure = useConsole(({ desk }) => calls.some((call) => mayBeGone(desk, call)));
  const ringing = calls.some((call) => call.state === "offered");
  const ended = event.lastEnded && !ringing ? endReasonWords(event.lastEnded.reason) : null;
  return (
    <section className="call" aria-label={`Event ${event.name}`} data-testid="event-view">
      <div className="callHead eventHead" data-tone={state.tone}>
        <TypeShape type={station?.type ?? null} size={26} />
        <h3>{event.name}</h3>
        <Tag tone={state.tone}>{state.word}</Tag>
        <p className="muted">
          {[placeOf(site, event), station?.place.detail, typeLabels[station?.type ?? "unknown"], event.number]
            .filter(Boolean)
            .join(" · ")}
        </p>
        {site && <p className="muted">{whyWords(event, site.classes)}</p>}
        {ended && (
          <p className="stage">
            {ended.words} <code>{ended.code ?? ""}</code>
          </p>
        )}
        {unsure && <p className="stage">Rang before the link to the PBX was lost: the caller may have hung up since</p>}
        <p className="muted">
          {pressedWords(event)} {event.earlierPresses ? `${event.earlierPresses} times before, then ` : ""}
          {event.presses.map((at) => clockTime(wallOf(at))).join(", ")}
        </p>
        <AlarmList event={event} />
      </div>
      <EventShelf key={event.id} event={event} />
      <div className="callKeys eventKeys">
        {ringing ? (
          <Button size="call" tone="go" hint={inStrip ? "Space" : undefined} onClick={() => answerCard(event.id)}>
            {`Answer ${event.name}`}
          </Button>
        ) : (
          <Button size="call" hint="B" onClick={() => callBack(event.id)}>
            {`${callBackWords(event)} ${event.name}`}
          </Button>
        )}
        {!event.acknowledged && !(ringing && event.class === "lifeSafety") && (
          <Button
            size="call"
            hint="A"
            name={`Acknowledge ${event.name}`}
            onClick={() => void act({ type: "acknowledge", eventId: event.id }, event.id)}
          >
            Acknowledge
          </Button>
        )}
        {!ringing && (
          <Button size="call" hint="O" name={`Outcome of ${event.name}`} onClick={() => outcome(event.id)}>
            Outcome
          </Button>
        )}
      </div>
    </section>
  );
}
