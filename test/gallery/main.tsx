/** A window of the console at the host of a scene, showing what the scene wants to be shown of it. */
import { createRoot } from "react-dom/client";
import { Console } from "../../renderer/console/Console.tsx";
import { startLink } from "../../renderer/console/link.ts";
import { startPresence } from "../../renderer/console/presence.ts";
import { useConsole } from "../../renderer/console/store.ts";
import { followDesk } from "../../renderer/console/training/followDesk.ts";
import { panelOfWindow, useView, type View } from "../../renderer/console/view.ts";

const root = document.getElementById("root");
if (!root) throw new Error("console.html has no #root");
const view = (await (await fetch("./view.json")).json()) as Partial<View>;

followDesk();
// With the desk, not before it: what a map is to show must be there.
const stop = useConsole.subscribe(({ snapshot }) => {
  if (!snapshot) return;
  stop();
  useView.setState(view);
});
startLink();
startPresence();
createRoot(root).render(<Console only={panelOfWindow} />);
