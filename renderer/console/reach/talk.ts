/**
 * Hold-to-talk in this window, as a pure machine. The host opens the page and closes it 500 ms after the last renewal; this
 * only asks, renews while the key is down, and lets go. A page that opens after the key was let go is released at once.
 *
 *   idle ▸ asking ▸ talking ▸ idle        asking ▸ (released) ▸ idle when the page's id is known, or it was refused
 */
import type { PageId } from "../../../shared/desk/state.ts";
import type { PageState } from "../../../shared/page/page.ts";

export type Talk =
  | { at: "idle" }
  /** startPage is sent; the page counts as ours once the host accepted and its entry is here. */
  | { at: "asking"; before: PageId | null; accepted: boolean; pageId: PageId | null; held: boolean }
  /** The key is down and renewals go out: "Wait…" until the page is open, then ON AIR. */
  | { at: "talking"; pageId: PageId };

export type TalkInput =
  | { type: "pressed"; page: PageId | null }
  | { type: "letGo" }
  | { type: "accepted" }
  | { type: "refused" }
  /** The running page as the desk has it now. */
  | { type: "page"; page: { id: PageId; state: PageState } | null };

export type TalkStep = "start" | "renew" | "release";

export const silent: Talk = { at: "idle" };

/** Next state, and what to do: start a page, begin to renew `pageId`, or release it. */
export function talkNext(talk: Talk, input: TalkInput): { talk: Talk; step: TalkStep | null; pageId: PageId | null } {
  const stay = { talk, step: null, pageId: null };
  switch (talk.at) {
    case "idle":
      if (input.type !== "pressed") return stay;
      return {
        talk: { at: "asking", before: input.page, accepted: false, pageId: null, held: true },
        step: "start",
        pageId: null,
      };
    case "asking": {
      if (input.type === "refused") return { talk: silent, step: null, pageId: null };
      if (input.type === "pressed") return stay;
      const next = { ...talk };
      if (input.type === "letGo") next.held = false;
      if (input.type === "accepted") next.accepted = true;
      if (input.type === "page" && input.page && input.page.id !== talk.before) next.pageId = input.page.id;
      const { pageId } = next;
      if (!next.accepted || pageId === null) return { talk: next, step: null, pageId: null };
      return next.held
        ? { talk: { at: "talking", pageId }, step: "renew", pageId }
        : { talk: silent, step: "release", pageId };
    }
    case "talking":
      if (input.type === "letGo") return { talk: silent, step: "release", pageId: talk.pageId };
      // Stopped by hand, failed, or closed by the host: the key may still be down, but nothing is renewed any more.
      if (input.type === "page" && (input.page?.id !== talk.pageId || input.page.state === "closing"))
        return { talk: silent, step: null, pageId: null };
      return stay;
  }
}
