/** What follows when the window is shown the other desk: nothing chosen or opened is carried over. */
import { useConsole } from "../store.ts";
import { forgetDesk, openTraining } from "../view.ts";

export function followDesk(): void {
  useConsole.subscribe((state, before) => {
    const run = state.snapshot?.training;
    if (run?.runId !== before.snapshot?.training?.runId) forgetDesk();
    const { result, ended } = state.training;
    // After a real event nothing stands in its way: the result is asked for.
    if (result && result !== before.training.result && result.runId !== before.training.result?.runId) {
      if (ended?.reason !== "realEvent") openTraining("result");
    }
  });
}
