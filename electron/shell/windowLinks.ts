/** Links between windows and the host: a window asks through its preload, and gets one end of a fresh message channel. */
import { type IpcMain, type IpcMainEvent, MessageChannelMain, type WebContents } from "electron";
import { connectChannel, portChannel } from "../start/channels.ts";
import type { LinkRole } from "../start/hostMessages.ts";
import type { HostProcess } from "./hostProcess.ts";
import { consoleUrl, isTopFrameOf, mediaUrl } from "./pageScheme.ts";

export interface WindowLinks {
  /** The host is a new one: every window that is linked gets a new port, which its page takes for a reconnection. */
  renew(): void;
}

export function handOutLinks(ipcMain: Pick<IpcMain, "on">, host: Pick<HostProcess, "link">): WindowLinks {
  const linked = new Map<WebContents, LinkRole>();

  ipcMain.on(connectChannel, (event, role: unknown) => {
    if (!mayConnect(event, role)) return;
    const window = event.sender;
    if (!linked.has(window)) window.once("destroyed", () => linked.delete(window));
    linked.set(window, role);
    link(window, role);
  });

  function link(window: WebContents, role: LinkRole): void {
    const { port1, port2 } = new MessageChannelMain();
    window.postMessage(portChannel, null, [port1]);
    host.link(role, port2);
  }

  return {
    renew() {
      for (const [window, role] of linked) if (!window.isDestroyed()) link(window, role);
    },
  };
}

/** Only the top frame of our own page, and each page only in its own part. */
function mayConnect({ senderFrame }: IpcMainEvent, role: unknown): role is LinkRole {
  return (
    (role === "console" && isTopFrameOf(consoleUrl, senderFrame)) ||
    (role === "media" && isTopFrameOf(mediaUrl, senderFrame))
  );
}
