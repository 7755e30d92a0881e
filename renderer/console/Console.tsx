/** The console window: bars, header, and the panels in the grid of the mock; or one panel alone (`?panel=queue`). */
import { useEffect } from "react";
import { DeskKeys } from "./DeskKeys.tsx";
import { EmbeddedMedia } from "./EmbeddedMedia.tsx";
import { HistoryPanel } from "./history/HistoryPanel.tsx";
import { listenForKeys } from "./hotkeys.ts";
import { LivePanel } from "./live/LivePanel.tsx";
import { MapPanel } from "./map/MapPanel.tsx";
import { QueuePanel } from "./queue/QueuePanel.tsx";
import { ReachPanel } from "./reach/ReachPanel.tsx";
import { ShelfPanel } from "./shelf/ShelfPanel.tsx";
import { Handover } from "./shift/Handover.tsx";
import { Help } from "./status/Help.tsx";
import { SignIn } from "./status/SignIn.tsx";
import { StatusBar } from "./status/StatusBar.tsx";
import { useConsole } from "./store.ts";
import { TrainingBar } from "./training/TrainingBar.tsx";
import { TrainingCards } from "./training/TrainingCards.tsx";
import { Guarded } from "./ui/Guarded.tsx";
import "./ui/tokens.css";
import "./ui/ui.css";
import "./console.css";
import { type PanelName, useView } from "./view.ts";
import { WindowTitle } from "./WindowTitle.tsx";

const panels: Readonly<Record<PanelName, () => React.JSX.Element | null>> = {
  queue: QueuePanel,
  map: MapPanel,
  live: LivePanel,
  reach: ReachPanel,
  history: HistoryPanel,
  shelved: ShelfPanel,
};

/** `only`: this window shows one panel. */
export function Console({ only }: { only: PanelName | null }) {
  const centre = useView((view) => view.centre);
  const shown: readonly PanelName[] = only ? [only] : ["queue", centre, "reach", "live"];
  const training = useConsole((state) => state.snapshot?.training !== undefined);
  useEffect(listenForKeys, []);
  return (
    <div className="console" data-training={training}>
      <DeskKeys />
      <WindowTitle />
      <TrainingBar />
      <StatusBar only={only} />
      <main className={only ? "desk alone" : "desk"}>
        {shown.map((name) => {
          const Body = panels[name];
          return (
            <Guarded key={name} name={name}>
              <Body />
            </Guarded>
          );
        })}
        <SignIn />
      </main>
      <Help />
      <Handover />
      {only ? null : <TrainingCards />}
      {only ? null : <EmbeddedMedia />}
    </div>
  );
}
