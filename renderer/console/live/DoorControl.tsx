/** The door of the station on the line, opened by digits in the call: its button, its guard, and what is known of it. */
import type { Call } from "../../../shared/desk/state.ts";
import { clockTime } from "../../../shared/words/durations.ts";
import { wallOf } from "../store.ts";
import { Button } from "../ui/Button.tsx";
import { ArmedDoor } from "./DoorGuard.tsx";
import { armDoor, isCallDoor, useArmedDoor, useDoorOf } from "./door.ts";

export function DoorButton({ call, hint }: { call: Call; hint: string | undefined }) {
  const door = useDoorOf(call);
  const armed = useArmedDoor(({ target }) => isCallDoor(target, call.id));
  if (!door) return null;
  return (
    <Button size="call" hint={hint} name={`Door ${door.words}`} aria-pressed={armed} onClick={armDoor}>
      Door
    </Button>
  );
}

export function DoorGuard({ call }: { call: Call }) {
  const door = useDoorOf(call);
  const armed = useArmedDoor(({ target }) => isCallDoor(target, call.id));
  if (door && armed)
    return <ArmedDoor target={{ callId: call.id }} words={door.words} who={`On the line: ${call.name}.`} />;
  if (!door || call.doorSentAt === null) return null;
  const since = clockTime(wallOf(call.doorSentAt));
  return (
    <p className="doorSays" role="status">
      {call.digitsRefused === null
        ? `${door.words}: sent at ${since}, state unknown`
        : `${door.words}: sent at ${since}, not taken by the far end (${call.digitsRefused})`}
    </p>
  );
}
