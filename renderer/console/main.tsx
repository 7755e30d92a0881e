/** Entry of every console window. */
import { createRoot } from "react-dom/client";
import { Console } from "./Console.tsx";
import { startLink } from "./link.ts";
import { startPresence } from "./presence.ts";
import { startStandInRing } from "./standInRing.ts";
import { followDesk } from "./training/followDesk.ts";
import { panelOfWindow } from "./view.ts";

const root = document.getElementById("root");
if (!root) throw new Error("console.html has no #root");
createRoot(root).render(<Console only={panelOfWindow} />);
followDesk();
startLink();
startStandInRing();
startPresence();
