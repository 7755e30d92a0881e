/**
 * Sign-in, over the middle of the console: queue, strip and live call stay in sight and in use. An operator by name and
 * PIN; in the embedded demo by one click, marked DEMO.
 */
import { type FormEvent, useEffect, useRef, useState } from "react";
import type { Operator } from "../../../shared/site/site.ts";
import { clearAt, sayAt } from "../act.ts";
import { useKey } from "../hotkeys.ts";
import { signIn } from "../link.ts";
import { useConsole } from "../store.ts";
import { Button } from "../ui/Button.tsx";
import { RefusalAt } from "../ui/RefusalAt.tsx";
import { openSignIn, useView } from "../view.ts";

const nobody: readonly Operator[] = [];

export function SignIn() {
  const wanted = useView((view) => view.signInOpen);
  const needed = useConsole((state) => state.linked && state.snapshot !== null && state.desk.signedIn === null);
  useEffect(() => {
    if (!needed) openSignIn(true);
  }, [needed]);
  return wanted && needed ? <SignInCard /> : null;
}

function SignInCard() {
  const demo = useConsole((state) => state.snapshot?.site.demo ?? false);
  const operators = useConsole((state) => state.snapshot?.site.operators ?? nobody);
  const roles = useConsole((state) => state.snapshot?.site.roles);
  const unsigned = useConsole((state) => state.snapshot?.site.answerUnsigned ?? false);
  const [chosenId, choose] = useState<string | null>(null);
  const [checking, setChecking] = useState<string | null>(null);
  const chosen = operators.find((one) => one.id === chosenId);
  useKey("back", { down: () => (chosenId === null ? openSignIn(false) : choose(null)) });

  const check = async (operator: Operator, pin: string | null) => {
    setChecking(operator.id);
    clearAt("signIn");
    const refusal = await signIn(operator.id, pin);
    setChecking(null);
    if (refusal) sayAt("signIn", refusal);
  };

  return (
    <section className="signIn" aria-label="Sign in" data-testid="sign-in">
      <div className="bar">
        <h2>Sign in</h2>
        {demo && <span className="demo">DEMO</span>}
        <span className="grow" />
        <Button tone="quiet" hint="Esc" onClick={() => openSignIn(false)}>
          Later
        </Button>
      </div>
      <div className="signInBody">
        <p className="muted">
          {demo
            ? "Embedded plant: one click signs in, no PIN. Nothing here reaches a real station."
            : "Choose your name, then enter your PIN."}
          {unsigned && " Calls can be answered without it."}
        </p>
        <ul className="operators">
          {operators.map((operator) => (
            <li key={operator.id}>
              <button
                type="button"
                className="operator"
                aria-pressed={operator.id === chosenId}
                disabled={checking !== null}
                onClick={() => (demo ? void check(operator, null) : choose(operator.id))}
              >
                <b>{operator.name}</b>
                <span className="muted">
                  {checking === operator.id ? "checking…" : roles?.find((role) => role.id === operator.roleId)?.name}
                </span>
              </button>
            </li>
          ))}
        </ul>
        {!demo && chosen && (
          <Pin operator={chosen} checking={checking !== null} onPin={(pin) => void check(chosen, pin)} />
        )}
        <RefusalAt place="signIn" />
      </div>
    </section>
  );
}

interface PinProps {
  operator: Operator;
  checking: boolean;
  onPin(pin: string): void;
}

function Pin({ operator, checking, onPin }: PinProps) {
  const field = useRef<HTMLInputElement>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const pin = field.current?.value ?? "";
    if (field.current) field.current.value = "";
    if (pin !== "") onPin(pin);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: the field is focused again for each operator chosen.
  useEffect(() => field.current?.focus(), [operator.id]);
  return (
    <form className="pinForm" onSubmit={submit}>
      <label className="field">
        <span>PIN of {operator.name}</span>
        <input ref={field} type="password" inputMode="numeric" autoComplete="off" maxLength={32} disabled={checking} />
      </label>
      <Button type="submit" size="call" tone="select" disabled={checking}>
        {checking ? "Checking…" : `Sign in ${operator.name}`}
      </Button>
    </form>
  );
}
