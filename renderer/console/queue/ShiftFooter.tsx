/** "This shift": inbound and outbound on lines of their own, never summed (promise 8). Each figure says its rule when asked. */
import type { ReactNode } from "react";
import { about } from "../../../shared/words/durations.ts";
import { SoundTest } from "../shift/SoundTest.tsx";
import { useConsole, useHostHeard } from "../store.ts";
import { Button } from "../ui/Button.tsx";
import { openHandover, panelOfWindow, setCentre } from "../view.ts";

const percent = (part: number, whole: number): string =>
  whole === 0 ? "–" : `${(Math.floor((part / whole) * 1000) / 10).toString()} %`;

export function ShiftFooter() {
  const shelved = useConsole((state) => Object.keys(state.desk.shelves).length);
  const { inbound, outbound } = useConsole((state) => state.desk.shift);
  const known = useHostHeard();
  const isSigned = useConsole((state) => state.desk.signedIn !== null);
  if (!known) return null;
  return (
    <footer className="shift">
      <SoundTest />
      <div className="bar">
        <h2>This shift</h2>
        <span className="grow" />
        {isSigned && (
          <Button tone="quiet" onClick={() => openHandover(true)}>
            Hand over…
          </Button>
        )}
        {panelOfWindow === null && (
          <>
            <Button tone="quiet" onClick={() => setCentre("shelved")}>
              {shelved === 0 ? "Shelved" : `Shelved ${shelved}`}
            </Button>
            <Button tone="quiet" onClick={() => setCentre("history")}>
              History
            </Button>
          </>
        )}
      </div>
      <p>
        <b>Inbound</b> <Figure rule="Presses since sign-in, repeats counted">{`${inbound.presses}`}</Figure> ·{" "}
        <Figure rule="Answered within the class's target ÷ answered">{`in target ${percent(inbound.inTarget, inbound.answered)}`}</Figure>{" "}
        ·{" "}
        <Figure rule="The caller had gone before any answer, even if called back later">{`abandoned ${inbound.abandoned}`}</Figure>{" "}
        ·{" "}
        <Figure rule="Longest time from the press to the answer">
          <span className="roomy">longest </span>
          {`wait ${about(inbound.longestWaitMs)}`}
        </Figure>
      </p>
      <p>
        <b>Outbound</b> <Figure rule="Attempts sent; a denied attempt is not sent">{`${outbound.sent} sent`}</Figure> ·{" "}
        <Figure rule="A person or a station answered ÷ attempts sent">{`reached ${percent(outbound.reached, outbound.sent)}`}</Figure>{" "}
        · <Figure rule="Pages that opened">{`pages ${outbound.pages}`}</Figure>
      </p>
    </footer>
  );
}

function Figure({ rule, children }: { rule: string; children: ReactNode }) {
  return (
    <span className="figure" title={rule}>
      {children}
    </span>
  );
}
