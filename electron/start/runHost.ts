/** The host on one site file: made when the shell starts it, told when the file changes. Shared by both shells. */
import type { Snapshot } from "../../shared/link/consoleLink.ts";
import type { LoadedSite } from "../site/loadSite.ts";
import { loadScenarios } from "../site/readScenario.ts";
import { watchSite } from "../site/watchSite.ts";
import { createPosition, type Position, type PositionOptions } from "../training/position.ts";
import { scenariosDir } from "./appFiles.ts";
import { contentOf } from "./describe.ts";
import type { SiteContent } from "./pageFiles.ts";
import type { PlantAnnouncement } from "./plantAnnouncement.ts";
import { hostFirst } from "./precedence.ts";

export interface HostSettings {
  siteFile: string;
  dataDir: string;
  position: string;
  embedMedia: boolean;
  about: Snapshot["about"];
  /** null: the site names real PBXs. */
  plant: PlantAnnouncement | null;
}

/** What the shell does for its host. */
export interface HostNeeds extends Pick<PositionOptions, "startPlant"> {
  /** The pages may read other files of the site from now on. */
  onSite(content: SiteContent): void;
  /** The sound page is to be ended and opened again. */
  onSoundPageHung(): void;
}

export async function runHost(settings: HostSettings, loaded: LoadedSite, needs: HostNeeds): Promise<Position> {
  const { siteFile, plant } = settings;
  hostFirst();
  const host = await createPosition({
    host: {
      loaded,
      dataDir: settings.dataDir,
      position: settings.position,
      loopbackIce: plant !== null,
      embedMedia: settings.embedMedia,
      about: settings.about,
      plantPanel: plant?.panel ?? null,
      version: settings.about.version,
      plantSip: plant?.sip ?? null,
      onSoundPageHung: needs.onSoundPageHung,
    },
    scenarios: await loadScenarios(scenariosDir),
    startPlant: needs.startPlant,
  });
  const watch = watchSite(
    siteFile,
    {
      onLoaded(next) {
        needs.onSite(contentOf(next));
        host.reloadSite(next);
      },
      onRefused: (error) => host.siteReloadRefused(error.message),
    },
    { from: loaded },
  );
  return {
    ...host,
    async stop() {
      watch.close();
      await host.stop();
    },
  };
}
