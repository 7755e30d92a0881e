/** A door that is opened by HTTP: with a call of its station or without. Its button, its guard, and what was read back. */

import type { Call, PriorityEvent } from "../../../shared/desk/state.ts";
import type { DoorAttempt } from "../../../shared/door/door.ts";
import { permitDoor } from "../../../shared/operator/permit.ts";
import { doorAnswerWords } from "../../../shared/words/doors.ts";
import { clockTime } from "../../../shared/words/durations.ts";
import { useKey } from "../hotkeys.ts";
import { stationOf } from "../places.ts";
import { useConsole, wallOf } from "../store.ts";
import { Button } from "../ui/Button.tsx";
import { RefusalAt } from "../ui/RefusalAt.tsx";
import { ArmedDoor } from "./DoorGuard.tsx";
import { arm, doorPlace, isStationDoor, useArmedDoor } from "./door.ts";
import { useRefusal } from "./may.ts";

interface HttpDoorProps {
  call: Call | null;
  event: PriorityEvent | null;
}

/** Nothing where the site gives the station no such door. */
export function HttpDoor({ call, event }: HttpDoorProps) {
  const site = useConsole((state) => state.snapshot?.site ?? null);
  const station = stationOf(site, call?.stationId ?? event?.stationId ?? null);
  const door = station?.httpDoor;
  if (!station || !door) return null;
  const who = call?.state === "talking" ? `On the line: ${call.name}.` : "Nobody is on the line.";
  return <Door stationId={station.id} words={door.words} who={who} eventId={event?.id ?? null} />;
}

interface DoorProps {
  stationId: string;
  words: string;
  who: string;
  eventId: string | null;
}

function Door({ stationId, words, who, eventId }: DoorProps) {
  const target = { stationId, eventId };
  const armed = useArmedDoor((state) => isStationDoor(state.target, stationId));
  const last = useConsole(({ desk }) => desk.doors[stationId] ?? null);
  const refusal = useRefusal((site, who, hour) => {
    const station = stationOf(site, stationId);
    return station && permitDoor(site, who, station, hour);
  });
  const mayOpen = refusal === null && last?.outcome !== "asked";
  useKey("door", { down: () => mayOpen && arm(target) });
  return (
    <div className="httpDoor">
      {armed ? (
        <ArmedDoor target={target} words={words} who={who} />
      ) : (
        <Button size="wide" hint="E" name={`Door ${words}`} disabled={!mayOpen} onClick={() => arm(target)}>
          {`Door · ${words}`}
        </Button>
      )}
      {refusal && <p className="padSays">{refusal.words}</p>}
      {last && (
        <p className="doorState" role="status" data-outcome={last.outcome}>
          {attemptWords(last)}
        </p>
      )}
      <RefusalAt place={doorPlace(target)} />
    </div>
  );
}

function attemptWords({ words, at, outcome, said, state, stateAt }: DoorAttempt): string {
  if (outcome === "asked") return `${words}: asked at ${clockTime(wallOf(at))}, waiting for its answer…`;
  const when = stateAt === null ? "" : ` at ${clockTime(wallOf(stateAt))}`;
  return `${words}: ${doorAnswerWords({ opened: outcome === "done", said, state })}${when}`;
}
