/**
 * The bridge: a page may ask for its link, and gets a port by window.postMessage; it may ask for attention, and is told of the
 * answer key in the same way. Nothing of Electron is reachable from it.
 */
import { contextBridge, ipcRenderer } from "electron";
import { answerChannel, attentionChannel, connectChannel, portChannel } from "./start/channels.ts";

/** The Node side compiles without the DOM; of the page's window this much is used. */
declare const window: {
  location: { origin: string };
  postMessage(message: string, targetOrigin: string, ports: readonly unknown[]): void;
};

ipcRenderer.on(portChannel, (event) => {
  // A port cannot cross the context bridge; posting it to our own window can (renderer/link/port.ts takes it).
  window.postMessage(portChannel, window.location.origin, event.ports);
});

// renderer/console/globalKey.ts takes it.
ipcRenderer.on(answerChannel, () => window.postMessage(answerChannel, window.location.origin, []));

contextBridge.exposeInMainWorld("priorityConsole", {
  connect: (role: unknown): void => ipcRenderer.send(connectChannel, role === "media" ? "media" : "console"),
  wantAttention: (wanted: unknown): void => ipcRenderer.send(attentionChannel, wanted === true),
});
