/** The second signature: who comes signs in with the own PIN. Everything open goes on meanwhile and passes on with the position. */
import { type FormEvent, useRef, useState } from "react";
import { clearAt, sayAt } from "../act.ts";
import { signIn } from "../link.ts";
import { useConsole } from "../store.ts";
import { Button } from "../ui/Button.tsx";
import { openHandover } from "../view.ts";

export function Successor() {
  const site = useConsole((state) => state.snapshot?.site ?? null);
  const signedIn = useConsole(({ desk }) => desk.signedIn?.operatorId ?? null);
  const [operatorId, setOperatorId] = useState("");
  const [checking, setChecking] = useState(false);
  const pin = useRef<HTMLInputElement>(null);
  if (!site) return null;
  const take = async (event: FormEvent) => {
    event.preventDefault();
    const given = pin.current?.value ?? "";
    if (pin.current) pin.current.value = "";
    setChecking(true);
    clearAt("handover");
    const refusal = await signIn(operatorId, site.demo ? null : given);
    setChecking(false);
    if (refusal) sayAt("handover", refusal);
    else openHandover(false);
  };
  return (
    <form className="successor" aria-label="Who comes signs" onSubmit={(event) => void take(event)}>
      <select aria-label="Who comes" value={operatorId} onChange={(event) => setOperatorId(event.target.value)}>
        <option value="">Who comes…</option>
        {site.operators
          .filter((one) => one.id !== signedIn)
          .map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
      </select>
      {!site.demo && (
        <input
          ref={pin}
          type="password"
          inputMode="numeric"
          autoComplete="off"
          aria-label="PIN of who comes"
          placeholder="PIN"
        />
      )}
      <Button type="submit" size="call" tone="select" disabled={operatorId === "" || checking}>
        {checking ? "Checking…" : "Sign and take over"}
      </Button>
    </form>
  );
}
