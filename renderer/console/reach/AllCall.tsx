/**
 * All call in two steps: a second operator gives the PIN, then the button is held, or a message played. The form stands in the talk row, so that
 * nothing that waits is hidden. The PIN stays in this window for 30 s at most and is checked by the host when the page starts.
 */
import { type FormEvent, useEffect, useState } from "react";
import type { Site } from "../../../shared/site/site.ts";
import { useKey } from "../hotkeys.ts";
import { useConsole } from "../store.ts";
import { Button } from "../ui/Button.tsx";
import { type Approval, useTalk } from "./holdToTalk.ts";
import { MessageOnAir } from "./MessageOnAir.tsx";
import { askMessage, closeMessages } from "./messages.ts";
import { PlayButton } from "./PlayButton.tsx";
import { StopButton } from "./StopButton.tsx";
import { TalkButton } from "./TalkButton.tsx";

const armedForMs = 30_000;

export function AllCall({ site, onClose }: { site: Site; onClose(): void }) {
  const signedIn = useConsole((state) => state.desk.signedIn?.operatorId ?? null);
  const page = useConsole((state) => state.desk.page);
  const [operatorId, setOperatorId] = useState("");
  const [pin, setPin] = useState("");
  const [armed, setArmed] = useState<Approval | null>(null);
  const talking = useTalk((state) => state.talk.at !== "idle");
  const approvers = site.operators.filter(
    (one) => one.id !== signedIn && site.roles.find((role) => role.id === one.roleId)?.approve,
  );

  useEffect(() => {
    if (!armed || talking) return;
    const timer = setTimeout(onClose, armedForMs);
    return () => clearTimeout(timer);
  }, [armed, talking, onClose]);

  const approve = (event: FormEvent) => {
    event.preventDefault();
    if (operatorId !== "" && pin !== "") setArmed({ operatorId, pin });
    setPin("");
  };

  if (armed)
    return (
      <>
        {page?.message ? <MessageOnAir page={page} site={site} /> : <TalkButton site={site} approval={armed} />}
        <StopButton />
        <ArmedMessage site={site} approval={armed} />
        {page === null && (
          <Button tone="quiet" size="call" onClick={onClose}>
            Cancel all call
          </Button>
        )}
      </>
    );
  return (
    <form className="allCall" aria-label="All call: a second operator approves" onSubmit={approve}>
      <b>All call</b>
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
      <Button type="submit" size="call" disabled={operatorId === "" || pin === ""}>
        Approve all call
      </Button>
      <Button tone="quiet" size="call" onClick={onClose}>
        Cancel
      </Button>
      {approvers.length === 0 && <span className="refusal">Nobody else at this site may approve an all call.</span>}
    </form>
  );
}

/** L plays to everyone while the approval stands; the choice is gone with it. */
function ArmedMessage({ site, approval }: { site: Site; approval: Approval }) {
  useKey("message", { down: () => askMessage(approval) });
  useEffect(() => closeMessages, []);
  return <PlayButton site={site} approval={approval} />;
}
