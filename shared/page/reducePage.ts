/** `reduce` for the running page: requested ▸ opening ▸ open ▸ closing ▸ (gone, kept as `lastPage`). */
import type { Entry } from "../desk/entries.ts";
import type { Desk, Page, PageLeg } from "../desk/state.ts";
import { assertNever } from "../kit/assertNever.ts";

type PageEntry = Extract<
  Entry,
  {
    kind:
      | "pageRequested"
      | "pageLegOpened"
      | "pageLegFailed"
      | "pageLegEnded"
      | "pageMembersReported"
      | "pageReleased"
      | "pageClosed";
  }
>;

/** After its release a page is taken as closed when its legs do not confirm within this time. */
const closeWithinMs = 4_000;

export function reducePage(desk: Desk, entry: PageEntry): Desk {
  const { at, by } = entry;
  if (entry.kind === "pageRequested") {
    const { pageId, legs, allCall, approvedBy, dueMs } = entry.data;
    const page: Page = {
      id: pageId,
      state: "requested",
      by,
      approvedBy,
      allCall,
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
      const next = { ...desk, page: withLeg(page, entry.data.callId, () => ({ state: "open" })) };
      if (page.openedAt !== null) return next;
      return {
        ...next,
        page: { ...next.page, state: page.state === "closing" ? "closing" : "open", openedAt: at, openDueAt: null },
        shift: { ...desk.shift, outbound: { ...outbound, pages: outbound.pages + 1 } },
      };
    }
    case "pageLegFailed":
      return {
        ...desk,
        page: withLeg(page, entry.data.callId, () => ({ state: "failed", failure: entry.data.words })),
      };
    case "pageLegEnded":
      return { ...desk, page: withLeg(page, entry.data.callId, () => ({ state: "ended" })) };
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
