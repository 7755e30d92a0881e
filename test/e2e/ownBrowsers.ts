/**
 * The built browser shell with the browsers that it opens itself, as at a desk: both headless here, with a microphone that
 * hears a pulsing tone. (A steady one would be taken for noise, and taken out: this sound page is not `raw`.)
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type Browser, chromium, type Page } from "@playwright/test";
import type { Running } from "../../electron/start/dataLock.ts";
import { writeWav } from "../../shared/sound/wav.ts";
import { temporaryDir } from "./browserShell.ts";
import { chromiumArgs, microphoneHz } from "./chromiumArgs.ts";
import { type Plant, plantAt } from "./plantControl.ts";

export interface OwnBrowsers {
  origin: string;
  plant: Plant;
  console: Page;
  /** The sound page that is there now. */
  sound(): Promise<Page>;
  output(): string;
  stop(): Promise<void>;
}

const repository = path.join(import.meta.dirname, "../..");
const rate = 48_000;
const startWithinMs = 30_000;

export async function startWithOwnBrowsers(): Promise<OwnBrowsers> {
  const dir = temporaryDir();
  const data = path.join(dir, "data");
  const child = spawn(
    path.join(repository, "node_modules/.bin/node"),
    [path.join(repository, "out/main/serve.js"), "--data", data],
    {
      stdio: ["ignore", "pipe", "pipe"],
      // No screen is needed, but the shell asks for one.
      env: { ...process.env, PATH: `${chromiumIn(dir)}:${process.env["PATH"]}`, DISPLAY: ":headless" },
    },
  );
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (bytes: Buffer) => (said += bytes.toString()));
  const browsers: Browser[] = [];

  async function found<T>(what: string, look: () => Promise<T | null>): Promise<T> {
    const last = performance.now() + startWithinMs;
    while (performance.now() < last) {
      const is = await look();
      if (is !== null) return is;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`No ${what} within ${startWithinMs / 1000} s. The shell said:\n${said}`);
  }

  const pageOf = (profile: string, name: string): Promise<Page> =>
    found(name, async () => {
      const portFile = path.join(data, "browser", profile, "DevToolsActivePort");
      const port = existsSync(portFile) ? readFileSync(portFile, "utf8").split("\n")[0] : undefined;
      const browser = port ? await chromium.connectOverCDP(`http://127.0.0.1:${port}`).catch(() => null) : null;
      const page = browser
        ?.contexts()[0]
        ?.pages()
        .find((one) => one.url().endsWith(name));
      if (browser && page) browsers.push(browser);
      else await browser?.close();
      return page ?? null;
    });

  const announced = (): Promise<Required<Running>> =>
    found("announcement", async () => {
      const file = path.join(data, "running.json");
      const running = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Running) : null;
      return running?.plant && running.address ? { ...running, plant: running.plant, address: running.address } : null;
    });

  async function stop(): Promise<void> {
    for (const browser of browsers) await browser.close();
    if (child.exitCode === null) {
      child.kill("SIGTERM");
      await once(child, "exit");
    }
    rmSync(dir, { recursive: true, force: true });
  }

  try {
    const { address, plant } = await announced();
    const console = await pageOf("console", "console.html");
    const sound = () => pageOf("sound", "media.html");
    return { origin: address, plant: plantAt(plant), console, sound, output: () => said, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A folder whose "chromium" is the installed one, headless, with the microphone of these tests and a door for them. */
function chromiumIn(dir: string): string {
  const folder = path.join(dir, "bin");
  mkdirSync(folder);
  const tone = path.join(folder, "pulse.wav");
  const samples = Float32Array.from({ length: rate }, (_, n) =>
    n % (rate / 4) < rate / 8 ? 0.4 * Math.sin((2 * Math.PI * microphoneHz * n) / rate) : 0,
  );
  writeFileSync(tone, writeWav({ rate, samples }));
  const args = chromiumArgs().filter((one) => !one.includes("fake-audio-capture"));
  const all = ["--headless=new", "--remote-debugging-port=0", `--use-file-for-fake-audio-capture=${tone}`, ...args];
  const program = path.join(folder, "chromium");
  const installed = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
  writeFileSync(program, `#!/bin/sh\nexec ${installed} ${all.map((one) => `'${one}'`).join(" ")} "$@"\n`);
  chmodSync(program, 0o755);
  return folder;
}
