/** One row about the call-out list while its own tab is not shown: whom it calls, and for a while how it ended. */
import { callOutWords, resultsWords } from "../../../shared/words/callOut.ts";
import { useNow } from "../clock.ts";
import { useConsole } from "../store.ts";
import { StopCallOut } from "./CallOutTab.tsx";

/** Nobody reached has to be seen; the rest is said by the calls as well. */
const saidForMs = { nobody: 120_000, other: 15_000 };

export function CallOutSays() {
  const callOut = useConsole((state) => state.desk.callOut);
  const now = useNow(1000);
  if (!callOut) return null;
  const { over, name, members } = callOut;
  if (over && now - over.at > (over.outcome === "nobody" ? saidForMs.nobody : saidForMs.other)) return null;
  return (
    <div className="callOut" data-outcome={over?.outcome}>
      <b className="cut">{name}</b>
      <span className="cut grow">{`${callOutWords(callOut)}${over ? `. ${resultsWords(members)}` : ""}`}</span>
      {over === null && <StopCallOut name={name} />}
    </div>
  );
}
