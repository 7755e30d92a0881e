/**
 * The recorded messages, each with its words: 1…9 or arrows and Enter play one, Esc leaves. It leaves by itself when the
 * focus goes elsewhere, so that a digit meant for something else never plays a message.
 */
import { useEffect, useRef } from "react";
import type { Site } from "../../../shared/site/site.ts";
import { duration } from "../../../shared/words/durations.ts";
import { useKey } from "../hotkeys.ts";
import { Button } from "../ui/Button.tsx";
import { Key } from "../ui/Key.tsx";
import { useView } from "../view.ts";
import { closeMessages, playMessage, useMessages } from "./messages.ts";
import { zoneNames } from "./pageWords.ts";

export function MessageChooser({ site }: { site: Site }) {
  const everyone = useMessages((state) => state.asking?.approval != null);
  const chosen = useView((view) => view.chosenZoneIds);
  const list = useRef<HTMLDivElement>(null);
  const to = everyone ? "everyone" : zoneNames(site.zones.filter((zone) => chosen.includes(zone.id)));

  const rows = () => [...(list.current?.querySelectorAll<HTMLElement>(".messageRow") ?? [])];
  const move = (by: number) => {
    const all = rows();
    const at = all.indexOf(document.activeElement as HTMLElement);
    all[Math.max(0, Math.min(all.length - 1, at + by))]?.focus();
  };
  useEffect(() => {
    const before = document.activeElement;
    list.current?.querySelector<HTMLElement>(".messageRow")?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  useKey("up", { down: () => move(-1), panel: "reach" });
  useKey("down", { down: () => move(1), panel: "reach" });
  useKey("back", { down: closeMessages });
  useKey("pad", {
    down({ digit }) {
      const message = site.messages[digit - 1];
      if (message) playMessage(message.id);
    },
    panel: "reach",
  });
  return (
    <fieldset
      className="messageChooser"
      aria-label={`Play a message to ${to}`}
      onBlur={(event) => {
        // The window itself may lose the focus for a moment: the choice stays.
        if (document.hasFocus() && !event.currentTarget.contains(event.relatedTarget)) closeMessages();
      }}
    >
      <div className="messageHead">
        <span className="cut">
          Play to <b>{to}</b>
        </span>
        <span className="grow" />
        <Button tone="quiet" hint="Esc" onClick={closeMessages}>
          Leave
        </Button>
      </div>
      <div className="messageRows" ref={list}>
        {site.messages.map((message, i) => (
          <button key={message.id} type="button" className="messageRow" onClick={() => playMessage(message.id)}>
            <span className="messageKey">{i < 9 && <Key>{String(i + 1)}</Key>}</span>
            <span className="messageText">
              <b>{message.name}</b>
              <span className="muted">{message.words}</span>
            </span>
            <span className="messageTime">{duration(message.durationMs)}</span>
          </button>
        ))}
      </div>
    </fieldset>
  );
}
