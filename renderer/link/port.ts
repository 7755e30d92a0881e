/** A connection to the host, over a WebSocket (browser shell) or a MessagePort (Electron, handed out by the preload). */

export interface Port {
  send(message: unknown): void;
}

export interface PortListener {
  onOpen(port: Port): void;
  onMessage(message: unknown): void;
  /** The port is gone; another attempt follows by itself. */
  onLost(): void;
}

/** What the preload exposes in Electron, and nothing else. The port arrives by window.postMessage. */
interface ElectronBridge {
  connect(role: "console" | "media"): void;
  /** Something in this window has waited too long: whoever looks elsewhere is to see that. */
  wantAttention(wanted: boolean): void;
}
declare global {
  interface Window {
    priorityConsole?: ElectronBridge;
  }
}

const retryMs = 500;

/** Connects for the page's life; reconnects for ever (browser shell), or when main hands out a new port (Electron). */
export function connectToHost(role: "console" | "media", listener: PortListener): void {
  if (window.priorityConsole) overMessagePort(window.priorityConsole, role, listener);
  else overWebSocket(role, listener);
}

function overWebSocket(role: string, listener: PortListener): void {
  const url = new URL(`./link/${role}`, location.href);
  url.protocol = url.protocol.replace("http", "ws");
  const socket = new WebSocket(url);
  let opened = false;
  socket.addEventListener("open", () => {
    opened = true;
    listener.onOpen({ send: (message) => socket.send(JSON.stringify(message)) });
  });
  socket.addEventListener("message", (message) => listener.onMessage(JSON.parse(String(message.data))));
  socket.addEventListener("close", () => {
    if (opened) listener.onLost();
    setTimeout(() => overWebSocket(role, listener), retryMs);
  });
}

function overMessagePort(bridge: ElectronBridge, role: "console" | "media", listener: PortListener): void {
  let current: MessagePort | undefined;
  window.addEventListener("message", (event) => {
    // Only our own preload posts a port to its own window.
    const port = event.ports[0];
    if (event.source !== window || event.data !== "priority-console:port" || !port) return;
    if (current) listener.onLost();
    current?.close();
    current = port;
    port.onmessage = (message) => listener.onMessage(message.data);
    port.start();
    listener.onOpen({ send: (message) => port.postMessage(message) });
  });
  bridge.connect(role);
}
