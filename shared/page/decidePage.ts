/** Paging: one page per position, one leg per zone. Somebody talks while the key is held, or a message is played (decideMessage.ts). */

import { noPbx, pbxForOutbound } from "../call/decideDial.ts";
import { type Context, operatorIn } from "../desk/context.ts";
import { type Decision, done, nothing, refuse, refused } from "../desk/decision.ts";
import type { NewEntry } from "../desk/entries.ts";
import type { Command, Report } from "../desk/inputs.ts";
import type { Order } from "../desk/orders.ts";
import { stationByNumber } from "../dialing/directory.ts";
import { permitPage, reachesEveryone } from "../operator/permit.ts";
import type { Message, Site, Zone } from "../site/site.ts";
import { beginIfAllIn } from "./beginMessage.ts";
import type { Page, PageCloseReason, PageLeg } from "./page.ts";

const openWithinMs = 10_000;

type Ask = Omit<Extract<Command, { type: "startPage" }>, "type">;

/** `message`: is played to the zones; null: somebody talks. */
export function decideStartPage(context: Context, command: Ask, message: Message | null): Decision {
  const { desk, site, moment, by } = context;
  if (desk.page) return refuse("pageInProgress", "A page is already running. Stop it first.");
  const zones = command.allCall ? allCallZones(site) : site.zones.filter((zone) => command.zoneIds.includes(zone.id));
  if (zones.length === 0)
    return refuse(
      "unknownTarget",
      message ? "Choose one or more zones, then L plays a message." : "Choose one or more zones, then hold P to talk.",
    );
  const { approvedBy } = command;
  const zoneIds = zones.map((zone) => zone.id);
  const allCall = command.allCall || reachesEveryone(site, zoneIds);
  const denied = permitPage(site, operatorIn(by), zoneIds, { allCall, approvedBy }, moment);
  if (denied) return refused(denied);
  const pbxId = pbxForOutbound(context);
  if (pbxId === null) return noPbx();
  const pageId = `p${desk.seq + 1}`;
  const legs = zones.map((zone, i) => ({
    zoneId: zone.id,
    callId: `${pageId}-${i + 1}`,
    pbxId,
    number: zone.number,
    reportsMembers: zone.reportsMembers,
  }));
  const requested: NewEntry = {
    kind: "pageRequested",
    by,
    data: {
      pageId,
      legs,
      allCall,
      approvedBy: allCall ? approvedBy : null,
      dueMs: openWithinMs,
      ...(message && { message: { id: message.id, durationMs: message.durationMs } }),
    },
  };
  const orders = legs.map(
    (leg): Order => ({
      type: "dialCall",
      callId: leg.callId,
      pbxId,
      number: leg.number,
      purpose: "page",
      members: leg.reportsMembers,
    }),
  );
  return done([requested], orders);
}

/** An all call takes the site's own all-call zone; without one, all zones that do not lie wholly within another. */
function allCallZones({ zones }: Site): readonly Zone[] {
  const marked = zones.filter((zone) => zone.allCall === true);
  if (marked.length > 0) return marked;
  const sets = new Map(zones.map((zone) => [zone.id, new Set(zone.stationIds)]));
  const covers = (outer: Zone, inner: Zone) =>
    outer.id !== inner.id &&
    inner.stationIds.every((id) => sets.get(outer.id)?.has(id)) &&
    (outer.stationIds.length > inner.stationIds.length || outer.id < inner.id);
  return zones.filter((zone) => !zones.some((other) => covers(other, zone)));
}

export function decideStopPage(context: Context, pageId: string): Decision {
  // Anyone at the position may stop a page that runs: silence is the safe state.
  return context.desk.page?.id === pageId ? release(context, context.desk.page, "stopped") : nothing;
}

export function decideTalkEnded(context: Context, report: Extract<Report, { type: "talkEnded" }>): Decision {
  const { page } = context.desk;
  return page?.id === report.pageId ? release(context, page, report.reason) : nothing;
}

/** Ends every leg; the page is closed when all have gone. */
export function release({ by }: Context, page: Page, reason: PageCloseReason): Decision {
  if (page.state === "closing") return nothing;
  const up = page.legs.filter(isUp);
  const entries: NewEntry[] = [{ kind: "pageReleased", by, data: { pageId: page.id, reason } }];
  if (up.length === 0) entries.push({ kind: "pageClosed", by, data: { pageId: page.id, reason } });
  return done(
    entries,
    up.map((leg) => ({ type: "endCall", callId: leg.callId })),
  );
}

export const isUp = (leg: PageLeg): boolean => leg.state === "dialling" || leg.state === "open";

/** The running page's leg with this call id; undefined when it is an ordinary call. */
export const pageLegOf = (page: Page | null, callId: string): PageLeg | undefined =>
  page?.legs.find((leg) => leg.callId === callId);

export function decideLegOpened(context: Context, page: Page, leg: PageLeg): Decision {
  if (page.state === "closing") return done([], [{ type: "endCall", callId: leg.callId }]);
  if (leg.state !== "dialling") return nothing;
  const opened: NewEntry = { kind: "pageLegOpened", by: context.by, data: { pageId: page.id, callId: leg.callId } };
  return done([opened, ...beginIfAllIn(context, page, { ...leg, state: "open" })]);
}

/** A leg failed or ended; with the last one the page is over. */
export function decideLegGone(context: Context, page: Page, leg: PageLeg, failure: string | null): Decision {
  const { by } = context;
  if (!isUp(leg)) return nothing;
  const { callId } = leg;
  const pageId = page.id;
  // Once it is being closed it does not matter how a zone ends.
  const cutOff = failure !== null && page.state !== "closing" ? { words: failure } : {};
  const gone: NewEntry =
    failure !== null && leg.state === "dialling"
      ? { kind: "pageLegFailed", by, data: { pageId, callId, words: failure } }
      : { kind: "pageLegEnded", by, data: { pageId, callId, ...cutOff } };
  if (page.legs.some((other) => other !== leg && isUp(other))) return done([gone]);
  const reason = page.releasedBecause ?? (page.legs.some((one) => one.message === "played") ? "played" : "failed");
  return done([gone, { kind: "pageClosed", by, data: { pageId, reason } }]);
}

export function decideMembers(context: Context, report: Extract<Report, { type: "pageMembers" }>): Decision {
  const { desk, site, by } = context;
  const { page } = desk;
  const leg = pageLegOf(page, report.callId);
  // While it closes everyone leaves: what was reached is what was reported until then.
  if (!page || !leg || page.state === "closing") return nothing;
  const members = report.members.map((member) => ({
    number: member.number,
    stationId: stationIdOf(site, member.number),
    status: member.status,
  }));
  if (JSON.stringify(members) === JSON.stringify(leg.members)) return nothing;
  return done([
    { kind: "pageMembersReported", by, data: { pageId: page.id, callId: report.callId, members } },
    ...beginIfAllIn(context, page, { ...leg, members }),
  ]);
}

const stationIdOf = (site: Site, number: string): string | null => stationByNumber(site, number)?.id ?? null;
