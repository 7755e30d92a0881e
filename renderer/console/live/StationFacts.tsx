/** What is known of the station beyond this call: its last calls, its health, its earlier event. */
import { useEffect, useState } from "react";
import type { PriorityEvent } from "../../../shared/desk/state.ts";
import { everything } from "../../../shared/link/history.ts";
import { query } from "../link.ts";
import { stationOf } from "../places.ts";
import { useConsole, wallOf } from "../store.ts";
import { Health } from "../ui/Health.tsx";
import { showHistory } from "../view.ts";
import { lastCallsWords } from "./lastCalls.ts";

const thirtyDaysMs = 30 * 86_400_000;

export function StationFacts({ stationId, event }: { stationId: string | null; event: PriorityEvent | null }) {
  const site = useConsole((state) => state.snapshot?.site ?? null);
  const station = stationOf(site, stationId);
  const lastCalls = useLastCalls(stationId, event?.id ?? null);
  return (
    <dl className="facts">
      {stationId !== null && (
        <>
          <dt>Last calls</dt>
          <dd>
            {lastCalls}{" "}
            <button type="button" className="link" onClick={() => showHistory({ eventId: null, stationId })}>
              history
            </button>
          </dd>
          <dt>Health</dt>
          <dd>
            <Health stationId={stationId} name={station?.name ?? ""} />
          </dd>
        </>
      )}
      {event !== null && station === null && (
        <>
          <dt>Site</dt>
          <dd>caller not in the site: add it to the site file</dd>
        </>
      )}
      {event?.earlierEventId && (
        <>
          <dt>Before</dt>
          <dd>an earlier event of this station was closed lately</dd>
        </>
      )}
    </dl>
  );
}

/** "2 in 30 days, last 11 Nov (false press)", asked once per station and event. */
function useLastCalls(stationId: string | null, eventId: string | null): string {
  const [words, setWords] = useState("…");
  const site = useConsole((state) => state.snapshot?.site ?? null);
  const who = useConsole((state) => state.desk.signedIn?.operatorId ?? null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another operator may see what this one may not.
  useEffect(() => {
    if (stationId === null || !site) return;
    let current = true;
    const from = wallOf(useConsole.getState().clockOffset + performance.now()) - thirtyDaysMs;
    const kinds = ["eventOpened", "eventClosed"] as const;
    query({ query: "history", filter: { ...everything, from, stationId, kinds } }).then(
      (result) => {
        if (current && result.query === "history") setWords(lastCallsWords(result.page, eventId, site));
      },
      () => {
        if (current) setWords("not shown: the history is not open to you now");
      },
    );
    return () => {
      current = false;
    };
  }, [stationId, eventId, site, who]);
  return words;
}
