/**
 * Four eyes: a second operator, whose role may approve, gives the PIN for a grave act. The PIN is checked by the host, with the
 * command that it goes with, and never by this window.
 */
import { type FormEvent, type ReactNode, useState } from "react";
import type { Approval } from "../act.ts";
import { useConsole } from "../store.ts";
import { Button } from "./Button.tsx";

export const nobodyYet: Approval = { operatorId: "", pin: "" };
export const isGiven = ({ operatorId, pin }: Approval): boolean => operatorId !== "" && pin !== "";

interface FieldsProps {
  /** What is approved: "all call". */
  act: string;
  value: Approval;
  onChange(value: Approval): void;
  autoFocus?: boolean;
}

/** The two fields alone, for a form of its own. */
export function SecondOperatorFields({ act, value, onChange, autoFocus = false }: FieldsProps) {
  const site = useConsole((state) => state.snapshot?.site ?? null);
  const signedIn = useConsole((state) => state.desk.signedIn?.operatorId ?? null);
  const mayApprove = (roleId: string) => site?.roles.some((role) => role.id === roleId && role.approve) ?? false;
  const others = site?.operators.filter((one) => one.id !== signedIn && mayApprove(one.roleId)) ?? [];
  if (others.length === 0) return <span className="refusal">{`Nobody else at this site may approve: ${act}.`}</span>;
  return (
    <>
      <select
        aria-label="Second operator"
        value={value.operatorId}
        // Asked for by the operator a moment ago: the field takes the focus that the button had.
        // biome-ignore lint/a11y/noAutofocus: it replaces the button that was pressed.
        autoFocus={autoFocus}
        onChange={(event) => onChange({ ...value, operatorId: event.target.value })}
      >
        <option value="">Second operator…</option>
        {others.map((one) => (
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
        value={value.pin}
        onChange={(event) => onChange({ ...value, pin: event.target.value })}
      />
    </>
  );
}

interface SecondOperatorProps {
  /** What is approved: "all call". */
  act: string;
  size?: "call";
  onApprove(approval: Approval): void;
  onCancel(): void;
  /** Stands in front of the fields. */
  children?: ReactNode;
}

export function SecondOperator({ act, size, onApprove, onCancel, children }: SecondOperatorProps) {
  const [second, setSecond] = useState(nobodyYet);
  const approve = (event: FormEvent) => {
    event.preventDefault();
    if (isGiven(second)) onApprove(second);
    setSecond({ ...second, pin: "" });
  };
  return (
    <form className="secondOperator" aria-label={`A second operator approves: ${act}`} onSubmit={approve}>
      {children}
      <SecondOperatorFields act={act} value={second} onChange={setSecond} autoFocus />
      <Button type="submit" {...(size && { size })} disabled={!isGiven(second)}>
        {`Approve ${act}`}
      </Button>
      <Button tone="quiet" {...(size && { size })} onClick={onCancel}>
        Cancel
      </Button>
    </form>
  );
}
