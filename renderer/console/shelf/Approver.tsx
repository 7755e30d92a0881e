/** The second operator of a grave act, and the PIN; checked by the host, never by this window. */
import { useConsole } from "../store.ts";

interface Second {
  operatorId: string;
  pin: string;
}

export function Approver({ value, onChange }: { value: Second; onChange(value: Second): void }) {
  const site = useConsole((state) => state.snapshot?.site ?? null);
  const signedIn = useConsole((state) => state.desk.signedIn?.operatorId ?? null);
  const mayApprove = (roleId: string) => site?.roles.some((role) => role.id === roleId && role.approve) ?? false;
  const others = site?.operators.filter((one) => one.id !== signedIn && mayApprove(one.roleId)) ?? [];
  if (others.length === 0) return <span className="refusal">Nobody else at this site may approve it.</span>;
  return (
    <div className="shelfKeys">
      <select
        aria-label="Second operator"
        value={value.operatorId}
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
    </div>
  );
}
