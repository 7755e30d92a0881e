/**
 * An in-memory double of the parts of `electron` that main.ts, preload.ts and shell/ use. Messages cross between
 * "processes" by structuredClone, as Electron's do, and exposeInMainWorld refuses what contextBridge would refuse. Members
 * that nobody uses are absent, so a new use fails loudly. electron.contract.ts holds it against the real types.
 */
import { EventEmitter } from "node:events";
import { PassThrough } from "node:stream";

// What tests look at.
export const windows: BrowserWindow[] = [];
export const processes: ChildProcess[] = [];
export const exposed: Record<string, unknown> = {};
export const openedOutside: string[] = [];
export const errorBoxes: { title: string; content: string }[] = [];

const copy = <T>(value: T): T => structuredClone(value);

class Signal {
  defaultPrevented = false;
  preventDefault(): void {
    this.defaultPrevented = true;
  }
}

class App extends EventEmitter {
  isPackaged = false;
  exitCode: number | undefined;
  /** False: another instance holds the lock. */
  first = true;
  readonly paths: Record<string, string> = {};
  readonly switches: Record<string, string> = {};
  readonly commandLine = {
    appendSwitch: (name: string, value = ""): void => {
      this.switches[name] = value;
    },
  };
  ready: Promise<void> = Promise.resolve();
  whenReady(): Promise<void> {
    return this.ready;
  }
  setPath(name: string, at: string): void {
    this.paths[name] = at;
  }
  requestSingleInstanceLock(): boolean {
    return this.first;
  }
  quit(): void {
    const signal = new Signal();
    this.emit("before-quit", signal);
    if (!signal.defaultPrevented) this.exit(0);
  }
  exit(code = 0): void {
    this.exitCode = code;
  }
}
export const app = new App();

class GlobalShortcut {
  /** What is registered, and what each does. */
  readonly keys = new Map<string, () => void>();
  /** Another program keeps every key. */
  taken = false;
  register(accelerator: string, callback: () => void): boolean {
    if (!this.taken) this.keys.set(accelerator, callback);
    return !this.taken;
  }
  unregister(accelerator: string): void {
    this.keys.delete(accelerator);
  }
}
export const globalShortcut = new GlobalShortcut();

export const dialog = {
  showErrorBox(title: string, content: string): void {
    errorBoxes.push({ title, content });
  },
};

export const shell = {
  async openExternal(url: string): Promise<void> {
    openedOutside.push(url);
  },
};

type OpenAnswer = { action: "deny" } | { action: "allow"; overrideBrowserWindowOptions?: WindowOptions };

export class WebContents extends EventEmitter {
  reloads = 0;
  destroyed = false;
  /** Ports that main posted, in order. */
  readonly posted: { channel: string; ports: readonly MessagePortMain[] }[] = [];
  private openHandler: (details: { url: string }) => OpenAnswer = () => ({ action: "allow" });
  setWindowOpenHandler(handler: (details: { url: string }) => OpenAnswer): void {
    this.openHandler = handler;
  }
  /** As a page's window.open: what the handler says. */
  open(url: string): OpenAnswer {
    return this.openHandler({ url });
  }
  /** As a page that wants to leave: true when it may. */
  mayLeave(by: string): boolean {
    const signal = new Signal();
    this.emit(by, signal);
    return !signal.defaultPrevented;
  }
  postMessage(channel: string, message: unknown, ports: MessagePortMain[] = []): void {
    this.posted.push({ channel, ports });
    ipcRenderer.emit(channel, { ports }, copy(message));
  }
  /** Channels of messages that main sent. */
  readonly sent: string[] = [];
  url = "";
  getURL(): string {
    return this.url;
  }
  send(channel: string): void {
    this.sent.push(channel);
    ipcRenderer.emit(channel, { ports: [] });
  }
  reload(): void {
    this.reloads += 1;
  }
  forcefullyCrashRenderer(): void {
    this.emit("render-process-gone", {}, { reason: "killed" });
  }
  isDestroyed(): boolean {
    return this.destroyed;
  }
}

interface WindowOptions {
  show?: boolean;
  title?: string;
  webPreferences?: Record<string, unknown>;
  [other: string]: unknown;
}

export class BrowserWindow extends EventEmitter {
  static getAllWindows = (): BrowserWindow[] => windows.filter((window) => !window.destroyed);
  static getFocusedWindow = (): BrowserWindow | null =>
    BrowserWindow.getAllWindows().find((one) => one.isFocused()) ?? null;
  static fromWebContents = (contents: WebContents): BrowserWindow | null =>
    BrowserWindow.getAllWindows().find((one) => one.webContents === contents) ?? null;
  /** The window that has the keys; null: one of another program. */
  static inUse: BrowserWindow | null = null;
  readonly webContents = new WebContents();
  readonly options: WindowOptions;
  loaded: string | undefined;
  shown = 0;
  /** Brought before other windows, without the keys. */
  raised = 0;
  flashing = false;
  minimized = false;
  private destroyed = false;
  constructor(options: WindowOptions) {
    super();
    this.options = options;
    windows.push(this);
    app.emit("web-contents-created", {}, this.webContents);
    app.emit("browser-window-created", {}, this);
  }
  async loadURL(url: string): Promise<void> {
    this.loaded = url;
    this.webContents.url = url;
  }
  show(): void {
    this.shown += 1;
  }
  focus(): void {
    BrowserWindow.inUse = this;
  }
  isFocused(): boolean {
    return BrowserWindow.inUse === this;
  }
  isMinimized(): boolean {
    return this.minimized;
  }
  restore(): void {
    this.minimized = false;
  }
  showInactive(): void {
    this.minimized = false;
  }
  moveTop(): void {
    this.raised += 1;
  }
  flashFrame(on: boolean): void {
    this.flashing = on;
  }
  isDestroyed(): boolean {
    return this.destroyed;
  }
  destroy(): void {
    if (this.destroyed) return;
    this.destroyed = true;
    this.webContents.destroyed = true;
    this.webContents.emit("destroyed");
    this.emit("closed");
  }
}

export const ipcMain = new EventEmitter();

class IpcRenderer extends EventEmitter {
  /** Which frame the preload runs in; a test may impersonate another. */
  frame: { sender: WebContents; senderFrame: { url: string; parent: object | null } | null } | undefined;
  send(channel: string, ...args: unknown[]): void {
    if (!this.frame) throw new Error("The double does not know which window sends: set ipcRenderer.frame.");
    ipcMain.emit(channel, this.frame, ...copy(args));
  }
}
export const ipcRenderer = new IpcRenderer();

/** Values crossing the bridge are copied; functions are proxied with copied arguments and results. */
function bridged(value: unknown): unknown {
  if (typeof value === "function") {
    return (...args: unknown[]) => {
      const result: unknown = value(...args.map(bridged));
      return result instanceof Promise ? result.then(bridged) : bridged(result);
    };
  }
  if (Array.isArray(value)) return value.map(bridged);
  if (value !== null && typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype)
    return Object.freeze(Object.fromEntries(Object.entries(value).map(([key, item]) => [key, bridged(item)])));
  return copy(value);
}
export const contextBridge = {
  exposeInMainWorld(key: string, api: unknown): void {
    if (key in exposed) throw new Error(`Cannot bind an API on top of an existing property: ${key}`);
    exposed[key] = bridged(api);
  },
};

export class MessagePortMain extends EventEmitter {
  other: MessagePortMain | undefined;
  private started = false;
  private readonly waiting: unknown[] = [];
  postMessage(message: unknown): void {
    this.other?.take(copy(message));
  }
  start(): void {
    this.started = true;
    for (const data of this.waiting.splice(0)) this.emit("message", { data, ports: [] });
  }
  close(): void {
    this.emit("close");
    this.other?.emit("close");
  }
  private take(data: unknown): void {
    if (this.started) this.emit("message", { data, ports: [] });
    else this.waiting.push(data);
  }
}
export class MessageChannelMain {
  readonly port1 = new MessagePortMain();
  readonly port2 = new MessagePortMain();
  constructor() {
    this.port1.other = this.port2;
    this.port2.other = this.port1;
  }
}

export class ChildProcess extends EventEmitter {
  readonly entry: string;
  readonly args: readonly string[];
  readonly stdout: PassThrough | null;
  readonly stderr: PassThrough | null;
  readonly received: { message: unknown; ports: readonly MessagePortMain[] }[] = [];
  alive = true;
  constructor(entry: string, args: readonly string[], piped: boolean) {
    super();
    this.entry = entry;
    this.args = args;
    this.stdout = piped ? new PassThrough() : null;
    this.stderr = piped ? new PassThrough() : null;
  }
  postMessage(message: unknown, ports: MessagePortMain[] = []): void {
    this.received.push({ message: copy(message), ports });
  }
  kill(): boolean {
    return this.die(0);
  }
  /** What a crash looks like to main. */
  die(code: number): boolean {
    if (!this.alive) return false;
    this.alive = false;
    this.emit("exit", code);
    return true;
  }
}
export const utilityProcess = {
  fork(entry: string, args: readonly string[] = [], options: { stdio?: string } = {}): ChildProcess {
    const child = new ChildProcess(entry, args, options.stdio === "pipe");
    processes.push(child);
    return child;
  },
};

type RequestHandler = (
  contents: unknown,
  permission: string,
  callback: (allowed: boolean) => void,
  details: Record<string, unknown>,
) => void;
type CheckHandler = (
  contents: unknown,
  permission: string,
  origin: string,
  details: Record<string, unknown>,
) => boolean;
class Session {
  request: RequestHandler | undefined;
  check: CheckHandler | undefined;
  setPermissionRequestHandler(handler: RequestHandler): void {
    this.request = handler;
  }
  setPermissionCheckHandler(handler: CheckHandler): void {
    this.check = handler;
  }
}
export const session = { defaultSession: new Session() };

class Protocol {
  schemes: readonly { scheme: string; privileges?: Record<string, boolean> }[] = [];
  readonly handlers = new Map<string, (request: Request) => Response | Promise<Response>>();
  registerSchemesAsPrivileged(schemes: Protocol["schemes"]): void {
    this.schemes = schemes;
  }
  handle(scheme: string, handler: (request: Request) => Response | Promise<Response>): void {
    this.handlers.set(scheme, handler);
  }
}
export const protocol = new Protocol();
