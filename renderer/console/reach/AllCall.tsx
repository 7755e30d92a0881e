/**
 * All call in two steps: a second operator gives the PIN, then the button is held, or a message played. The form stands in the talk row, so that
 * nothing that waits is hidden. The PIN stays in this window for 30 s at most and is checked by the host when the page starts.
 */
import { useEffect, useState } from "react";
import type { Site } from "../../../shared/site/site.ts";
import type { Approval } from "../act.ts";
import { useKey } from "../hotkeys.ts";
import { useConsole } from "../store.ts";
import { Button } from "../ui/Button.tsx";
import { SecondOperator } from "../ui/SecondOperator.tsx";
import { useTalk } from "./holdToTalk.ts";
import { MessageOnAir } from "./MessageOnAir.tsx";
import { askMessage, closeMessages } from "./messages.ts";
import { PlayButton } from "./PlayButton.tsx";
import { StopButton } from "./StopButton.tsx";
import { TalkButton } from "./TalkButton.tsx";

const armedForMs = 30_000;

export function AllCall({ site, onClose }: { site: Site; onClose(): void }) {
  const page = useConsole((state) => state.desk.page);
  const [armed, setArmed] = useState<Approval | null>(null);
  const talking = useTalk((state) => state.talk.at !== "idle");
  useEffect(() => {
    if (!armed || talking) return;
    const timer = setTimeout(onClose, armedForMs);
    return () => clearTimeout(timer);
  }, [armed, talking, onClose]);

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
    <SecondOperator act="all call" size="call" onApprove={setArmed} onCancel={onClose}>
      <b>All call</b>
    </SecondOperator>
  );
}

/** L plays to everyone while the approval stands; the choice is gone with it. */
function ArmedMessage({ site, approval }: { site: Site; approval: Approval }) {
  useKey("message", { down: () => askMessage(approval) });
  useEffect(() => closeMessages, []);
  return <PlayButton site={site} approval={approval} />;
}
