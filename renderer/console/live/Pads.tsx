/** Pads beneath a procedure: whom to call for this event, and the nearest zones. What the operator may not do says so before. */
import type { PriorityEvent } from "../../../shared/desk/state.ts";
import { Button } from "../ui/Button.tsx";
import { RefusalAt } from "../ui/RefusalAt.tsx";
import { useMay } from "./may.ts";
import { type Pad, padKey, padsPlace, pressPad, refusalOfPad } from "./pads.ts";

interface PadsProps {
  event: PriorityEvent;
  pads: readonly Pad[];
  /** Digit of the first one: the procedure's own pads come before. */
  firstDigit: number;
  /** Digits are answers now. */
  withAlt: boolean;
}

export function Pads({ event, pads, firstDigit, withAlt }: PadsProps) {
  const refusals = useMay((site, who, hour) => pads.map((pad) => refusalOfPad(pad, site, who, hour))) ?? [];
  if (pads.length === 0) return null;
  return (
    <section className="pads" aria-label="Pads of this event" data-testid="pads">
      <div className="bar">
        <h2>For this event</h2>
      </div>
      <ul>
        {pads.map((pad, at) => {
          const digit = firstDigit + at;
          return (
            <li key={`${pad.kind} ${padKey(pad)}`}>
              <Button
                hint={digit > 9 ? undefined : withAlt ? `Alt ${digit}` : String(digit)}
                data-refused={refusals[at] ? "true" : undefined}
                onClick={() => void pressPad(pad, event)}
              >
                {pad.words}
              </Button>
              {refusals[at] && <span className="padSays">{refusals[at]?.words}</span>}
            </li>
          );
        })}
      </ul>
      <RefusalAt place={padsPlace(event)} />
    </section>
  );
}
