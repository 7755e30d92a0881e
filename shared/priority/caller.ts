/** Who calls, by the evidence of a frame: the number that the PBX asserts counts before the caller's own word (RFC 3325). */
import type { Evidence } from "../desk/state.ts";
import { contactByNumber, stationByNumber } from "../dialing/directory.ts";
import type { Contact, Pbx, Site, Station } from "../site/site.ts";

export interface Caller {
  number: string | null;
  /** The PBX says so, and the site believes this PBX. */
  asserted: boolean;
  station: Station | null;
  contact: Contact | null;
  /** The station that From names where the PBX asserts another number; null: they agree, or From names none. */
  claimedStation: Station | null;
}

export function callerOf(site: Site, pbx: Pbx | null, evidence: Evidence): Caller {
  const asserted = pbx?.assertsIdentity === true && evidence.assertedNumber !== null;
  const number = asserted ? evidence.assertedNumber : evidence.number;
  const station = number === null ? null : stationByNumber(site, number);
  const contact = number === null || station ? null : contactByNumber(site, number);
  const claimed = asserted && evidence.number !== null ? stationByNumber(site, evidence.number) : null;
  return { number, asserted, station, contact, claimedStation: claimed === station ? null : claimed };
}
