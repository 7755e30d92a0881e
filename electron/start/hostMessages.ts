/** What Electron's main and the host process say to each other; ports to windows travel beside `link`. */
import type { SiteContent } from "./pageFiles.ts";
import type { HostSettings } from "./runHost.ts";

export type LinkRole = "console" | "media";

export type ToHostProcess =
  | { t: "start"; settings: HostSettings }
  /** One port comes with it: the window's end is already on its way to the window. */
  | { t: "link"; role: LinkRole }
  | { t: "stop" };

export type FromHostProcess = { t: "site"; content: SiteContent } | { t: "stopped" };
