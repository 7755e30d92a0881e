/**
 * Listens for keys in this window and hands each to the panel that does it. `useKey("talk", { down, up })` registers; the
 * newest registration for an act wins, one of the focused panel before any other, and before those what must be first.
 */
import { useEffect, useRef } from "react";
import { listenForGlobalKey } from "./globalKey.ts";
import { type Act, meaningOf, type Press } from "./keys.ts";
import { noteActivity, type PanelName } from "./view.ts";

export interface KeyPress {
  /** 1…9 for pads, else 0. */
  digit: number;
  withAlt: boolean;
}
export interface KeyHandler {
  down(press: KeyPress): void;
  /** At release, and when the window loses the focus: what is held must not stay so unseen. */
  up?(): void;
  /** Only while the focus is in this panel; others step back then. For ↑ ↓ and Enter. */
  panel?: PanelName;
  /** Before all others, also later ones: for what is armed. */
  first?: true;
}

const handlers = new Map<Act, KeyHandler[]>();
/** What is held, by the code of its key. */
const held = new Map<string, KeyHandler>();

export function onKey(act: Act, handler: KeyHandler): () => void {
  handlers.set(act, [...(handlers.get(act) ?? []), handler]);
  return () =>
    handlers.set(
      act,
      (handlers.get(act) ?? []).filter((one) => one !== handler),
    );
}

/** Registers for the component's life; the handler may change with every render. */
export function useKey(act: Act, handler: KeyHandler): void {
  const latest = useRef(handler);
  useEffect(() => {
    latest.current = handler;
  });
  const { panel, first } = handler;
  useEffect(
    () =>
      onKey(act, {
        down: (press) => latest.current.down(press),
        up: () => latest.current.up?.(),
        ...(panel && { panel }),
        ...(first && { first }),
      }),
    [act, panel, first],
  );
}

const textTypes = /^(text|search|tel|password|email|number|url|date|time|datetime-local|month|week)$/;

/** A field that takes text, or a native list, which takes letters. */
export function takesText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return textTypes.test(target.type) && !target.disabled;
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable;
}

const controls = "button, a[href], summary, [role=tab], [role=button], [role=option], [role=menuitem]";
const onControl = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest(controls) !== null;

export const panelAtFocus = (): string | null =>
  document.activeElement?.closest<HTMLElement>("[data-panel]")?.dataset["panel"] ?? null;

function handlerOf(act: Act): KeyHandler | undefined {
  const all = handlers.get(act) ?? [];
  // With the focus nowhere, ↑ ↓ and Enter belong to the queue.
  const panel = panelAtFocus() ?? "queue";
  const first = all.findLast((one) => one.first);
  if (first) return first;
  return all.findLast((one) => one.panel === panel) ?? all.findLast((one) => one.panel === undefined);
}

function pressOf(event: KeyboardEvent): Press {
  return {
    key: event.key,
    code: event.code,
    ctrl: event.ctrlKey,
    alt: event.altKey,
    shift: event.shiftKey,
    meta: event.metaKey,
    repeat: event.repeat,
    inText: takesText(event.target),
    onControl: onControl(event.target),
  };
}

function onKeyDown(event: KeyboardEvent): void {
  noteActivity();
  const meaning = meaningOf(pressOf(event));
  if (meaning === "leave" || (event.isComposing && meaning !== "swallow")) return;
  if (meaning !== "swallow") {
    const handler = handlerOf(meaning.act);
    // Esc stays with open pop-overs, arrows with the widget that has the focus, unless a panel asked for them.
    if (!handler) {
      if (event.code !== "Space") return;
    } else {
      held.set(event.code, handler);
      handler.down({ digit: meaning.digit ?? 0, withAlt: meaning.withAlt ?? false });
    }
    if (meaning.act === "back") return;
  }
  event.preventDefault();
}

/** The answer key, pressed in another program: by the same handler, and as much a touch as any key. */
function answerFromElsewhere(): void {
  noteActivity();
  handlerOf("answer")?.down({ digit: 0, withAlt: false });
}

/** A browser also tells of a pointer that lies still, when what is under it has changed: that is nobody's hand. */
function notePointer({ movementX, movementY }: PointerEvent): void {
  if (movementX !== 0 || movementY !== 0) noteActivity();
}

function onKeyUp(event: KeyboardEvent): void {
  // Chromium presses a focused button when Space is released.
  if (event.code === "Space" && !takesText(event.target)) event.preventDefault();
  release(event.code);
  // Ctrl let go before End ends the holding just as well.
  if (event.key === "Control") release("End");
}

function release(code: string): void {
  const handler = held.get(code);
  held.delete(code);
  handler?.up?.();
}

const releaseAll = (): void => {
  for (const code of [...held.keys()]) release(code);
};

/** Starts listening; returns the stop. */
export function listenForKeys(): () => void {
  window.addEventListener("keydown", onKeyDown, true);
  window.addEventListener("keyup", onKeyUp, true);
  window.addEventListener("blur", releaseAll);
  window.addEventListener("pointermove", notePointer, { passive: true });
  window.addEventListener("pointerdown", noteActivity, { passive: true });
  const stopGlobalKey = listenForGlobalKey(answerFromElsewhere);
  return () => {
    stopGlobalKey();
    window.removeEventListener("keydown", onKeyDown, true);
    window.removeEventListener("keyup", onKeyUp, true);
    window.removeEventListener("blur", releaseAll);
    window.removeEventListener("pointermove", notePointer);
    window.removeEventListener("pointerdown", noteActivity);
    releaseAll();
  };
}
