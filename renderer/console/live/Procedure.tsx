/** The response procedure of an event: D does the next step, 1…9 answer it or press a pad; what must be done is starred. */
import { useMemo } from "react";
import type { PriorityEvent } from "../../../shared/desk/state.ts";
import { contactById, findNumber, zoneById } from "../../../shared/dialing/directory.ts";
import type { Site } from "../../../shared/site/site.ts";
import { act, sayAt } from "../act.ts";
import { useKey } from "../hotkeys.ts";
import { useConsole } from "../store.ts";
import { Button } from "../ui/Button.tsx";
import { RefusalAt } from "../ui/RefusalAt.tsx";
import { chooseZones } from "../view.ts";
import { nextStep, padAct, procedureOf, type StepRow, stepRows } from "./steps.ts";

export function Procedure({ event }: { event: PriorityEvent }) {
  const site = useConsole((state) => state.snapshot?.site ?? null);
  const procedure = site && procedureOf(site, event);
  const rows = useMemo(() => (procedure ? stepRows(procedure, event) : []), [procedure, event]);
  const place = `steps:${event.id}`;
  const doStep = (row: StepRow, answer: string | null) =>
    void act({ type: "doStep", eventId: event.id, step: row.index, answer }, place);

  useKey("step", {
    down: () => {
      const next = nextStep(rows);
      if (!next) return;
      if (next.step.kind === "ask" && next.step.answers) {
        const keys = next.step.answers.map((answer, at) => `${at + 1} ${answer}`).join(", ");
        return sayAt(place, { code: "badRequest", words: `This step asks: press ${keys}.` });
      }
      doStep(next, null);
    },
  });
  useKey("pad", {
    down: ({ digit, withAlt }) => {
      const pressed = padAct(rows, digit, withAlt);
      if (pressed.do === "answer") doStep(pressed.row, pressed.answer);
      if (pressed.do === "pad" && site) void pressPad(pressed.row, event, site, place);
    },
  });

  if (!site || !procedure) return null;
  const done = rows.filter((row) => row.done !== null).length;
  return (
    <section className="procedure" aria-label={`Response procedure ${procedure.name}`} data-testid="procedure">
      <div className="bar">
        <h2>Procedure · {procedure.name}</h2>
        <span className="grow" />
        <span className="muted">{done === rows.length ? "done" : `${done} of ${rows.length}`}</span>
      </div>
      <ol>
        {rows.map((row) => (
          <li key={row.index} data-done={row.done !== null} aria-current={row.next ? "step" : undefined}>
            <span className="stepNumber">{row.done ? "✓" : row.index + 1}</span>
            <span className="stepWords">
              <span className="what">
                {row.step.words}
                {row.step.mandatory && !row.done && (
                  <abbr className="must" title="Must be done">
                    {" "}
                    *
                  </abbr>
                )}
              </span>
              {row.done?.answer && <span className="answer"> {row.done.answer}</span>}
              {row.next && row.step.kind === "ask" && (
                <span className="answers">
                  {(row.step.answers ?? []).map((answer, at) => (
                    <Button key={answer} hint={String(at + 1)} onClick={() => doStep(row, answer)}>
                      {answer}
                    </Button>
                  ))}
                </span>
              )}
            </span>
            <StepButton
              row={row}
              rows={rows}
              event={event}
              site={site}
              place={place}
              onDone={() => doStep(row, null)}
            />
          </li>
        ))}
      </ol>
      <RefusalAt place={place} />
    </section>
  );
}

interface StepButtonProps {
  row: StepRow;
  rows: readonly StepRow[];
  event: PriorityEvent;
  site: Site;
  place: string;
  onDone(): void;
}

function StepButton({ row, rows, event, site, place, onDone }: StepButtonProps) {
  const { step, next, done, pad } = row;
  const asking = nextStep(rows)?.step.kind === "ask";
  if (pad !== null && !done) {
    const target = targetOf(row, site);
    return (
      <Button
        hint={pad > 9 ? undefined : asking ? `Alt ${pad}` : String(pad)}
        onClick={() => void pressPad(row, event, site, place)}
      >
        {step.kind === "page" ? `Choose ${target.name}` : `Call ${target.name}`}
      </Button>
    );
  }
  if (!next || step.kind === "ask") return null;
  return (
    <Button hint="D" name={`Done: ${step.words}`} onClick={onDone}>
      Done
    </Button>
  );
}

function targetOf({ step }: StepRow, site: Site): { name: string; number: string } {
  if (step.kind === "page") return { name: zoneById(site, step.zoneId ?? "")?.name ?? "zone", number: "" };
  const asked = step.number ?? "";
  const contact = contactById(site, asked);
  if (contact) return contact;
  const found = findNumber(site, asked);
  if (found.kind === "contact") return { name: found.contact.name, number: asked };
  return { name: found.kind === "station" ? found.station.name : asked, number: asked };
}

/** A call pad calls and ticks its step when the call went out; a page pad chooses the zone, P then talks. */
async function pressPad(row: StepRow, event: PriorityEvent, site: Site, place: string): Promise<void> {
  const tick = { type: "doStep", eventId: event.id, step: row.index, answer: null } as const;
  if (row.step.kind === "page") {
    chooseZones(row.step.zoneId === undefined ? [] : [row.step.zoneId]);
    sayAt(place, { code: "nothingToDo", words: `${targetOf(row, site).name} is chosen: hold P to talk, then D.` });
    return;
  }
  const refusal = await act({ type: "call", number: targetOf(row, site).number, eventId: event.id }, place);
  if (!refusal) await act(tick, place);
}
