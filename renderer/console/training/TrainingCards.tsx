/** The cards in front of the middle: which exercise to begin, and what the last one was worth. */
import { castOf } from "../../../shared/training/cast.ts";
import type { EventResult, Result } from "../../../shared/training/result.ts";
import type { Scenario } from "../../../shared/training/scenario.ts";
import { about, clockTime, day } from "../../../shared/words/durations.ts";
import { resultLines, trainingEndWords, waitWords } from "../../../shared/words/training.ts";
import { act } from "../act.ts";
import { useConsole } from "../store.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { RefusalAt } from "../ui/RefusalAt.tsx";
import { saveAs } from "../ui/saveAs.ts";
import { openTraining, putAwayTraining, useView } from "../view.ts";

const none: readonly Scenario[] = [];

export function TrainingCards() {
  const card = useView((view) => view.trainingCard);
  const result = useConsole((state) => state.training.result);
  return (
    <>
      <Dialog
        open={card === "chooser"}
        onClose={() => openTraining(null)}
        title="Begin an exercise"
        className="trainingCard"
      >
        <Chooser />
      </Dialog>
      <Dialog
        open={card === "result" && result !== null}
        onClose={() => (result ? putAwayTraining(result.runId) : openTraining(null))}
        title="Result of the exercise"
        className="trainingCard"
      >
        {result && <ResultCard result={result} />}
      </Dialog>
    </>
  );
}

function Chooser() {
  const scenarios = useConsole((state) => state.snapshot?.site.scenarios ?? none);
  const site = useConsole((state) => state.snapshot?.site);
  const begin = async (scenarioId: string) => {
    if ((await act({ type: "startTraining", scenarioId }, "trainingChooser")) === null) openTraining(null);
  };
  return (
    <>
      <p>
        The windows show an exercise with simulated stations until it is over. The real desk goes on behind it: a real
        urgent or life-safety event ends the exercise at once.
      </p>
      <ul className="scenarios">
        {scenarios.map((scenario) => {
          const cast = site ? castOf(scenario, site) : { why: "" };
          const why = "why" in cast ? cast.why : null;
          return (
            <li key={scenario.id}>
              <div>
                <b>{scenario.name}</b>
                <p className="muted">{why ?? scenario.words}</p>
              </div>
              <Button tone="select" size="call" disabled={why !== null} onClick={() => void begin(scenario.id)}>
                {`Begin ${scenario.name}`}
              </Button>
            </li>
          );
        })}
      </ul>
      <RefusalAt place="trainingChooser" />
    </>
  );
}

function ResultCard({ result }: { result: Result }) {
  const save = () => saveAs(`exercise-${result.runId}.txt`, `${resultLines(result).join("\n")}\n`, "text/plain");
  return (
    <div className="result" data-testid="training-result">
      <p className="score">
        <b>
          {result.met} of {result.asked}
        </b>{" "}
        checks met
      </p>
      <p className="muted">
        {result.name} · {result.operator}, position {result.position} · {day(result.beganAt, true)}{" "}
        {clockTime(result.beganAt)} · lasted {about(result.lastedMs)} · {trainingEndWords(result.reason)}
      </p>
      <ul className="checks">
        {result.checks.map((check) => (
          <li key={check.words} data-met={check.met}>
            <b>{check.met ? "Met" : "Not met"}</b> {check.words}
          </li>
        ))}
      </ul>
      <ul className="checks">
        {result.events.map((event) => (
          <EventLine key={event.eventId} event={event} />
        ))}
        {result.wrongOrder.map((one) => (
          <li key={`${one.answered} ${one.waiting}`} data-met="false">
            Wrong order: {one.answered} was answered while {one.waiting} waited
          </li>
        ))}
      </ul>
      <div className="resultBar">
        <Button onClick={save}>Save as text</Button>
        <Button onClick={() => print()}>Print</Button>
        <span className="grow" />
        <Button tone="select" onClick={() => putAwayTraining(result.runId)}>
          Close the result
        </Button>
      </div>
    </div>
  );
}

function EventLine({ event }: { event: EventResult }) {
  return (
    <li>
      <b>{event.name}</b> {waitWords(event)}; {event.outcome === null ? "not closed" : `closed, ${event.outcome}`}
      {event.presses > 1 && `; pressed ${event.presses} times`}
      {event.missed.length > 0 && (
        <span className="muted">
          {" "}
          · not done: {event.missed.join(", ")}
          {event.overridden.length > 0 && ` (mandatory steps left open at the close: ${event.overrideReason})`}
        </span>
      )}
    </li>
  );
}
