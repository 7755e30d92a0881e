/** The loaded site of an exercise: no account, address or secret of the real PBXs is in it. */
import { trainingDomain, trainingPassword, trainingSite } from "../../shared/training/trainingSite.ts";
import type { LoadedSite } from "../site/loadSite.ts";

/** Named field by field: what a loaded site may hold besides (keys of webhooks, brokers) is not in it. */
export function trainingLoaded({
  site: real,
  pins,
  dir,
  holdClip,
  languages,
  messageFiles,
  announcementFiles,
}: LoadedSite): LoadedSite {
  const site = trainingSite(real);
  return {
    site,
    accounts: site.pbxs.map(({ id, ownNumber, assertsIdentity }) => ({
      id,
      // The address of the exercise's own plant is filled in by the host.
      url: "",
      domain: trainingDomain,
      user: ownNumber,
      password: trainingPassword,
      displayName: real.presentsAs,
      assertsIdentity,
      takesBackBy: "replaces",
    })),
    pins,
    embeddedPlant: true,
    dir,
    holdClip,
    languages,
    messageFiles,
    announcementFiles,
    files: [],
    looks: "",
  };
}
