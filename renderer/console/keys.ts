/**
 * The one table of keys (rules.md) as a pure decision: what a key press means, given where the focus is. Letters are
 * taken by what they print, else by their place on the keyboard, so that other alphabets work too.
 */
export type Act =
  | "answer"
  | "open"
  | "up"
  | "down"
  | "nextPanel"
  | "previousPanel"
  | "hold"
  | "mute"
  | "transfer"
  | "addParty"
  | "keypad"
  | "door"
  | "end"
  | "step"
  | "note"
  | "acknowledge"
  | "callBack"
  | "outcome"
  | "showOnMap"
  | "talk"
  | "message"
  | "pad"
  | "find"
  | "follow"
  | "silence"
  | "supervisor"
  | "help"
  | "back";

export interface Press {
  key: string;
  code: string;
  ctrl: boolean;
  alt: boolean;
  shift: boolean;
  meta: boolean;
  repeat: boolean;
  /** Focus is in a field that takes text: letters, Space and editing keys belong to it. */
  inText: boolean;
  /** Focus is on something that Enter presses. */
  onControl: boolean;
}

/** swallow: nothing is done, and the browser does nothing either (Space, or Enter held, must not press a focused button). */
export type Meaning = { act: Act; digit?: number; withAlt?: boolean } | "swallow" | "leave";

const letters: Readonly<Record<string, Act>> = {
  h: "hold",
  m: "mute",
  t: "transfer",
  c: "addParty",
  k: "keypad",
  e: "door",
  d: "step",
  n: "note",
  a: "acknowledge",
  b: "callBack",
  o: "outcome",
  g: "showOnMap",
  p: "talk",
  l: "message",
  f: "follow",
};
const functionKeys: Readonly<Record<string, Act>> = { F1: "help", F2: "silence", F12: "supervisor", Escape: "back" };

export function meaningOf(press: Press): Meaning {
  const { key, ctrl, alt, shift, meta, repeat, inText } = press;
  if (meta) return "leave";
  if (key === " " || press.code === "Space") return meaningOfSpace(press);
  if (key === "F6") return ctrl || alt || repeat ? "leave" : { act: shift ? "previousPanel" : "nextPanel" };
  // Held or with Ctrl it still is no wish for the browser's own F12, which would cover the console.
  if (key === "F12" && (ctrl || alt || shift || repeat)) return "swallow";
  const always = functionKeys[key];
  if (always) return ctrl || alt || repeat ? "leave" : { act: always };
  if (inText) return "leave";
  // The button that it pressed first may have given the focus to what it guards: an armed door, a message to play.
  if (key === "Enter" && repeat && press.onControl) return "swallow";
  if (key === "End" && ctrl && !alt && !shift) return repeat ? "swallow" : { act: "end" };
  if (ctrl) return "leave";
  const digit = digitOf(press);
  if (digit !== null) return repeat ? "leave" : { act: "pad", digit, withAlt: alt };
  if (alt) return "leave";
  // "/" needs Shift on many keyboards.
  if (key === "/") return repeat ? "leave" : { act: "find" };
  if (shift) return "leave";
  // Moving in a list may repeat; everything else is done once per press.
  if (key === "ArrowUp") return { act: "up" };
  if (key === "ArrowDown") return { act: "down" };
  if (repeat) return "leave";
  if (key === "Enter") return press.onControl ? "leave" : { act: "open" };
  const act = letters[letterOf(press)];
  return act ? { act } : "leave";
}

function meaningOfSpace({ ctrl, alt, shift, repeat, inText }: Press): Meaning {
  if (ctrl && alt) return repeat ? "swallow" : { act: "answer" };
  if (inText) return "leave";
  if (ctrl || alt || shift || repeat) return "swallow";
  return { act: "answer" };
}

function digitOf({ key, code }: Press): number | null {
  const found = /^[1-9]$/.test(key) ? key : /^Digit([1-9])$/.exec(code)?.[1];
  return found === undefined ? null : Number(found);
}

function letterOf({ key, code }: Press): string {
  if (/^[a-z]$/i.test(key)) return key.toLowerCase();
  return /^Key([A-Z])$/.exec(code)?.[1]?.toLowerCase() ?? "";
}

/** Rows of the help that F1 opens; the buttons print the same keys. */
export const keyTable: readonly { keys: string; does: string; on: string }[] = [
  { keys: "Space", does: "answer (Ctrl+Alt+Space while typing)", on: "the event in the strip" },
  { keys: "Enter", does: "open; press the focused button", on: "the selection" },
  { keys: "↑ ↓ · F6", does: "move in the list; next panel", on: "" },
  { keys: "H · M · K", does: "hold or resume, mute, keypad", on: "the live call" },
  { keys: "E, then Enter", does: "open the door; E alone arms it for 5 s", on: "the live call, where it has a door" },
  { keys: "T · C", does: "transfer it to …, add … to it; Enter takes the marked one", on: "the live call" },
  { keys: "Ctrl End", does: "end; held 0.4 s when life safety", on: "the live call" },
  { keys: "D · N", does: "next procedure step, note", on: "the live call's event, else the selected one" },
  { keys: "A · B · O · G", does: "acknowledge, call back, outcome, show on map", on: "the selected card" },
  { keys: "P, held", does: "talk", on: "the chosen zones" },
  { keys: "L", does: "play a message: 1 … 9, or ↑ ↓ and Enter", on: "the chosen zones" },
  { keys: "1 … 9", does: "pads; while a procedure asks, its answers (pads then with Alt)", on: "the procedure" },
  { keys: "/ · F", does: "find or dial; follow alarms on the map", on: "" },
  { keys: "F2", does: "silence the sound 60 s; any new life-safety press ends it", on: "" },
  { keys: "F12", does: "call the supervisor", on: "" },
  { keys: "F1", does: "this help", on: "" },
  { keys: "Esc", does: "back; never ends a call", on: "" },
];
