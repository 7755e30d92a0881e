/**
 * Hold-to-talk: a page talks only while its key is renewed (rules.md). Renewals are not journalled; what ends them is.
 * Released: the key came up. Lapsed: nothing was heard for 500 ms – the window lost focus, crashed or hung.
 */
const lapsesAfterMs = 500;
/** Before the first renewal the window has a little longer, to learn the page's id. */
const firstWithinMs = 1_500;

export interface HoldToTalk {
  begin(pageId: string): void;
  renew(pageId: string): void;
  release(pageId: string): void;
  stop(): void;
}

export function createHoldToTalk(options: {
  ended(pageId: string, reason: "released" | "lapsed"): void;
  talking(pageId: string, on: boolean): void;
}): HoldToTalk {
  let held: { pageId: string; timer: NodeJS.Timeout; talking: boolean } | null = null;

  function lapseIn(pageId: string, ms: number): NodeJS.Timeout {
    return setTimeout(() => end(pageId, "lapsed"), ms);
  }

  function end(pageId: string, reason: "released" | "lapsed"): void {
    if (held?.pageId !== pageId) return;
    clearTimeout(held.timer);
    held = null;
    options.talking(pageId, false);
    options.ended(pageId, reason);
  }

  return {
    begin(pageId) {
      if (held) clearTimeout(held.timer);
      held = { pageId, timer: lapseIn(pageId, firstWithinMs), talking: false };
    },
    renew(pageId) {
      if (held?.pageId !== pageId) return;
      clearTimeout(held.timer);
      if (!held.talking) options.talking(pageId, true);
      held = { pageId, timer: lapseIn(pageId, lapsesAfterMs), talking: true };
    },
    release: (pageId) => end(pageId, "released"),
    stop() {
      if (held) clearTimeout(held.timer);
      held = null;
    },
  };
}
