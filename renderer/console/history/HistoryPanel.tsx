/** The history: what the journal holds, as sentences, newest first; filtered, with the time line of one event, and as CSV. */
import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Entry } from "../../../shared/desk/entries.ts";
import type { Site } from "../../../shared/site/site.ts";
import { clockTime, day } from "../../../shared/words/durations.ts";
import { entryWords } from "../../../shared/words/entries.ts";
import { causeWords } from "../../../shared/words/labels.ts";
import { refusalWords } from "../../../shared/words/refusals.ts";
import { RowList } from "../reach/RowList.tsx";
import { hostNow, useConsole, wallOf } from "../store.ts";
import { Button } from "../ui/Button.tsx";
import { Panel } from "../ui/Panel.tsx";
import { panelOfWindow, setCentre, useView } from "../view.ts";
import { ExportButton } from "./ExportButton.tsx";
import { emptyForm, eventIdOf, filterOf, type HistoryForm } from "./filter.ts";
import { HistoryFilters } from "./HistoryFilters.tsx";
import { subjectsOf } from "./subjects.ts";
import { TimeLine } from "./TimeLine.tsx";
import { useHistory } from "./useHistory.ts";
import "./history.css";

export function HistoryPanel() {
  const site = useConsole((state) => state.snapshot?.site ?? null);
  if (!site)
    return (
      <Panel name="history" title="History">
        <p className="historySays">Waiting for the host…</p>
      </Panel>
    );
  return <SiteHistory site={site} />;
}

function SiteHistory({ site }: { site: Site }) {
  const of = useView((view) => view.historyOf);
  const signedIn = useConsole((state) => state.desk.signedIn?.operatorId ?? null);
  const [form, setForm] = useState<HistoryForm>(emptyForm);
  const [asked, setAsked] = useState(0);
  const [openEventId, setOpenEventId] = useState<string | null>(null);

  useEffect(() => {
    if (!of) return;
    setForm({ ...emptyForm, range: "all", stationId: of.stationId });
    setOpenEventId(of.eventId);
  }, [of]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a refresh, and another operator, make it another question.
  const filterAt = useCallback(
    (beforeSeq: number | null) => filterOf(form, wallOf(hostNow()), beforeSeq),
    [form, asked, signedIn],
  );
  const found = useHistory(filterAt, { follow: true });
  const again = () => setAsked((times) => times + 1);
  const rows = useRef<HTMLDivElement>(null);
  const place = () => (found.gap ? again() : found.placeNewer());
  const held = useHeld(rows, found.newer.length > 0, place);
  const desk = useConsole((state) => state.desk);
  const subjects = useMemo(() => subjectsOf(found.entries, desk), [found.entries, desk]);

  return (
    <Panel
      name="history"
      title="History"
      tools={
        <>
          <Button tone="quiet" onClick={again}>
            Refresh
          </Button>
          <ExportButton filter={filterAt} />
          {panelOfWindow === null && (
            <Button tone="quiet" name="Back to the map" onClick={() => setCentre("map")}>
              Map
            </Button>
          )}
        </>
      }
    >
      <HistoryFilters site={site} form={form} onChange={setForm} />
      <div className="historyBody">
        <div className="historyRows" ref={rows} aria-busy={found.loading} {...held}>
          {found.newer.length > 0 && (
            <button type="button" className="historyNewer" data-testid="newer-entries" onClick={place}>
              {newerWords(found.newer.length, found.gap)}
            </button>
          )}
          {found.refusal ? (
            <p className="historySays refusal" role="alert">
              {refusalWords(found.refusal)}
              <code>{found.refusal.code}</code>
            </p>
          ) : (
            <RowList
              label="Entries, newest first"
              rows={found.entries}
              keyOf={(entry) => String(entry.seq)}
              rowHeight={32}
              measured
              onEnter={(entry) => setOpenEventId(eventIdOf(entry))}
              onEnd={found.fetchMore}
              empty={
                found.loading ? (
                  "Reading the journal…"
                ) : (
                  <Nothing form={form} onAll={() => setForm({ ...emptyForm, range: "all" })} />
                )
              }
              draw={(entry) => (
                <Row
                  entry={entry}
                  words={entryWords(entry, site, subjects)}
                  by={causeWords(entry.by, site)}
                  open={openEventId !== null && eventIdOf(entry) === openEventId}
                  onOpen={setOpenEventId}
                />
              )}
            />
          )}
          <p className="historyFoot muted" role="status">
            {footWords(found.entries.length, found.more, found.loading)}
          </p>
        </div>
        {openEventId !== null && (
          <TimeLine key={openEventId} site={site} eventId={openEventId} onClose={() => setOpenEventId(null)} />
        )}
      </div>
    </Panel>
  );
}

/**
 * Newer entries are placed by themselves only where nobody looks or points at the rows: with the pointer over them, a list
 * scrolled back, or the keys in it, they wait to be asked for. Gives the handlers that notice when that is over.
 */
function useHeld(rows: RefObject<HTMLDivElement | null>, waiting: boolean, place: () => void) {
  const [over, setOver] = useState(false);
  const placeIfFree = () => {
    const list = rows.current?.querySelector(".rowList");
    const reads = list ? list.scrollTop > 0 || list.contains(document.activeElement) : false;
    if (waiting && !over && !reads) place();
  };
  useEffect(placeIfFree);
  return {
    onPointerEnter: () => setOver(true),
    onPointerLeave: () => setOver(false),
    onScrollCapture: placeIfFree,
    onBlur: () => setTimeout(placeIfFree),
  };
}

const newerWords = (count: number, gap: boolean): string =>
  `${gap ? "more than " : ""}${count} newer ${count === 1 ? "entry" : "entries"}: show`;

interface RowProps {
  entry: Entry;
  words: string;
  by: string;
  open: boolean;
  onOpen(eventId: string): void;
}

function Row({ entry, words, by, open, onOpen }: RowProps) {
  const eventId = eventIdOf(entry);
  const text = (
    <>
      <span className="historyTime">
        <span className="muted">{day(entry.wall)}</span> {clockTime(entry.wall)}
      </span>
      <bdi className="historyWords">{words}</bdi>
      <span className="muted historyBy cut">{by}</span>
    </>
  );
  if (eventId === null) return <div className="historyRow">{text}</div>;
  return (
    <button
      type="button"
      className="historyRow"
      tabIndex={-1}
      data-open={open || undefined}
      title="Show the time line of this event"
      onClick={() => onOpen(eventId)}
    >
      {text}
    </button>
  );
}

function Nothing({ form, onAll }: { form: HistoryForm; onAll(): void }) {
  const filtered = JSON.stringify(form) !== JSON.stringify({ ...emptyForm, range: "all" });
  return (
    <div className="historySays">
      <p>{filtered ? "No entry matches this filter." : "The journal is empty."}</p>
      {filtered && <Button onClick={onAll}>Show everything</Button>}
    </div>
  );
}

function footWords(count: number, more: boolean, loading: boolean): string {
  if (count === 0) return "";
  if (loading) return "Reading…";
  return `${count} entries${more ? ", older ones follow as you scroll" : ""}`;
}
