/**
 * The bar across every window while an exercise is prepared, runs, or was just ended by something real: which desk this is,
 * what waits at the real one, and the one button that ends the exercise. No key does.
 */
import type { TrainingView } from "../../../shared/link/consoleLink.ts";
import { duration } from "../../../shared/words/durations.ts";
import { trainingEndWords } from "../../../shared/words/training.ts";
import { act } from "../act.ts";
import { useNow } from "../clock.ts";
import { useConsole } from "../store.ts";
import { Button } from "../ui/Button.tsx";
import { RefusalAt } from "../ui/RefusalAt.tsx";
import { openTraining, putAwayTraining, useView } from "../view.ts";
import "./training.css";

const end = () => void act({ type: "endTraining" }, "training");

export function TrainingBar() {
  const training = useConsole((state) => state.training);
  const shown = useConsole((state) => state.snapshot?.training ?? null);
  const seenRunId = useView((view) => view.seenRunId);
  if (shown) return <Running name={shown.name} words={training.run?.words ?? ""} real={training.real} />;
  if (training.run) {
    return (
      <p className="trainingBar" role="status">
        <span className="grow">
          The exercise “{training.run.name}” is being prepared. <b>This is still the real desk.</b>
        </span>
        <RefusalAt place="training" />
        <Button tone="stop" onClick={end}>
          End the exercise
        </Button>
      </p>
    );
  }
  const { ended } = training;
  if (!ended || ended.runId === seenRunId || !["realEvent", "failed"].includes(ended.reason)) return null;
  return <Ended ended={ended} hasResult={training.result !== null} />;
}

function Running({ name, words, real }: { name: string; words: string; real: TrainingView["real"] }) {
  return (
    <section className="trainingBar" data-running="true" data-testid="training-bar" aria-label="Exercise">
      <b className="trainingWord">TRAINING</b>
      <span className="cut grow" title={words}>
        {name} · nothing here is real
      </span>
      <RealDesk real={real} />
      <RefusalAt place="training" />
      <Button tone="stop" onClick={end}>
        End the exercise
      </Button>
    </section>
  );
}

function RealDesk({ real }: { real: TrainingView["real"] }) {
  useNow(250);
  const heardAt = useConsole((state) => state.trainingHeardAt);
  const { first, waiting, faults } = real;
  if (!first && faults.length === 0) return <span className="realDesk">Real desk: nothing waits</span>;
  const words = [...(first ? waitWords(first, waiting, performance.now() - heardAt) : []), ...faults].join(" · ");
  return (
    <span className="realDesk" data-wants={true} role="status" data-testid="real-desk" title={words}>
      <b>REAL</b> {words}
    </span>
  );
}

type First = NonNullable<TrainingView["real"]["first"]>;

function waitWords({ name, place, waitedMs, targetMs }: First, waiting: number, sinceMs: number): string[] {
  const wait = `${duration(waitedMs + sinceMs)} of ${duration(targetMs)}`;
  return [name, place, wait, ...(waiting > 1 ? [`${waiting} wait`] : [])];
}

function Ended({ ended, hasResult }: { ended: NonNullable<TrainingView["ended"]>; hasResult: boolean }) {
  const real = ended.reason === "realEvent";
  return (
    <p className="trainingBar" data-real={real} role="alert" data-testid="training-ended">
      <span className="grow">
        <b>{real ? "This is real. The exercise is over: " : "No exercise: "}</b>
        {real ? "something came at the real desk, which you see now." : `${trainingEndWords(ended.reason)}.`}
        {ended.words !== "" && ` ${ended.words}`}
      </span>
      {hasResult && <Button onClick={() => openTraining("result")}>Show the result</Button>}
      <Button tone="quiet" onClick={() => putAwayTraining(ended.runId)}>
        Put away
      </Button>
    </p>
  );
}
