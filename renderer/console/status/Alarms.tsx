/**
 * Full-width bars for what makes the console less than it seems: deaf, host not heard, sound gone, journal not recording.
 * They cannot be closed; they go when the cause goes. Of those that sound, F2 leaves a reminder.
 */
import { isHeard, reminderEveryMs } from "../../../shared/call/faultSound.ts";
import type { Fault, FaultKind } from "../../../shared/desk/state.ts";
import { about } from "../../../shared/words/durations.ts";
import { faultLabels } from "../../../shared/words/health.ts";
import { act } from "../act.ts";
import { useNow } from "../clock.ts";
import { useConsole, useHostHeard } from "../store.ts";
import { Button } from "../ui/Button.tsx";

/** Gravest first. What is not here has its place elsewhere: one PBX of several in its pill. */
const grave: Partial<Record<FaultKind, "loud" | "grave" | "warning">> = {
  deaf: "loud",
  mediaPageLost: "grave",
  journalDegraded: "grave",
  ringSilent: "grave",
  soundNotHeard: "grave",
  microphoneMissing: "warning",
  ringDeviceSilent: "warning",
  alarmsLost: "warning",
  alarmsRefused: "warning",
  wayInUnproved: "warning",
  siteReloadRefused: "warning",
  internalError: "warning",
};
const order = Object.keys(grave);

export function Alarms() {
  const linked = useConsole((state) => state.linked);
  const known = useHostHeard();
  const faults = useConsole((state) => state.desk.faults);
  const shown = Object.entries(faults)
    .filter(([, fault]) => grave[fault.kind] !== undefined)
    .sort(([, a], [, b]) => order.indexOf(a.kind) - order.indexOf(b.kind));
  return (
    <div className="alarms" role="alert">
      {!linked && (
        <p className="alarm" data-level="loud" data-testid="alarm-host">
          {known ? (
            <>
              <b>This window does not hear its host.</b> What it shows may be old, and no key works. It reconnects by
              itself.
            </>
          ) : (
            <b>Connecting to the host…</b>
          )}
        </p>
      )}
      {shown.map(([id, fault]) => (
        <FaultBar key={id} fault={fault} />
      ))}
    </div>
  );
}

function FaultBar({ fault }: { fault: Fault }) {
  const now = useNow(1000);
  return (
    <p className="alarm" data-level={grave[fault.kind]} data-testid={`alarm-${fault.kind}`}>
      <b>
        {fault.kind === "deaf" ? "DEAF. " : ""}
        {faultLabels[fault.kind]}
      </b>
      <span className="grow">{fault.words}</span>
      {isHeard(fault) && <FaultSound fault={fault} />}
      <span aria-hidden="true">for {about(now - fault.raisedAt)}</span>
    </p>
  );
}

function FaultSound({ fault }: { fault: Fault }) {
  if (fault.silencedAt !== undefined) return <span>Sounds again every {about(reminderEveryMs)}</span>;
  return (
    <Button hint="F2" onClick={() => void act({ type: "silence" }, "strip")}>
      Silence
    </Button>
  );
}
