/** What Electron's main and the host process say to each other; ports to windows travel beside `link`. */
import type { SiteContent } from "./pageFiles.ts";
import type { PlantAnnouncement } from "./plantAnnouncement.ts";
import type { HostSettings } from "./runHost.ts";

export type LinkRole = "console" | "media";

export type ToHostProcess =
  | { t: "start"; settings: HostSettings }
  /** One port comes with it: the window's end is already on its way to the window. */
  | { t: "link"; role: LinkRole }
  /** The plant of an exercise, that this host asked for, listens; or ended, in words. */
  | { t: "plantIs"; id: number; announced: PlantAnnouncement }
  | { t: "plantLost"; id: number; words: string }
  | { t: "stop" };

export type FromHostProcess =
  | { t: "site"; content: SiteContent }
  /** The sound page is to be ended and opened again. */
  | { t: "soundPageHung" }
  /** A plant for an exercise, with this folder; and that it is not needed any more. */
  | { t: "plantWanted"; id: number; dir: string }
  | { t: "plantDone"; id: number }
  | { t: "stopped" };
