/** The response procedure of an event: D does the next step, 1…9 answer it or press a pad; what must be done is starred. */
import { useMemo } from "react";
import type { PriorityEvent } from "../../../shared/desk/state.ts";
import { permitCall, permitPage } from "../../../shared/operator/permit.ts";
import { procedureOf } from "../../../shared/priority/procedure.ts";
import type { Site } from "../../../shared/site/site.ts";
import { act, sayAt } from "../act.ts";
import { useKey } from "../hotkeys.ts";
import { useConsole } from "../store.ts";
import { Button } from "../ui/Button.tsx";
import { RefusalAt } from "../ui/RefusalAt.tsx";
import { useRefusal } from "./may.ts";
import { Pads } from "./Pads.tsx";
import { pressPad, usePads } from "./pads.ts";
import { calleeOf, padWords, pressStepPad } from "./stepPad.ts";
import { isAsking, nextStep, padAct, padsOf, type StepRow, stepRows } from "./steps.ts";

export function Procedure({ event }: { event: PriorityEvent }) {
  const site = useConsole((state) => state.snapshot?.site ?? null);
  const procedure = site && procedureOf(site, event);
  const rows = useMemo(() => (procedure ? stepRows(procedure, event) : []), [procedure, event]);
  const pads = usePads(event);
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
      const pressed = padAct(rows, digit, withAlt, pads.length);
      if (pressed.do === "answer") doStep(pressed.row, pressed.answer);
      if (pressed.do === "pad" && site) void pressStepPad(pressed.row, event, site, place);
      const pad = pressed.do === "more" ? pads[pressed.at] : undefined;
      if (pad) void pressPad(pad, event);
    },
  });

  if (!site) return null;
  return (
    <>
      {procedure && (
        <section className="procedure" aria-label={`Response procedure ${procedure.name}`} data-testid="procedure">
          <div className="bar">
            <h2>Procedure · {procedure.name}</h2>
            <span className="grow" />
            <span className="muted">{progress(rows)}</span>
          </div>
          <ol>
            {rows.map((row) => (
              <Step key={row.index} row={row} rows={rows} event={event} site={site} place={place} doStep={doStep} />
            ))}
          </ol>
          <RefusalAt place={place} />
        </section>
      )}
      <Pads event={event} pads={pads} firstDigit={padsOf(rows) + 1} withAlt={isAsking(rows)} />
    </>
  );
}

function progress(rows: readonly StepRow[]): string {
  const done = rows.filter((row) => row.done !== null).length;
  return done === rows.length ? "done" : `${done} of ${rows.length}`;
}

interface StepProps {
  row: StepRow;
  rows: readonly StepRow[];
  event: PriorityEvent;
  site: Site;
  place: string;
  doStep(row: StepRow, answer: string | null): void;
}

function Step({ row, rows, event, site, place, doStep }: StepProps) {
  return (
    <li data-done={row.done !== null} aria-current={row.next ? "step" : undefined}>
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
      {row.pad !== null && !row.done ? (
        <StepPad row={row} rows={rows} event={event} site={site} place={place} />
      ) : (
        row.next &&
        row.step.kind !== "ask" && (
          <Button hint="D" name={`Done: ${row.step.words}`} onClick={() => doStep(row, null)}>
            Done
          </Button>
        )
      )}
    </li>
  );
}

function StepPad({ row, rows, event, site, place }: Omit<StepProps, "doStep">) {
  const { step, pad } = row;
  const refusal = useRefusal((given, who, hour) => {
    if (step.kind === "call") return permitCall(given, who, calleeOf(step.number ?? "", given).number, hour);
    if (step.kind === "page")
      return permitPage(given, who, [step.zoneId ?? ""], { allCall: false, approvedBy: null }, hour);
    return null;
  });
  return (
    <span className="stepPad">
      <Button
        hint={pad === null || pad > 9 ? undefined : isAsking(rows) ? `Alt ${pad}` : String(pad)}
        onClick={() => void pressStepPad(row, event, site, place)}
      >
        {padWords(row, event, site)}
      </Button>
      {refusal && <span className="padSays">{refusal.words}</span>}
    </span>
  );
}
