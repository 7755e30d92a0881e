/**
 * Drives talk.ts: sends, renews every 200 ms, and lets go with the key, the pointer, the window's focus or Esc. One per
 * window, not per component: a panel that is drawn anew must not end a page.
 */
import { create } from "zustand";
import type { Refusal } from "../../../shared/desk/refusals.ts";
import { type Approval, act, clearAt, sayAt } from "../act.ts";
import { talk as renewTalk } from "../link.ts";
import { useConsole } from "../store.ts";
import { clearZones, useView } from "../view.ts";
import { silent, type Talk, type TalkInput, talkNext } from "./talk.ts";

/** Where refusals of pages are shown. */
export const pagePlace = "page";

const renewEveryMs = 200;
/** rules.md: chosen zones are dropped 60 s after the page. */
const zonesKeptMs = 60_000;

export const useTalk = create<{ talk: Talk }>(() => ({ talk: silent }));

const noZone: Refusal = { code: "nothingToDo", words: "Choose a zone first, then hold P to talk." };

/** Key or button down. With no zone chosen it only says so. */
export function pressTalk(allCall: Approval | null = null): void {
  const { chosenZoneIds: zoneIds } = useView.getState();
  if (useTalk.getState().talk.at !== "idle") return;
  if (!allCall && zoneIds.length === 0) return sayAt(pagePlace, noZone);
  clearAt(pagePlace);
  listenForLoss();
  feed({ type: "pressed", page: useConsole.getState().desk.page?.id ?? null });
  act(
    { type: "startPage", zoneIds: allCall ? [] : zoneIds, allCall: allCall !== null, approvedBy: null },
    pagePlace,
    allCall ?? undefined,
  ).then(
    (refusal) => feed({ type: refusal ? "refused" : "accepted" }),
    () => feed({ type: "refused" }),
  );
}

/** Key or button up. */
export const letTalkGo = (): void => feed({ type: "letGo" });

let renewal: ReturnType<typeof setInterval> | undefined;

function feed(input: TalkInput): void {
  const { talk, step, pageId } = talkNext(useTalk.getState().talk, input);
  useTalk.setState({ talk });
  if (talk.at !== "talking") clearInterval(renewal);
  if (talk.at === "idle") forgetLoss();
  if (pageId === null) {
    if (input.type === "accepted") feed({ type: "page", page: useConsole.getState().desk.page });
    return;
  }
  if (step === "release") return renewTalk(pageId, false);
  if (step === "renew") {
    renewTalk(pageId, true);
    clearInterval(renewal);
    renewal = setInterval(() => renewTalk(pageId, true), renewEveryMs);
  }
}

const onHidden = () => document.visibilityState === "hidden" && letTalkGo();
const onEscape = (event: KeyboardEvent) => event.key === "Escape" && letTalkGo();

function listenForLoss(): void {
  window.addEventListener("blur", letTalkGo);
  window.addEventListener("keydown", onEscape, true);
  document.addEventListener("visibilitychange", onHidden);
}
function forgetLoss(): void {
  window.removeEventListener("blur", letTalkGo);
  window.removeEventListener("keydown", onEscape, true);
  document.removeEventListener("visibilitychange", onHidden);
}

let dropping: ReturnType<typeof setTimeout> | undefined;

useConsole.subscribe(({ desk }, { desk: before }) => {
  if (desk.page !== before.page) {
    feed({ type: "page", page: desk.page });
    if (desk.page) clearTimeout(dropping);
  }
  if (desk.lastPage && desk.lastPage.id !== before.lastPage?.id) {
    clearTimeout(dropping);
    const { chosenZoneIds } = useView.getState();
    dropping = setTimeout(() => {
      // Chosen anew since then: those are for the next page.
      if (useView.getState().chosenZoneIds === chosenZoneIds) clearZones();
    }, zonesKeptMs);
  }
});
