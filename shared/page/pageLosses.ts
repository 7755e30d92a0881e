/**
 * What becomes of a page whose link, sound page or host is lost. Its sound does not go by the link, so a page goes on without
 * it and its zones are refreshed when it is back. Without its sound page or its host it is over: whoever holds the key would
 * talk to nobody, and no microphone opens again by itself. Its zones are ended at the PBX, when it is there.
 */
import type { Context } from "../desk/context.ts";
import { type Decision, done, nothing } from "../desk/decision.ts";
import type { Report } from "../desk/inputs.ts";
import type {} from "../desk/state.ts";
import { decideLegGone, isUp, release } from "./decidePage.ts";
import type { Page, PageLeg } from "./page.ts";

/** The PBX is registered again after a loss: each open zone of it is told our new address. */
export function refreshPage({ desk: { page } }: Context, pbxId: string): Decision {
  if (!page || page.state === "closing") return nothing;
  const open = page.legs.filter((leg) => leg.state === "open" && leg.pbxId === pbxId);
  return done(
    open.map(({ callId }) => ({ kind: "pageLegRefreshAsked", by: "rule:linkBack", data: { pageId: page.id, callId } })),
    open.map(({ callId }) => ({ type: "healCall", callId, because: "linkBack" })),
  );
}

export function decideLegRefreshed(context: Context, page: Page, leg: PageLeg): Decision {
  if (leg.state !== "open" || page.state === "closing") return nothing;
  const data = { pageId: page.id, callId: leg.callId, failure: null };
  return done([{ kind: "pageLegRefreshed", by: context.by, data }]);
}

/** `gone`: the PBX has ended this zone meanwhile. Else its sound may well go on. */
export function decideLegNotRefreshed(
  context: Context,
  page: Page,
  leg: PageLeg,
  { gone, words }: Extract<Report, { type: "callNotHealed" }>,
): Decision {
  if (leg.state !== "open") return nothing;
  if (gone) return decideLegGone(context, page, leg, `The PBX ended it while the connection was lost (${words})`);
  if (page.state === "closing") return nothing;
  const data = { pageId: page.id, callId: leg.callId, failure: words };
  return done([{ kind: "pageLegRefreshed", by: context.by, data }]);
}

/** The sound page is gone, or another one took the lease that has nothing of a zone that is open. */
export function pageWithoutSound(context: Context, has: readonly string[]): Decision {
  const { page } = context.desk;
  if (!page?.legs.some((leg) => leg.state === "open" && !has.includes(leg.callId))) return nothing;
  return release({ ...context, by: "rule:mediaPage" }, page, "lost");
}

/** The host is being stopped in order. */
export function pageAtStop(context: Context): Decision {
  const { page } = context.desk;
  return page ? release(context, page, "lost") : nothing;
}

/** The host was lost with it: nobody holds its key any more, and nobody has its legs. */
export function pageAfterRestart({ desk: { page } }: Context): Decision {
  if (!page) return nothing;
  return done(
    [{ kind: "pageClosed", by: "rule:hostRestarted", data: { pageId: page.id, reason: "lost" } }],
    page.legs.filter(isUp).map(({ callId }) => ({ type: "endCall", callId })),
  );
}
