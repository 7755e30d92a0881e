/**
 * Ctrl+Alt+Space in whatever program has the keys (rules.md, keys). The shell brings a console window to the front and tells
 * its page; what is answered, and whether, the page decides as for its own key.
 */
import { BrowserWindow, type GlobalShortcut } from "electron";
import { answerChannel } from "../start/channels.ts";
import { consoleUrl } from "./pageScheme.ts";

const accelerator = "Control+Alt+Space";

export interface AnswerKey {
  /** Where the key answers, in words. */
  words: string;
  release(): void;
}

/** After ready. */
export function takeAnswerKey(
  globalShortcut: Pick<GlobalShortcut, "register" | "unregister">,
  say: (words: string) => void,
): AnswerKey {
  if (globalShortcut.register(accelerator, pressed))
    return {
      words: "Ctrl+Alt+Space answers from any program",
      release: () => globalShortcut.unregister(accelerator),
    };
  const words =
    "Ctrl+Alt+Space answers in the console's own windows only: another program, or this system, keeps the key";
  say(`${words}.`);
  return { words, release: () => undefined };
}

function pressed(): void {
  const window = consoleToAnswerIn();
  if (!window) return;
  if (window.isMinimized()) window.restore();
  if (!window.isFocused()) {
    window.show();
    window.focus();
  }
  window.webContents.send(answerChannel);
}

/** The one in use, else the whole console, else any window of it. */
function consoleToAnswerIn(): BrowserWindow | undefined {
  const pageOf = (window: BrowserWindow): string => window.webContents.getURL();
  const consoles = BrowserWindow.getAllWindows().filter((window) => pageOf(window).split("?", 1)[0] === consoleUrl);
  return (
    consoles.find((window) => window.isFocused()) ??
    consoles.find((window) => pageOf(window) === consoleUrl) ??
    consoles[0]
  );
}
