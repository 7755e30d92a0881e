/** Choosing a recorded message in this window: for the chosen zones, or for everyone with a second operator's approval. */
import { create } from "zustand";
import type { Refusal } from "../../../shared/desk/refusals.ts";
import { type Approval, act, clearAt, sayAt } from "../act.ts";
import { useConsole } from "../store.ts";
import { useView } from "../view.ts";
import { pagePlace } from "./holdToTalk.ts";

/** null: nothing is being chosen. `approval`: of an all call. */
export const useMessages = create<{ asking: { approval: Approval | null } | null }>(() => ({ asking: null }));

const says = (words: string): Refusal => ({ code: "nothingToDo", words });

/** L, or its button. Where a message could not be played it only says so. */
export function askMessage(approval: Approval | null = null): void {
  if (useMessages.getState().asking) return closeMessages();
  const { snapshot, desk } = useConsole.getState();
  if (!approval && useView.getState().chosenZoneIds.length === 0)
    return sayAt(pagePlace, says("Choose a zone first, then L plays a message."));
  if (!snapshot?.site.messages.length) return sayAt(pagePlace, says("This site has no recorded messages."));
  if (desk.page)
    return sayAt(pagePlace, { code: "pageInProgress", words: "A page is already running. Stop it first." });
  clearAt(pagePlace);
  useMessages.setState({ asking: { approval } });
}

export const closeMessages = (): void => useMessages.setState({ asking: null });

export function playMessage(messageId: string): void {
  const { asking } = useMessages.getState();
  if (!asking) return;
  closeMessages();
  const { approval } = asking;
  const zoneIds = approval ? [] : useView.getState().chosenZoneIds;
  const command = { type: "playMessage", messageId, zoneIds, allCall: approval !== null, approvedBy: null } as const;
  void act(command, pagePlace, approval ?? undefined);
}
