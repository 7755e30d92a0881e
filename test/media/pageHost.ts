/** A host for one media page: serves a fresh build of the renderer on loopback, and speaks the media link with it. */
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { type WebSocket, WebSocketServer } from "ws";
import type { SoundPlan } from "../../shared/call/soundPlan.ts";
import type { DeviceChoice, FromMedia, MediaAsk, ToMedia } from "../../shared/link/mediaLink.ts";
import { writeWav } from "../../shared/sound/wav.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const types: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".wav": "audio/wav",
};
/** As strict as the product's: a page that needs more fails here. */
const policy =
  "default-src 'none'; script-src 'self'; connect-src 'self'; media-src 'self' blob:; style-src 'self'; " +
  "worker-src 'self'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types voiceGate";

export const systemDevices: DeviceChoice = { microphone: "", talk: "", ring: [] };

/** Builds the media page alone into a directory of its own; the caller removes it. */
export async function buildMediaPage(): Promise<string> {
  const outDir = await mkdtemp(join(tmpdir(), "media-page-"));
  await build({
    configFile: false,
    root: join(root, "renderer"),
    base: "./",
    publicDir: join(root, "assets/public"),
    logLevel: "error",
    build: {
      outDir,
      emptyOutDir: true,
      target: "chrome150",
      minify: false,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: { media: join(root, "renderer/media.html") } },
    },
  });
  return outDir;
}

export class PageHost {
  /** All that the page has said, in order. */
  readonly said: FromMedia[] = [];
  /** Host beats are sent every 500 ms while true. */
  beating = true;
  epoch = 0;
  private socket: WebSocket | undefined;
  private nextId = 1;
  private wake: (() => void)[] = [];
  private timer: NodeJS.Timeout | undefined;
  private readonly server;
  private readonly sockets = new WebSocketServer({ noServer: true });

  constructor(directory: string) {
    this.server = createServer((request, response) => {
      const path = normalize(new URL(request.url ?? "/", "http://page").pathname);
      readFile(join(directory, path)).then(
        (body) => {
          response.writeHead(200, {
            "content-type": types[extname(path)] ?? "application/octet-stream",
            "content-security-policy": policy,
          });
          response.end(body);
        },
        () => response.writeHead(404).end(),
      );
    });
    this.server.on("upgrade", (request, socket, head) => {
      this.sockets.handleUpgrade(request, socket, head, (opened) => {
        this.socket = opened;
        opened.on("message", (data) => this.hear(JSON.parse(String(data)) as FromMedia));
      });
    });
  }

  /** Resolves with the address of the page. */
  async start(): Promise<string> {
    this.server.listen(0, "127.0.0.1");
    await once(this.server, "listening");
    this.timer = setInterval(() => {
      if (this.beating && this.epoch > 0) this.send({ t: "beat", epoch: this.epoch });
    }, 500);
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/media.html`;
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    for (const client of this.sockets.clients) client.terminate();
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, "close");
  }

  send(message: ToMedia): void {
    this.socket?.send(JSON.stringify(message));
  }

  /** Drops the connection; the page comes back by itself. */
  cut(): void {
    this.socket?.terminate();
  }

  lease(devices: DeviceChoice = systemDevices, holdClips: readonly string[] = []): void {
    this.epoch += 1;
    this.send({ t: "lease", epoch: this.epoch, loopbackIce: true, devices, holdClips });
  }

  plan(plan: SoundPlan): void {
    this.send({ t: "plan", epoch: this.epoch, plan });
  }

  close(callId: string): void {
    this.send({ t: "close", epoch: this.epoch, callId });
  }

  async ask(ask: MediaAsk): Promise<{ sdp: string; failed: string; ms: number }> {
    const id = this.nextId++;
    const from = this.said.length;
    const began = performance.now();
    this.send({ t: "ask", epoch: this.epoch, id, ask });
    const reply = await this.next((said) => (said.t === "told" || said.t === "failed") && said.id === id, from);
    return {
      sdp: reply.t === "told" ? (reply.sdp ?? "") : "",
      failed: reply.t === "failed" ? reply.why : "",
      ms: performance.now() - began,
    };
  }

  /** The first message, from the given place in `said`, that fits; waits for it as long as the test may run. */
  async next<M extends FromMedia>(
    fits: ((said: FromMedia) => said is M) | ((said: FromMedia) => boolean),
    from = this.said.length,
  ): Promise<M> {
    for (let at = from; ; at++) {
      while (at >= this.said.length) await new Promise<void>((heard) => this.wake.push(heard));
      const said = this.said[at];
      if (said && fits(said)) return said as M;
    }
  }

  private hear(message: FromMedia): void {
    this.said.push(message);
    for (const wake of this.wake.splice(0)) wake();
  }
}

/** A WAV of one tone, full seconds, for Chromium's fake capture. */
export function toneWav(hz: number, amplitude: number, seconds = 2, rate = 48_000): Uint8Array {
  const samples = Float32Array.from(
    { length: seconds * rate },
    (_, i) => amplitude * Math.sin((2 * Math.PI * hz * i) / rate),
  );
  return writeWav({ rate, samples });
}

export async function removeDirectory(directory: string): Promise<void> {
  await rm(directory, { recursive: true, force: true });
}
