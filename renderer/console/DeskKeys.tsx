/** The keys of the desk itself, whatever panel has the focus. Panels register their own (procedure, note, talk, find, follow). */
import { liveCall } from "../../shared/call/live.ts";
import type { Call, PriorityEvent } from "../../shared/desk/state.ts";
import { spotOf } from "../../shared/place/spot.ts";
import { locationWords } from "../../shared/words/location.ts";
import { act, sayAt } from "./act.ts";
import { panelAtFocus, useKey } from "./hotkeys.ts";
import { hold, mute, resume } from "./live/CallView.tsx";
import { armDoor } from "./live/door.ts";
import { letEndGo, pressEnd } from "./live/ending.ts";
import { keyCall, mayPick, shownCall } from "./live/subject.ts";
import { answerStrip } from "./queue/answer.ts";
import { callBack, outcome } from "./queue/CardButtons.tsx";
import { selectedEventId } from "./queue/selected.ts";
import { vetoAutoAnswer } from "./status/AutoAnswer.tsx";
import { useConsole } from "./store.ts";
import { callSupervisor } from "./supervisor.ts";
import {
  openHandover,
  openHelp,
  openKeypad,
  openPicker,
  openSignIn,
  type PickerAct,
  showOnMap,
  useView,
} from "./view.ts";

const desk = () => useConsole.getState().desk;
const live = (): Call | null => liveCall(desk());

function onSelected(does: (event: PriorityEvent) => void): () => void {
  return () => {
    const event = desk().events[selectedEventId() ?? ""];
    if (event) does(event);
  };
}

/** An address without a point is read on the card; there is nothing to go to. */
const noSpotWords = ({ location }: PriorityEvent): string =>
  location ? `Not on a map: ${locationWords(location)}.` : "The site does not know where this caller is.";

function end(): void {
  const call = keyCall(desk());
  if (call) pressEnd([call], desk().events[call.eventId ?? ""]?.class === "lifeSafety");
}

/** Holds the live call; with none live, goes back to the held one that was chosen, else held last. */
function holdOrResume(): void {
  const call = live() ?? shownCall(desk(), useView.getState().shownCallId, null);
  if (call?.state === "talking") hold(call);
  if (call?.state === "held") resume(call);
}

/** Opens the field that asks whom, or closes it again. */
function pick(does: PickerAct): void {
  const call = shownCall(desk(), useView.getState().shownCallId, null);
  if (!call || !mayPick(desk(), call, does)) return;
  openPicker(useView.getState().picker?.does === does ? null : { does, callId: call.id });
}

function movePanel(by: 1 | -1): void {
  const panels = [...document.querySelectorAll<HTMLElement>("[data-panel]")];
  const at = panels.findIndex((panel) => panel.dataset["panel"] === panelAtFocus());
  panels[(at + by + panels.length) % panels.length]?.focus();
}

function back(): void {
  if (desk().autoAnswer) vetoAutoAnswer();
  openHelp(false);
  openHandover(false);
  openKeypad(false);
  openPicker(null);
  openSignIn(false);
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}

export function DeskKeys() {
  useKey("answer", { down: answerStrip });
  useKey("hold", { down: holdOrResume });
  useKey("mute", {
    down: () => {
      const call = live();
      if (call?.state === "talking") mute(call);
    },
  });
  useKey("keypad", { down: () => openKeypad(live()?.state === "talking" && !useView.getState().keypadOpen) });
  useKey("door", { down: armDoor });
  useKey("supervisor", { down: callSupervisor });
  useKey("transfer", { down: () => pick("transfer") });
  useKey("addParty", { down: () => pick("addParty") });
  useKey("end", { down: end, up: letEndGo });
  useKey("acknowledge", {
    down: onSelected((event) => void act({ type: "acknowledge", eventId: event.id }, event.id)),
  });
  useKey("callBack", { down: onSelected((event) => callBack(event.id)) });
  useKey("outcome", { down: onSelected((event) => outcome(event.id)) });
  useKey("showOnMap", {
    down: onSelected((event) => {
      const site = useConsole.getState().snapshot?.site;
      const spot = site ? spotOf(site, event) : null;
      if (spot) showOnMap(spot.id);
      else sayAt(event.id, { code: "unknownTarget", words: noSpotWords(event) });
    }),
  });
  useKey("silence", { down: () => void act({ type: "silence" }, "strip") });
  useKey("help", { down: () => openHelp(!useView.getState().helpOpen) });
  useKey("back", { down: back });
  useKey("nextPanel", { down: () => movePanel(1) });
  useKey("previousPanel", { down: () => movePanel(-1) });
  return null;
}
