/** When a page's message begins in a zone: once all its members are in, so that nobody misses the first words. */
import type { Context } from "../desk/context.ts";
import { type Decision, done } from "../desk/decision.ts";
import type { NewEntry } from "../desk/entries.ts";
import type { Page, PageLeg } from "./page.ts";

/** The entry that begins the message in this zone, once every station of it has joined or cannot; `leg`: as it is now. */
export function beginIfAllIn({ site, by }: Context, page: Page, leg: PageLeg): NewEntry[] {
  if (leg.state !== "open" || leg.message !== "waiting" || leg.members === null) return [];
  const { members } = leg;
  const listed = new Set(members.map(({ stationId }) => stationId));
  const stations = site.zones.find(({ id }) => id === leg.zoneId)?.stationIds ?? [];
  const allIn = members.every(({ status }) => status !== "joining") && stations.every((id) => listed.has(id));
  return allIn ? [{ kind: "pageMessageBegan", by, data: { pageId: page.id, callId: leg.callId } }] : [];
}

/** Members that do not come, or of whom the PBX tells nothing, are waited for no longer than `beginDueAt`. */
export function beginOverdue({ by }: Context, page: Page, due: (at: number | null) => boolean): Decision {
  return done(
    waitingLegs(page)
      .filter((leg) => due(leg.beginDueAt))
      .map((leg) => ({ kind: "pageMessageBegan", by, data: { pageId: page.id, callId: leg.callId } })),
  );
}

/** Legs in which the message is still to begin: none of a page that is closing. */
export const waitingLegs = (page: Page): PageLeg[] =>
  page.state === "closing" ? [] : page.legs.filter((leg) => leg.state === "open" && leg.beginDueAt !== null);
