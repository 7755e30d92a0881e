/** The talk button: names its zones, says "Wait…" until a path is open, then ON AIR. Held by pointer or Enter; P by the hotkeys. */
import type { Site } from "../../../shared/site/site.ts";
import { duration } from "../../../shared/words/durations.ts";
import type { Approval } from "../act.ts";
import { useNow } from "../clock.ts";
import { useConsole } from "../store.ts";
import { Key } from "../ui/Key.tsx";
import { useView } from "../view.ts";
import { letTalkGo, pressTalk, useTalk } from "./holdToTalk.ts";
import { zoneNames } from "./pageWords.ts";

/** `approval`: this is the all call. */
export function TalkButton({ site, approval }: { site: Site; approval: Approval | null }) {
  const page = useConsole((state) => state.desk.page);
  const talk = useTalk((state) => state.talk);
  const chosen = useView((view) => view.chosenZoneIds);
  const now = useNow(250);
  const names = zoneNames(site.zones.filter((zone) => chosen.includes(zone.id)));
  const ours = talk.at === "talking" && page?.id === talk.pageId;
  const onAir = ours && page.state === "open";
  const idle = approval
    ? "Hold to talk to everyone"
    : names === ""
      ? "Hold to talk: choose a zone first"
      : `Hold to talk to ${names}`;
  const words = onAir ? `ON AIR ${duration(now - (page.openedAt ?? now))}` : talk.at === "idle" ? idle : "Wait…";
  return (
    <button
      type="button"
      className="button talkButton"
      data-air={onAir || undefined}
      data-ready={approval !== null || names !== "" || undefined}
      aria-keyshortcuts="P"
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        pressTalk(approval);
      }}
      onPointerUp={letTalkGo}
      onPointerCancel={letTalkGo}
      onLostPointerCapture={letTalkGo}
      onContextMenu={(event) => event.preventDefault()}
      onKeyDown={(event) => {
        if (event.key === "Enter" && !event.repeat) pressTalk(approval);
      }}
      onKeyUp={(event) => {
        if (event.key === "Enter") letTalkGo();
      }}
      onBlur={letTalkGo}
    >
      <span className="word">{words}</span>
      {onAir ? <span className="muted">let go to end</span> : approval ? null : <Key>P</Key>}
    </button>
  );
}
