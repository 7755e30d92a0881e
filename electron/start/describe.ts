/** What a loaded site means to the shells: the line that the start prints, and the files that pages may see. */
import type { Snapshot } from "../../shared/link/consoleLink.ts";
import type { LoadedSite } from "../site/loadSite.ts";
import type { SiteContent } from "./pageFiles.ts";

export const contentOf = ({ site, holdClip, messageFiles, announcementFiles }: LoadedSite): SiteContent => ({
  maps: site.maps,
  holdClip,
  messageFiles,
  announcementFiles,
});

/** "Which shell, which plant, which journal": one line at the start, and in the console's status. */
export function describe(shell: string, loaded: LoadedSite, dataDir: string, version: string): Snapshot["about"] {
  const { site } = loaded;
  const pbxs = site.pbxs.map((pbx) => pbx.name).join(", ");
  return {
    shell,
    plant: loaded.embeddedPlant ? `embedded plant (${site.stations.length} stations)` : `${site.name} (${pbxs})`,
    journal: dataDir,
    version,
  };
}

export const startLine = ({ shell, plant, journal, version }: Snapshot["about"]): string =>
  `Priority Console ${version}: ${shell}; ${plant}; journal in ${journal}`;
