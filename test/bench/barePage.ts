/** A bare SIP.js page at its own raw PBX: the same frames, from socket to paint. */
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { build, preview } from "vite";
import { paintedAt, watchPaints } from "./paint.ts";
import { openChromium, prepare, rest, startRawPbx } from "./rig.ts";

export interface BarePage {
  /** ms from sending to painted card, one call after another. */
  presses(count: number): Promise<number[]>;
  /** ms from sending `count` at once until the painted count says so. */
  flood(count: number): Promise<number>;
  stop(): Promise<void>;
}

export async function startBarePage(): Promise<BarePage> {
  const outDir = mkdtempSync(path.join(os.tmpdir(), "priority-console-bare-"));
  const root = path.join(import.meta.dirname, "bare");
  const quiet = { root, configFile: false as const, logLevel: "error" as const };
  await build({ ...quiet, build: { outDir, emptyOutDir: true, target: "chrome150" } });
  const server = await preview({ ...quiet, build: { outDir }, preview: { port: 0, host: "127.0.0.1" } });
  const address = server.httpServer.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const pbx = await startRawPbx();
  const { browser, context } = await openChromium();
  const page = await context.newPage();
  await watchPaints(page, ".card, #count", "data-event-id");
  const registered = pbx.heard("registered");
  await page.goto(`http://127.0.0.1:${port}/?server=${encodeURIComponent(`ws://127.0.0.1:${pbx.port}/sip`)}`);
  await registered;
  return {
    async presses(count) {
      await prepare(pbx, count);
      const times: number[] = [];
      for (let i = 0; i < count; i++) {
        const sent = pbx.heard<{ time: number; callId: string }>("sent");
        pbx.tell({ do: "send", from: i, to: i + 1 });
        const { time, callId } = await sent;
        times.push((await paintedAt(page, callId)) - time);
        const ended = pbx.heard("ended");
        pbx.tell({ do: "cancel", index: i });
        await ended;
        await rest();
      }
      return times;
    },
    async flood(count) {
      await prepare(pbx, count);
      const before = Number(await page.getByTestId("waiting-count").getAttribute("data-count"));
      const sent = pbx.heard<{ time: number }>("sent");
      pbx.tell({ do: "send", from: 0, to: count });
      const painted = countPaintedAt(page, before + count);
      return (await painted) - (await sent).time;
    },
    async stop() {
      await browser.close();
      await new Promise((resolve) => server.httpServer.close(resolve));
      pbx.tell({ do: "stop" });
      rmSync(outDir, { recursive: true, force: true });
    },
  };
}

/** Wall time of the frame in which the waiting count is (at least) `count`. */
export const countPaintedAt = (page: import("@playwright/test").Page, count: number): Promise<number> =>
  page.evaluate(
    (wanted) =>
      new Promise<number>((resolve) => {
        const look = () => {
          const shown = document.querySelector("[data-testid=waiting-count]")?.getAttribute("data-count");
          if (Number(shown) < wanted) return void requestAnimationFrame(look);
          const channel = new MessageChannel();
          channel.port1.onmessage = () => resolve(performance.timeOrigin + performance.now());
          channel.port2.postMessage(0);
        };
        requestAnimationFrame(look);
      }),
    count,
  );
