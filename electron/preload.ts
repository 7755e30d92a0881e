/** The bridge: a page may ask for its link, and gets a port by window.postMessage. Nothing of Electron is reachable from it. */
import { contextBridge, ipcRenderer } from "electron";
import { connectChannel, portChannel } from "./start/channels.ts";

/** The Node side compiles without the DOM; of the page's window this much is used. */
declare const window: {
  location: { origin: string };
  postMessage(message: string, targetOrigin: string, ports: readonly unknown[]): void;
};

ipcRenderer.on(portChannel, (event) => {
  // A port cannot cross the context bridge; posting it to our own window can (renderer/link/port.ts takes it).
  window.postMessage(portChannel, window.location.origin, event.ports);
});

contextBridge.exposeInMainWorld("priorityConsole", {
  connect: (role: unknown): void => ipcRenderer.send(connectChannel, role === "media" ? "media" : "console"),
});
