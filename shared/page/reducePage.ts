/** `reduce` for the running page: requested ▸ opening ▸ open ▸ closing ▸ (gone, kept as `lastPage`). */
import type { Entry } from "../desk/entries.ts";
import type { Desk } from "../desk/state.ts";
import { assertNever } from "../kit/assertNever.ts";
import type { Page, PageLeg } from "./page.ts";

type PageEntry = Extract<
  Entry,
  {
    kind:
      | "pageRequested"
      | "pageLegOpened"
      | "pageMessageBegan"
      | "pageMessagePlayed"
      | "pageLegFailed"
      | "pageLegEnded"
      | "pageLegRefreshAsked"
      | "pageLegRefreshed"
      | "pageMembersReported"
      | "pageReleased"
      | "pageClosed";
  }
>;

/** After its release a page is taken as closed when its legs do not confirm within this time. */
const closeWithinMs = 4_000;
/** A message begins this long after the path is open, even if the PBX still brings members in or tells nothing of them. */
const membersWithinMs = 3_000;
/** What a message may take beyond its length before nobody seems to play it. */
const messageMarginMs = 5_000;

export function reducePage(desk: Desk, entry: PageEntry): Desk {
  const { at, by } = entry;
  if (entry.kind === "pageRequested") {
    const { pageId, legs, allCall, approvedBy, dueMs, message } = entry.data;
    const page: Page = {
      id: pageId,
      state: "requested",
      by,
      approvedBy,
      allCall,
      message: message ?? null,
      requestedAt: at,
      openedAt: null,
      openDueAt: at + dueMs,
      releasedBecause: null,
      legs: legs.map(({ zoneId, callId, pbxId, reportsMembers }) => ({
        zoneId,
        callId,
        pbxId,
        state: "dialling",
        failure: null,
        members: reportsMembers ? [] : null,
        message: message ? "waiting" : null,
        beginDueAt: null,
      })),
    };
    const outboundPbxId = legs[0]?.pbxId ?? desk.outboundPbxId;
    return { ...desk, page, lastPage: null, outboundPbxId };
  }
  const page = desk.page;
  if (!page || page.id !== entry.data.pageId) return desk;
  switch (entry.kind) {
    case "pageLegOpened": {
      const { outbound } = desk.shift;
      const { message } = page;
      const opened = withLeg(page, entry.data.callId, () => ({
        state: "open",
        beginDueAt: message && at + membersWithinMs,
      }));
      // The deadline of a message runs from the zone that opened last.
      const openDueAt = message ? at + membersWithinMs + message.durationMs + messageMarginMs : null;
      const next = { ...desk, page: page.state === "closing" ? opened : { ...opened, openDueAt } };
      if (page.openedAt !== null) return next;
      return {
        ...next,
        page: { ...next.page, state: page.state === "closing" ? "closing" : "open", openedAt: at },
        shift: { ...desk.shift, outbound: { ...outbound, pages: outbound.pages + 1 } },
      };
    }
    case "pageMessageBegan":
      return { ...desk, page: withLeg(page, entry.data.callId, () => ({ message: "playing", beginDueAt: null })) };
    case "pageMessagePlayed":
      return { ...desk, page: withLeg(page, entry.data.callId, () => ({ message: "played" })) };
    case "pageLegFailed":
      return {
        ...desk,
        page: withLeg(page, entry.data.callId, () => ({ state: "failed", failure: entry.data.words })),
      };
    case "pageLegEnded":
      return {
        ...desk,
        page: withLeg(page, entry.data.callId, () => ({ state: "ended", failure: entry.data.words ?? null })),
      };
    case "pageLegRefreshAsked":
    case "pageLegRefreshed":
      return desk;
    case "pageMembersReported":
      return { ...desk, page: withLeg(page, entry.data.callId, () => ({ members: entry.data.members })) };
    case "pageReleased":
      return {
        ...desk,
        page: { ...page, state: "closing", openDueAt: at + closeWithinMs, releasedBecause: entry.data.reason },
      };
    case "pageClosed":
      return { ...desk, page: null, lastPage: { ...page, closedAt: at, reason: entry.data.reason } };
    default:
      return assertNever(entry);
  }
}

const withLeg = (page: Page, callId: string, change: (leg: PageLeg) => Partial<PageLeg>): Page => ({
  ...page,
  state: page.state === "requested" ? "opening" : page.state,
  legs: page.legs.map((leg) => (leg.callId === callId ? { ...leg, ...change(leg) } : leg)),
});
