/**
 * Asks the journal's reader page by page, newest first. A newer question makes the answers to older ones void. Followed, it
 * also asks for what has come since, by sequence, and keeps that apart until it may be placed (`newer`).
 */
import { useCallback, useEffect, useRef, useState } from "react";
import type { Entry } from "../../../shared/desk/entries.ts";
import type { Refusal } from "../../../shared/desk/refusals.ts";
import type { HistoryFilter } from "../../../shared/link/history.ts";
import { query } from "../link.ts";
import { useConsole } from "../store.ts";
import { withNewer } from "./filter.ts";

export interface Found {
  entries: readonly Entry[];
  /** Came since, newest first: not among `entries` yet. */
  newer: readonly Entry[];
  /** So many came at once that some are not in `newer`: only asking afresh shows all. */
  gap: boolean;
  more: boolean;
  loading: boolean;
  refusal: Refusal | null;
}

const nothingYet: Found = { entries: [], newer: [], gap: false, more: false, loading: true, refusal: null };

/** The host is asked at most this often, only when something was recorded, and only for what came after it was last asked. */
const followMs = 1_000;

/** A rejected query is a refusal in words; anything else is said as it is. */
export const asRefusal = (cause: unknown): Refusal =>
  typeof cause === "object" && cause !== null && "words" in cause && "code" in cause
    ? (cause as Refusal)
    : { code: "badRequest", words: `The history did not answer: ${String(cause)}` };

/** `filterAt(beforeSeq)` must be stable while the question is the same; a new one asks afresh. */
export function useHistory(filterAt: (beforeSeq: number | null) => HistoryFilter, { follow = false } = {}) {
  const [found, setFound] = useState<Found>(nothingYet);
  const question = useRef(0);
  const fetching = useRef(false);
  /** Up to which sequence the journal has been asked. */
  const askedUpTo = useRef(0);

  const fetchPage = useCallback(
    (before: readonly Entry[]) => {
      const mine = question.current;
      fetching.current = true;
      query({ query: "history", filter: filterAt(before.at(-1)?.seq ?? null) }).then(
        (result) => {
          if (mine !== question.current || result.query !== "history") return;
          fetching.current = false;
          const { entries, more } = result.page;
          setFound((last) => ({ ...last, entries: [...before, ...entries], more, loading: false, refusal: null }));
        },
        (cause: unknown) => {
          if (mine !== question.current) return;
          fetching.current = false;
          setFound((last) => ({ ...last, entries: before, more: false, loading: false, refusal: asRefusal(cause) }));
        },
      );
    },
    [filterAt],
  );

  useEffect(() => {
    question.current++;
    askedUpTo.current = useConsole.getState().recordedSeq;
    setFound((last) => ({ ...last, newer: [], gap: false, loading: true, refusal: null }));
    fetchPage([]);
    return () => {
      question.current++;
    };
  }, [fetchPage]);

  // Who may not read is not asked about again and again.
  const follows = follow && found.refusal === null;
  useEffect(() => {
    if (!follows) return;
    const look = () => {
      const { recordedSeq } = useConsole.getState();
      if (document.hidden || fetching.current || recordedSeq <= askedUpTo.current) return;
      const mine = question.current;
      const afterSeq = askedUpTo.current;
      fetching.current = true;
      query({ query: "history", filter: { ...filterAt(null), afterSeq } }).then(
        (result) => {
          if (mine !== question.current || result.query !== "history") return;
          fetching.current = false;
          askedUpTo.current = recordedSeq;
          const { entries, more } = result.page;
          setFound((last) => ({ ...last, newer: withNewer(last, entries), gap: last.gap || more }));
        },
        // The next look asks for the same once more; a link that is lost is said across the whole window.
        () => {
          if (mine === question.current) fetching.current = false;
        },
      );
    };
    const timer = setInterval(look, followMs);
    return () => clearInterval(timer);
  }, [follows, filterAt]);

  const fetchMore = useCallback(() => {
    if (found.more && !fetching.current) fetchPage(found.entries);
  }, [found, fetchPage]);
  const placeNewer = useCallback(
    () => setFound((last) => ({ ...last, entries: [...last.newer, ...last.entries], newer: [] })),
    [],
  );
  return { ...found, fetchMore, placeNewer };
}
