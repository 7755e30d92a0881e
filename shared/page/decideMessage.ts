/**
 * A page that plays a recorded message. In each zone it begins when all members are in, so that nobody misses its first
 * words, and that zone's leg ends when it has been played. The microphone stays closed; Stop ends it as any page.
 */
import type { Context } from "../desk/context.ts";
import { type Decision, done, joined, nothing, refuse } from "../desk/decision.ts";
import type { NewEntry } from "../desk/entries.ts";
import type { Command, Report } from "../desk/inputs.ts";
import { decideStartPage, isUp, pageLegOf, release } from "./decidePage.ts";

export function decidePlayMessage(context: Context, command: Extract<Command, { type: "playMessage" }>): Decision {
  const message = context.site.messages.find(({ id }) => id === command.messageId);
  if (!message) return refuse("unknownTarget", "The site no longer has this message. Choose another.");
  return decideStartPage(context, command, message);
}

/** Played in one zone, or not playable there: its leg ends; after the last one the page is over. */
export function decideMessageOver(context: Context, report: Extract<Report, { type: "messageOver" }>): Decision {
  const { page } = context.desk;
  const leg = pageLegOf(page, report.callId);
  if (!page || !leg || leg.message !== "playing" || page.state === "closing" || !isUp(leg)) return nothing;
  const { callId, failed } = report;
  const pageId = page.id;
  if (failed !== null) {
    const words = `The message could not be played: ${failed}`;
    const entries: NewEntry[] = [{ kind: "pageLegFailed", by: context.by, data: { pageId, callId, words } }];
    if (!page.legs.some((other) => other !== leg && isUp(other))) {
      entries.push({ kind: "pageClosed", by: context.by, data: { pageId, reason: "failed" } });
    }
    return done(entries, [{ type: "endCall", callId }]);
  }
  const played: NewEntry = { kind: "pageMessagePlayed", by: context.by, data: { pageId, callId } };
  const others = page.legs.some((other) => other !== leg && isUp(other) && other.message !== "played");
  if (others) return done([played], [{ type: "endCall", callId }]);
  return joined(done([played]), release(context, page, "played"));
}
