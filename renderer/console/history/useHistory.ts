/** Asks the journal's reader page by page, newest first. A newer question makes the answers to older ones void. */
import { useCallback, useEffect, useRef, useState } from "react";
import type { Entry } from "../../../shared/desk/entries.ts";
import type { Refusal } from "../../../shared/desk/refusals.ts";
import type { HistoryFilter } from "../../../shared/link/history.ts";
import { query } from "../link.ts";

export interface Found {
  entries: readonly Entry[];
  more: boolean;
  loading: boolean;
  refusal: Refusal | null;
}

const nothingYet: Found = { entries: [], more: false, loading: true, refusal: null };

/** A rejected query is a refusal in words; anything else is said as it is. */
export const asRefusal = (cause: unknown): Refusal =>
  typeof cause === "object" && cause !== null && "words" in cause && "code" in cause
    ? (cause as Refusal)
    : { code: "badRequest", words: `The history did not answer: ${String(cause)}` };

/** `filterAt(beforeSeq)` must be stable while the question is the same; a new one asks afresh. */
export function useHistory(filterAt: (beforeSeq: number | null) => HistoryFilter): Found & { fetchMore(): void } {
  const [found, setFound] = useState<Found>(nothingYet);
  const question = useRef(0);
  const fetching = useRef(false);

  const fetchPage = useCallback(
    (before: readonly Entry[]) => {
      const mine = question.current;
      fetching.current = true;
      query({ query: "history", filter: filterAt(before.at(-1)?.seq ?? null) }).then(
        (result) => {
          if (mine !== question.current || result.query !== "history") return;
          fetching.current = false;
          const { entries, more } = result.page;
          setFound({ entries: [...before, ...entries], more, loading: false, refusal: null });
        },
        (cause: unknown) => {
          if (mine !== question.current) return;
          fetching.current = false;
          setFound({ entries: before, more: false, loading: false, refusal: asRefusal(cause) });
        },
      );
    },
    [filterAt],
  );

  useEffect(() => {
    question.current++;
    setFound((last) => ({ ...last, loading: true, refusal: null }));
    fetchPage([]);
    return () => {
      question.current++;
    };
  }, [fetchPage]);

  const fetchMore = useCallback(() => {
    if (found.more && !fetching.current) fetchPage(found.entries);
  }, [found, fetchPage]);
  return { ...found, fetchMore };
}
