/**
 * What a page says of its zones: while it runs, and its receipt. Receipts never overclaim (rules.md): a member counts as
 * reached when the PBX said that it joined; where the PBX says nothing, neither do we.
 */
import type { HostTime } from "../../../shared/desk/state.ts";
import { assertNever } from "../../../shared/kit/assertNever.ts";
import type { EndedPage, Page, PageCloseReason, PageLeg } from "../../../shared/page/page.ts";
import type { Site, Zone } from "../../../shared/site/site.ts";
import { duration } from "../../../shared/words/durations.ts";
import { messageName } from "../../../shared/words/entries.ts";

export type ZoneLook = "idle" | "unreported" | "opening" | "onAir" | "partly" | "failed" | "reached";

export interface ZoneWords {
  look: ZoneLook;
  words: string;
  /** Names of members that a running or ended page did not reach. */
  missing: readonly string[];
}

/** Members of a leg by what the PBX reported. `whole`: everyone whom the site or the PBX counts to the zone. */
export function reachOf(leg: PageLeg, zone: Zone, ended: boolean, site: Pick<Site, "stations">) {
  const reached = (leg.members ?? []).filter(
    // When a page ends its members leave: they had been reached.
    ({ status }) => status === "joined" || (ended && status === "left"),
  );
  const ids = new Set(reached.map((member) => member.stationId));
  const missing = zone.stationIds.filter((id) => !ids.has(id)).map((id) => nameOf(id, site));
  const strangers = reached.filter(({ stationId }) => stationId === null || !zone.stationIds.includes(stationId));
  return { reached: reached.length, whole: zone.stationIds.length + strangers.length, missing };
}

const nameOf = (stationId: string, site: Pick<Site, "stations">): string =>
  site.stations.find((one) => one.id === stationId)?.name ?? stationId;

/** What a zone's card says. `last`: the page that ended, while its receipt is shown; else null. */
export function zoneWords(
  zone: Zone,
  page: Page | null,
  last: EndedPage | null,
  now: HostTime,
  site: Pick<Site, "stations" | "messages">,
): ZoneWords {
  const leg = page?.legs.find((one) => one.zoneId === zone.id);
  if (page && leg) return runningWords(zone, page, leg, now, site);
  const ended = last?.legs.find((one) => one.zoneId === zone.id);
  if (ended) return receiptOf(zone, ended, site);
  return zone.reportsMembers
    ? { look: "idle", words: membersOf(zone, site), missing: [] }
    : { look: "unreported", words: "members not reported", missing: [] };
}

function runningWords(
  zone: Zone,
  page: Page,
  leg: PageLeg,
  now: HostTime,
  site: Pick<Site, "stations" | "messages">,
): ZoneWords {
  switch (leg.state) {
    case "dialling":
      return { look: "opening", words: "Wait… opening", missing: [] };
    case "failed":
      return { look: "failed", words: leg.failure ?? "Not reached", missing: [] };
    case "ended":
      return leg.failure === null
        ? { look: "idle", words: "Closed", missing: [] }
        : { look: "failed", words: `Cut off: ${leg.failure}`, missing: [] };
    case "open": {
      if (leg.message === "waiting") return { look: "opening", words: "Open, members are joining…", missing: [] };
      if (leg.message === "played") return { look: "reached", words: "Message played", missing: [] };
      const air = onAirWords(page, now, site);
      if (leg.members === null) return { look: "onAir", words: `${air} · members not reported`, missing: [] };
      const { reached, whole, missing } = reachOf(leg, zone, false, site);
      return {
        look: missing.length > 0 ? "partly" : "onAir",
        words: `${air} · ${reached} of ${whole} members`,
        missing,
      };
    }
    default:
      return assertNever(leg.state);
  }
}

/** "ON AIR 00:09"; with the message that is played. */
function onAirWords(page: Page, now: HostTime, site: Pick<Site, "messages">): string {
  const air = `ON AIR ${duration(now - (page.openedAt ?? now))}`;
  return page.message ? `${air} · “${messageName(page.message.id, site)}”` : air;
}

/** For the row of the page: how far a message is, and its name. Zones begin it a little apart, so its end is not told to the second. */
export function messageWords(page: Page, now: HostTime, site: Pick<Site, "messages">): { air: string; name: string } {
  if (!page.message) return { air: "", name: "" };
  const { id, durationMs } = page.message;
  const air =
    page.state === "closing"
      ? "Ending…"
      : page.legs.some((leg) => leg.message === "playing" || leg.message === "played")
        ? `ON AIR ${duration(now - (page.openedAt ?? now))} · ${duration(durationMs)} long`
        : "Wait…";
  return { air, name: messageName(id, site) };
}

function receiptOf(zone: Zone, leg: PageLeg, site: Pick<Site, "stations">): ZoneWords {
  const said = reachedOf(zone, leg, site);
  if (leg.state === "failed" || leg.state === "dialling" || leg.message === null || leg.message === "played")
    return said;
  const cut = leg.message === "waiting" ? "The message did not begin" : "The message was cut short";
  return { ...said, look: "partly", words: `${cut} · ${said.words.charAt(0).toLowerCase()}${said.words.slice(1)}` };
}

function reachedOf(zone: Zone, leg: PageLeg, site: Pick<Site, "stations">): ZoneWords {
  if (leg.state === "failed")
    return { look: "failed", words: `Not reached: ${leg.failure ?? "no answer"}`, missing: [] };
  if (leg.state === "dialling") {
    const why = leg.message === null ? "let go before it opened" : "ended before it opened";
    return { look: "failed", words: `Not reached: ${why}`, missing: [] };
  }
  if (leg.failure !== null) return { look: "partly", words: `Cut off: ${leg.failure}`, missing: [] };
  if (leg.members === null) return { look: "reached", words: "Zone answered, members not reported", missing: [] };
  const { reached, whole, missing } = reachOf(leg, zone, true, site);
  return { look: missing.length > 0 ? "partly" : "reached", words: `${reached} of ${whole} members reached`, missing };
}

/** "24 speakers", "60 stations" where they are of several types. */
export function membersOf(zone: Zone, { stations }: Pick<Site, "stations">): string {
  const ids = new Set(zone.stationIds);
  const onlySpeakers = stations.every((station) => !ids.has(station.id) || station.type === "speaker");
  const count = zone.stationIds.length;
  const noun = onlySpeakers ? "speaker" : "station";
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

const endings: Readonly<Record<PageCloseReason, string>> = {
  released: "Page ended",
  stopped: "Page stopped by hand",
  lapsed: "Page closed: this window was not heard for half a second",
  failed: "Page failed",
  timeout: "Page did not open in time",
  lost: "Page closed: its sound or this console was lost",
  played: "Page ended",
  unconfirmed: "Page ended, nobody confirmed that it was played to its end",
};

/** One sentence for the whole page: how it ended, how long it was on air, who was reached. */
export function receiptWords(last: EndedPage, site: Pick<Site, "stations" | "zones" | "messages">): string {
  const air = last.openedAt === null ? "not on air" : `${duration(last.closedAt - last.openedAt)} on air`;
  const legs = last.legs.map((leg) => {
    const zone = site.zones.find((one) => one.id === leg.zoneId);
    if (!zone) return leg.zoneId;
    const words = receiptOf(zone, leg, site).words;
    return `${zone.name}: ${words.charAt(0).toLowerCase()}${words.slice(1)}`;
  });
  const message = last.message ? `Message “${messageName(last.message.id, site)}”. ` : "";
  return `${message}${endings[last.reason]}, ${air}. ${legs.join("; ")}.`;
}

/** "Tube B all", "Tube B all and Platform 1", "Tube B all and 2 more". */
export function zoneNames(zones: readonly Pick<Zone, "name">[]): string {
  const [first, second] = zones;
  if (!first) return "";
  if (!second) return first.name;
  return zones.length === 2 ? `${first.name} and ${second.name}` : `${first.name} and ${zones.length - 1} more`;
}
