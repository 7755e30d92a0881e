/**
 * Compile-time only: whatever the double offers, the real `electron` offers under the same name. Members that tests look
 * through the double with are named here as such, so that nothing else slips in.
 */
import type * as real from "electron";
import type * as double from "./electron.ts";

/** `true` when D has no key beyond R's and those allowed; otherwise the surplus keys, and the file does not compile. */
type Within<D, R, Allowed extends string = never> =
  Exclude<keyof D, keyof R | Allowed> extends never ? true : Exclude<keyof D, keyof R | Allowed>;

export const app: Within<typeof double.app, typeof real.app, "exitCode" | "first" | "paths" | "switches" | "ready"> =
  true;
export const commandLine: Within<typeof double.app.commandLine, typeof real.app.commandLine> = true;
export const globalShortcut: Within<typeof double.globalShortcut, typeof real.globalShortcut, "keys" | "taken"> = true;
export const dialog: Within<typeof double.dialog, typeof real.dialog> = true;
export const shell: Within<typeof double.shell, typeof real.shell> = true;
export const contents: Within<
  double.WebContents,
  real.WebContents,
  "reloads" | "destroyed" | "posted" | "sent" | "url" | "open" | "mayLeave"
> = true;
export const browserWindow: Within<
  double.BrowserWindow,
  real.BrowserWindow,
  "options" | "loaded" | "shown" | "raised" | "flashing" | "minimized"
> = true;
export const windowStatics: Within<typeof double.BrowserWindow, typeof real.BrowserWindow, "inUse"> = true;
export const ipcMain: Within<typeof double.ipcMain, typeof real.ipcMain> = true;
export const ipcRenderer: Within<typeof double.ipcRenderer, typeof real.ipcRenderer, "frame"> = true;
export const contextBridge: Within<typeof double.contextBridge, typeof real.contextBridge> = true;
export const port: Within<double.MessagePortMain, real.MessagePortMain, "other"> = true;
export const channel: Within<double.MessageChannelMain, real.MessageChannelMain> = true;
export const child: Within<double.ChildProcess, real.UtilityProcess, "entry" | "args" | "received" | "alive" | "die"> =
  true;
export const utilityProcess: Within<typeof double.utilityProcess, typeof real.utilityProcess> = true;
export const session: Within<typeof double.session.defaultSession, real.Session, "request" | "check"> = true;
export const protocol: Within<typeof double.protocol, typeof real.protocol, "schemes" | "handlers"> = true;
