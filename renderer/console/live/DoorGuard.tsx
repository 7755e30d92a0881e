/**
 * An armed door stands over the whole width, names the door and who is on the line, and has the focus: while it is seen
 * Enter opens, and whatever takes the focus away disarms it. The Enter that armed it opens nothing while it is held (keys.ts).
 */
import { useEffect, useRef } from "react";
import { useKey } from "../hotkeys.ts";
import { Button } from "../ui/Button.tsx";
import { type DoorTarget, disarmDoor, openDoor } from "./door.ts";

interface DoorGuardProps {
  target: DoorTarget;
  words: string;
  /** "On the line: Door 5." */
  who: string;
}

export function ArmedDoor({ target, words, who }: DoorGuardProps) {
  const open = useRef<HTMLButtonElement>(null);
  // Whatever form stands open beside it takes the next Esc.
  useKey("back", { down: disarmDoor, first: true });
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
        <b>{`Open ${words}?`}</b> {`${who} Enter opens.`}
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
          onClick={() => void openDoor(target)}
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
