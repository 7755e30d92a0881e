/** What the Electron shell does for an event that waits: draws the eye to its windows, and takes the answer key in any program. In the double. */
import { afterEach, describe, expect, test, vi } from "vitest";
import { takeAnswerKey } from "../../electron/shell/answerKey.ts";
import { heedAttention } from "../../electron/shell/attention.ts";
import { consoleUrl, mediaUrl } from "../../electron/shell/pageScheme.ts";
import { BrowserWindow, globalShortcut, ipcMain, ipcRenderer } from "../doubles/electron.ts";

heedAttention(ipcMain as never);

async function open(url: string): Promise<BrowserWindow> {
  const window = new BrowserWindow({});
  await window.loadURL(url);
  return window;
}
/** As the preload of that window does. */
function wantAttention(
  window: BrowserWindow,
  wanted: unknown,
  url = window.webContents.url,
  parent: object | null = null,
) {
  ipcRenderer.frame = { sender: window.webContents, senderFrame: { url, parent } };
  ipcRenderer.send("priority-console:attention", wanted);
}

afterEach(() => {
  for (const window of BrowserWindow.getAllWindows()) window.destroy();
  BrowserWindow.inUse = null;
  globalShortcut.keys.clear();
  globalShortcut.taken = false;
});

describe("a window that wants attention", () => {
  test("is flashed and shown before other programs, without taking their keys; and is left alone when it is over", async () => {
    const window = await open(consoleUrl);
    window.minimized = true;
    wantAttention(window, true);
    expect([window.flashing, window.raised, window.minimized]).toEqual([true, 1, false]);
    expect(BrowserWindow.getFocusedWindow()).toBeNull();
    wantAttention(window, false);
    expect([window.flashing, window.raised]).toEqual([false, 1]);
  });

  test("moves nothing while another of our windows is in use, and does not flash that one", async () => {
    const [window, used] = [await open(consoleUrl), await open(`${consoleUrl}?panel=map`)];
    used.focus();
    for (const one of [window, used]) wantAttention(one, true);
    expect([window.flashing, window.raised, used.flashing, used.raised]).toEqual([true, 0, false, 0]);
  });

  test("is heard from the top frame of our own page alone", async () => {
    const [window, media] = [await open(consoleUrl), await open(mediaUrl)];
    wantAttention(window, true, "https://example.invalid/console.html");
    wantAttention(window, true, consoleUrl, {});
    wantAttention(media, true);
    wantAttention(window, "yes");
    expect([window.flashing, media.flashing]).toEqual([false, false]);
  });
});

describe("Ctrl+Alt+Space in another program", () => {
  const press = (): void => {
    const key = globalShortcut.keys.get("Control+Alt+Space");
    if (!key) throw new Error("the key is not registered");
    key();
  };
  const answered = (window: BrowserWindow): number => window.webContents.sent.length;

  test("brings the whole console to the front and tells its page, and neither the sound page nor another window", async () => {
    takeAnswerKey(globalShortcut, () => undefined);
    const [media, panel, main] = [await open(mediaUrl), await open(`${consoleUrl}?panel=map`), await open(consoleUrl)];
    main.minimized = true;
    press();
    expect(main.webContents.sent).toEqual(["priority-console:answer"]);
    expect([main.minimized, main.shown, main.isFocused()]).toEqual([false, 1, true]);
    expect([answered(media), answered(panel)]).toEqual([0, 0]);
  });

  test("tells the window that is in use, and leaves the others where they are", async () => {
    takeAnswerKey(globalShortcut, () => undefined);
    const [main, panel] = [await open(consoleUrl), await open(`${consoleUrl}?panel=queue`)];
    panel.focus();
    press();
    expect([answered(panel), panel.shown, answered(main), main.shown]).toEqual([1, 0, 0, 0]);
  });

  test("tells a panel when the whole console is closed, and does nothing when no window is there", async () => {
    takeAnswerKey(globalShortcut, () => undefined);
    await open(mediaUrl);
    press();
    const panel = await open(`${consoleUrl}?panel=queue`);
    press();
    expect(answered(panel)).toBe(1);
  });

  test("is given back at the end", () => {
    const key = takeAnswerKey(globalShortcut, () => undefined);
    expect(key.words).toBe("Ctrl+Alt+Space answers from any program");
    key.release();
    expect(globalShortcut.keys.size).toBe(0);
  });

  test("that another program keeps is said in words, in the log and in what the console tells about itself", () => {
    globalShortcut.taken = true;
    const say = vi.fn();
    const key = takeAnswerKey(globalShortcut, say);
    expect(key.words).toContain("in the console's own windows only: another program, or this system, keeps the key");
    expect(say).toHaveBeenCalledWith(`${key.words}.`);
    key.release();
  });
});
