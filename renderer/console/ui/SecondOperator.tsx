/**
 * Four eyes: a second operator, whose role may approve, gives the PIN for a grave act. The PIN is checked by the host, with the
 * command that it goes with.
 */
import { type FormEvent, type ReactNode, useState } from "react";
import type { Site } from "../../../shared/site/site.ts";
import type { Approval } from "../act.ts";
import { useConsole } from "../store.ts";
import { Button } from "./Button.tsx";

interface SecondOperatorProps {
  site: Site;
  /** What is approved: "all call". */
  act: string;
  size?: "call";
  onApprove(approval: Approval): void;
  onCancel(): void;
  /** Stands in front of the fields. */
  children?: ReactNode;
}

export function SecondOperator({ site, act, size, onApprove, onCancel, children }: SecondOperatorProps) {
  const signedIn = useConsole((state) => state.desk.signedIn?.operatorId ?? null);
  const [operatorId, setOperatorId] = useState("");
  const [pin, setPin] = useState("");
  const approvers = site.operators.filter(
    (one) => one.id !== signedIn && site.roles.find((role) => role.id === one.roleId)?.approve,
  );
  const approve = (event: FormEvent) => {
    event.preventDefault();
    if (operatorId !== "" && pin !== "") onApprove({ operatorId, pin });
    setPin("");
  };
  return (
    <form className="secondOperator" aria-label={`A second operator approves: ${act}`} onSubmit={approve}>
      {children}
      <select
        aria-label="Second operator"
        value={operatorId}
        // Asked for by the operator a moment ago: the form takes the focus that the button had.
        // biome-ignore lint/a11y/noAutofocus: it replaces the button that was pressed.
        autoFocus
        onChange={(event) => setOperatorId(event.target.value)}
      >
        <option value="">Second operator…</option>
        {approvers.map((one) => (
          <option key={one.id} value={one.id}>
            {one.name}
          </option>
        ))}
      </select>
      <input
        type="password"
        inputMode="numeric"
        autoComplete="off"
        aria-label="PIN of the second operator"
        placeholder="PIN"
        value={pin}
        onChange={(event) => setPin(event.target.value)}
      />
      <Button type="submit" {...(size && { size })} disabled={operatorId === "" || pin === ""}>
        {`Approve ${act}`}
      </Button>
      <Button tone="quiet" {...(size && { size })} onClick={onCancel}>
        Cancel
      </Button>
      {approvers.length === 0 && <span className="refusal">{`Nobody else at this site may approve: ${act}.`}</span>}
    </form>
  );
}
