/** Who is signed in at this position; opens the sign-in, or signs out. */
import { Popover } from "radix-ui";
import { useState } from "react";
import { about } from "../../../shared/words/durations.ts";
import { act } from "../act.ts";
import { useNow } from "../clock.ts";
import { useConsole, useHostHeard } from "../store.ts";
import { callSupervisor } from "../supervisor.ts";
import { Button } from "../ui/Button.tsx";
import { RefusalAt } from "../ui/RefusalAt.tsx";
import { SecondOperator } from "../ui/SecondOperator.tsx";
import { openHandover, openSignIn, openTraining } from "../view.ts";

export function OperatorPill() {
  const position = useConsole((state) => state.snapshot?.position ?? "");
  const signedIn = useConsole((state) => state.desk.signedIn);
  const operator = useConsole((state) =>
    state.snapshot?.site.operators.find((one) => one.id === state.desk.signedIn?.operatorId),
  );
  const mayTrain = useConsole(
    ({ snapshot }) =>
      snapshot?.training === undefined &&
      snapshot?.site.roles.find(({ id }) => id === operator?.roleId)?.train === true,
  );
  const known = useHostHeard();
  if (!known) return null;
  if (!signedIn) {
    return (
      <button type="button" className="pill asButton unsigned" onClick={() => openSignIn(true)}>
        Position {position} · nobody signed in
      </button>
    );
  }
  const name = operator?.name ?? signedIn.operatorId;
  return (
    <Popover.Root>
      <Popover.Trigger className="pill asButton operator" title={`${name} is signed in`}>
        <span className="cut">
          <span className="roomy">Position {position} · </span>
          {name}
        </span>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="popover operatorChoice" sideOffset={8} align="end">
          <h2 className="capital">Position {position}</h2>
          <p>
            <b>{name}</b> <SignedInFor since={signedIn.since} />
          </p>
          <Button hint="F12" onClick={callSupervisor}>
            Call the supervisor
          </Button>
          {mayTrain && <Button onClick={() => openTraining("chooser")}>Begin an exercise…</Button>}
          <Button onClick={() => openHandover(true)}>Hand over…</Button>
          <SignOut name={name} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** Over open urgent events a supervisor has to agree: the form comes with the refusal. */
function SignOut({ name }: { name: string }) {
  const [leaving, setLeaving] = useState(false);
  const signOut = async () => {
    const refusal = await act({ type: "signOut" }, "signOut");
    setLeaving(refusal?.code === "needsApproval");
  };
  return (
    <>
      <Button onClick={() => void signOut()}>{`Sign ${name} out`}</Button>
      <RefusalAt place="signOut" />
      {leaving && (
        <SecondOperator
          act="leaving open events"
          onApprove={(approval) => void act({ type: "signOut" }, "signOut", approval)}
          onCancel={() => setLeaving(false)}
        />
      )}
    </>
  );
}

function SignedInFor({ since }: { since: number }) {
  const now = useNow(1000);
  return <span className="muted">signed in for {about(now - since)}</span>;
}
