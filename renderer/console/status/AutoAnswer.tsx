/**
 * An answer by itself, in every window and large: that it is coming, and how to stop it; then that you are heard, until
 * somebody touches the desk.
 */
import { isUntaken } from "../../../shared/autoAnswer/untaken.ts";
import { act } from "../act.ts";
import { useNow } from "../clock.ts";
import { useConsole } from "../store.ts";
import { Button } from "../ui/Button.tsx";
import { RefusalAt } from "../ui/RefusalAt.tsx";

export function AutoAnswer() {
  const announced = useConsole(({ desk }) => desk.autoAnswer ?? null);
  const name = useConsole(({ desk }) => desk.events[desk.autoAnswer?.eventId ?? ""]?.name ?? "the caller");
  const heardBy = useConsole(({ desk }) => Object.values(desk.calls).find(isUntaken)?.name ?? null);
  if (announced) return <Announced key={announced.callId} name={name} dueAt={announced.dueAt} />;
  if (heardBy === null) return null;
  return (
    <p className="autoAnswer" data-open="true" role="alert" data-testid="auto-answer">
      <b>
        <bdi>{heardBy}</bdi> was answered by itself: you are heard
      </b>
      <span>Press any key, or touch, to take the call. Until then the event goes on waiting.</span>
    </p>
  );
}

function Announced({ name, dueAt }: { name: string; dueAt: number }) {
  const now = useNow(250);
  const leftS = Math.max(0, Math.ceil((dueAt - now) / 1000));
  return (
    <p className="autoAnswer" role="alert" data-testid="auto-answer">
      <b>
        Answering <bdi>{name}</bdi> in {leftS} s
      </b>
      <span>Your microphone opens. Esc, or any key or touch: not now.</span>
      <Button size="call" hint="Esc" name={`Do not answer ${name} by itself`} onClick={vetoAutoAnswer}>
        Not now
      </Button>
      <RefusalAt place="autoAnswer" />
    </p>
  );
}

export const vetoAutoAnswer = (): void => void act({ type: "vetoAutoAnswer" }, "autoAnswer");
