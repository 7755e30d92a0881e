/**
 * The door of the station on the line. Armed, it stands over the whole width, names the door and the caller, and has the
 * focus: while it is seen Enter opens, and whatever takes the focus away disarms it.
 */
import { useEffect, useRef } from "react";
import type { Call } from "../../../shared/desk/state.ts";
import { clockTime } from "../../../shared/words/durations.ts";
import { wallOf } from "../store.ts";
import { Button } from "../ui/Button.tsx";
import { armDoor, disarmDoor, openDoor, useArmedDoor, useDoorOf } from "./door.ts";

export function DoorButton({ call, hint }: { call: Call; hint: string | undefined }) {
  const door = useDoorOf(call);
  const armed = useArmedDoor(({ callId }) => callId === call.id);
  if (!door) return null;
  return (
    <Button size="call" hint={hint} name={`Door ${door.words}`} aria-pressed={armed} onClick={armDoor}>
      Door
    </Button>
  );
}

export function DoorGuard({ call }: { call: Call }) {
  const door = useDoorOf(call);
  const armed = useArmedDoor(({ callId }) => callId === call.id);
  if (door && armed) return <Armed call={call} words={door.words} />;
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

function Armed({ call, words }: { call: Call; words: string }) {
  const open = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const before = document.activeElement?.closest<HTMLElement>("[data-panel]");
    const button = open.current;
    button?.focus();
    return () => {
      disarmDoor();
      // Back to the panel, never to a button in it: the Enter that opened may still be down.
      if (document.activeElement === button || document.activeElement === document.body) before?.focus();
    };
  }, []);
  return (
    <section className="doorArmed" aria-label={`Open ${words}?`}>
      <p role="alert">
        <b>{`Open ${words}?`}</b> {`On the line: ${call.name}. Enter opens.`}
      </p>
      <div className="doorTime" aria-hidden="true" />
      <div className="doorKeys">
        <Button
          ref={open}
          size="call"
          tone="select"
          hint="Enter"
          name={`Open ${words}`}
          onBlur={disarmDoor}
          onClick={() => openDoor(call.id)}
        >
          Open
        </Button>
        <Button size="call" hint="Esc" name={`Leave ${words} shut`} onClick={disarmDoor}>
          Leave shut
        </Button>
      </div>
    </section>
  );
}
