/** Reach: page zones, call stations and contacts, recent calls, keypad, find or dial. Folds to one row where it is low. */
import { type ReactNode, useEffect, useRef, useState } from "react";
import type { Site } from "../../../shared/site/site.ts";
import { useKey } from "../hotkeys.ts";
import { useConsole } from "../store.ts";
import { Panel } from "../ui/Panel.tsx";
import { focusSearch } from "../view.ts";
import { CallOut } from "./CallOut.tsx";
import { CallOutTab } from "./CallOutTab.tsx";
import { ContactsTab } from "./ContactsTab.tsx";
import { FindOrDial } from "./FindOrDial.tsx";
import { letTalkGo, pressTalk } from "./holdToTalk.ts";
import { KeypadTab } from "./KeypadTab.tsx";
import { MessageChooser } from "./MessageChooser.tsx";
import { askMessage, closeMessages, useMessages } from "./messages.ts";
import { RecentTab } from "./RecentTab.tsx";
import { StationsTab } from "./StationsTab.tsx";
import { type TabOf, TabRow } from "./TabRow.tsx";
import { TalkBar } from "./TalkBar.tsx";
import { ZoneCards } from "./ZoneCards.tsx";
import "./reach.css";

type TabName = "zones" | "stations" | "contacts" | "lists" | "recent" | "keypad";
const tabs: readonly TabOf<TabName>[] = [
  { value: "zones", label: "Zones" },
  { value: "stations", label: "Stations" },
  { value: "contacts", label: "Contacts" },
  { value: "lists", label: "Call-out lists" },
  { value: "recent", label: "Recent" },
  { value: "keypad", label: "Keypad" },
];
const bodyId = "reachBody";
/** Lower than this the panel folds to one row, and long lists rise above it. */
const foldsBelowPx = 140;

export function ReachPanel() {
  const site = useConsole((state) => state.snapshot?.site ?? null);
  const [tab, setTab] = useState<TabName | null>("zones");
  const box = useRef<HTMLDivElement>(null);
  const choosing = useMessages((state) => state.asking !== null);
  const folded = useFolded(box);
  useKey("talk", { down: () => pressTalk(), up: letTalkGo });
  useKey("message", { down: () => askMessage() });
  useKey("find", { down: focusSearch });
  // Folded: only the zones have their row; any other tab rises, and a second click on it lowers it again.
  const shown = tab ?? "zones";
  const choose = (next: TabName) => setTab(folded && next === tab && next !== "zones" ? "zones" : next);
  return (
    <Panel
      name="reach"
      title="Reach"
      hideTitle
      lead={<TabRow label="Reach" controls={bodyId} tabs={tabs} value={shown} onChange={choose} />}
      tools={site && <FindOrDial site={site} />}
    >
      <div className="reachBody" ref={box} id={bodyId} data-folded={folded || undefined}>
        {site ? (
          <>
            {shown === "zones" || folded ? <ZoneCards site={site} /> : null}
            {choosing ? (
              // Always above the panel: the zones stay in sight, and the list has room for its words.
              <Rise folded onClose={closeMessages}>
                <MessageChooser site={site} />
              </Rise>
            ) : (
              shown !== "zones" && (
                <Rise folded={folded} onClose={() => setTab("zones")}>
                  {bodyOf(shown, site)}
                </Rise>
              )
            )}
            <CallOut listShown={shown === "lists"} />
            <TalkBar site={site} />
          </>
        ) : (
          <p className="reachEmpty">Waiting for the host…</p>
        )}
      </div>
    </Panel>
  );
}

function bodyOf(tab: Exclude<TabName, "zones">, site: Site): ReactNode {
  switch (tab) {
    case "stations":
      return <StationsTab site={site} />;
    case "contacts":
      return <ContactsTab contacts={site.contacts} />;
    case "lists":
      return <CallOutTab site={site} />;
    case "recent":
      return <RecentTab />;
    case "keypad":
      return <KeypadTab site={site} />;
  }
}

/** In a folded panel: a sheet above it, over the map and never over the queue. Else just its place in the panel. */
function Rise({ folded, onClose, children }: { folded: boolean; onClose(): void; children: ReactNode }) {
  if (!folded) return <div className="reachTab">{children}</div>;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Esc lowers the sheet from any of its fields.
    <div
      className="reachRise"
      onKeyDown={(event) => {
        if (event.key === "Escape") onClose();
      }}
    >
      {children}
    </div>
  );
}

/** True while the panel is lower than a row of cards needs; also tells the style sheet where the panel stands. */
function useFolded(box: React.RefObject<HTMLDivElement | null>): boolean {
  const [folded, setFolded] = useState(false);
  useEffect(() => {
    const panel = box.current?.closest<HTMLElement>("[data-panel]");
    if (!panel) return;
    const measure = () => {
      const { left, top, width, height } = panel.getBoundingClientRect();
      setFolded(height < foldsBelowPx);
      panel.style.setProperty("--rise-left", `${left}px`);
      panel.style.setProperty("--rise-bottom", `${window.innerHeight - top + 4}px`);
      panel.style.setProperty("--rise-width", `${width}px`);
    };
    const watch = new ResizeObserver(measure);
    watch.observe(panel);
    window.addEventListener("resize", measure);
    return () => {
      watch.disconnect();
      window.removeEventListener("resize", measure);
    };
  }, [box]);
  return folded;
}
