/** What a plant is made of: its accounts, stations, contacts and zones, as data; and how a site file becomes that. */
import type { Site, StationType } from "../../shared/site/site.ts";
import { trainingDomain, trainingPassword, trainingSite } from "../../shared/training/trainingSite.ts";

export interface PlantSetup {
  /** SIP domain of every address of record. */
  domain: string;
  /** Accounts of consoles: whoever registers one is rung by the stations. */
  accounts: readonly { user: string; password: string }[];
  stations: readonly { number: string; name: string; type: StationType }[];
  contacts: readonly { number: string; name: string }[];
  /** A contact who answers for every number that this plant does not have; absent: such a number is not found. */
  anyone?: string;
  /** Numbers that page: called once, heard by all members. */
  zones: readonly { number: string; name: string; memberNumbers: readonly string[]; reportsMembers: boolean }[];
}

/** An account as the site file gives it; the parts the plant needs. */
interface SiteAccount {
  domain: string;
  user: string;
  password: string;
}

/** The plant of a site: plays the site's first PBX. Throws in words when the site has no account. */
export function setupOfSite(site: Site, accounts: readonly SiteAccount[]): PlantSetup {
  const first = accounts[0];
  if (first === undefined) throw new Error("The site names no PBX account, so there is nothing for the plant to be.");
  const numberOf = new Map(site.stations.map((station) => [station.id, station.number]));
  return {
    domain: first.domain,
    accounts: accounts
      .filter((account) => account.domain === first.domain)
      .map(({ user, password }) => ({ user, password })),
    stations: site.stations.map(({ number, name, type }) => ({ number, name, type })),
    contacts: site.contacts.map(({ number, name }) => ({ number, name })),
    zones: site.zones.map((zone) => ({
      number: zone.number,
      name: zone.name,
      memberNumbers: zone.stationIds.flatMap((id) => numberOf.get(id) ?? []),
      reportsMembers: zone.reportsMembers,
    })),
  };
}

/** The plant of an exercise on this site: it knows none of the site's accounts, and somebody answers every number. */
export function trainingSetup(real: Site): PlantSetup {
  const site = trainingSite(real);
  const accounts = site.pbxs.map(({ ownNumber }) => ({
    domain: trainingDomain,
    user: ownNumber,
    password: trainingPassword,
  }));
  const anyone = "anyone";
  const setup = setupOfSite(site, accounts);
  return { ...setup, contacts: [...setup.contacts, { number: anyone, name: "Simulated subscriber" }], anyone };
}
