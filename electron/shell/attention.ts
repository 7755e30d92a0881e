/**
 * A window in which something has waited too long is flashed, and shown before other programs. Never with the keys: whoever
 * types elsewhere goes on typing there.
 */
import { BrowserWindow, type IpcMain } from "electron";
import { attentionChannel } from "../start/channels.ts";
import { consoleUrl, isTopFrameOf } from "./pageScheme.ts";

export function heedAttention(ipcMain: Pick<IpcMain, "on">): void {
  ipcMain.on(attentionChannel, ({ sender, senderFrame }, wanted: unknown) => {
    if (!isTopFrameOf(consoleUrl, senderFrame)) return;
    const window = BrowserWindow.fromWebContents(sender);
    if (!window) return;
    const focused = BrowserWindow.getFocusedWindow();
    window.flashFrame(wanted === true && window !== focused);
    // With one of ours in use nobody looks elsewhere, and what lies over what is the operator's own choice.
    if (wanted !== true || focused !== null) return;
    window.showInactive();
    window.moveTop();
  });
}
