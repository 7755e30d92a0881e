/** The host process of Electron under plain Node: main's side is played over ports that copy as Electron's do. */
import { EventEmitter } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ToHostProcess } from "../../electron/start/hostMessages.ts";
import type { ToConsole } from "../../shared/link/consoleLink.ts";
import type { ToMedia } from "../../shared/link/mediaLink.ts";
import { MessageChannelMain, type MessagePortMain } from "../doubles/electron.ts";
import { eventually } from "./eventually.ts";

const dataDir = mkdtempSync(path.join(os.tmpdir(), "host-main-"));
const fromHost: { t: string }[] = [];
const parentPort = Object.assign(new EventEmitter(), {
  postMessage: (message: { t: string }) => void fromHost.push(structuredClone(message)),
});
const tell = (message: ToHostProcess, ports: MessagePortMain[] = []) =>
  parentPort.emit("message", { data: structuredClone(message), ports });

/** A window's end of a link, and what it heard. */
function link<T>(role: "console" | "media") {
  const { port1, port2 } = new MessageChannelMain();
  const heard: T[] = [];
  port1.on("message", ({ data }) => heard.push(data));
  port1.start();
  tell({ t: "link", role }, [port2]);
  return { port: port1, heard };
}

beforeAll(async () => {
  Object.assign(process, { parentPort });
  await import("../../electron/hostMain.ts");
});
afterAll(() => {
  Reflect.deleteProperty(process, "parentPort");
  rmSync(dataDir, { recursive: true, force: true });
});

test("a window that asks before the journal is open gets its snapshot, and its commands are answered", async () => {
  const early = link<ToConsole>("console");
  tell({
    t: "start",
    settings: {
      siteFile: path.join(import.meta.dirname, "../../assets/demo/site.yaml"),
      dataDir,
      position: "3",
      embedMedia: false,
      about: { shell: "Electron", plant: "embedded", journal: dataDir, version: "0" },
      // Nothing listens there: the host says so and goes on.
      plant: { sip: "ws://127.0.0.1:9/sip", control: "http://127.0.0.1:9", panel: "http://127.0.0.1:9/panel" },
    },
  });
  await eventually(() => expect(early.heard[0]?.t).toBe("snapshot"));
  expect(early.heard[0]).toMatchObject({ snapshot: { position: "3", embedMedia: false, site: { demo: true } } });
  early.port.postMessage({ t: "signIn", id: 1, operatorId: "nobody", pin: null });
  await eventually(() => expect(early.heard.find((one) => one.t === "refused")).toMatchObject({ id: 1 }));
});

test("the media page gets the lease over its port", async () => {
  const media = link<ToMedia>("media");
  media.port.postMessage({ t: "hello", has: [] });
  await eventually(() => expect(media.heard[0]).toMatchObject({ t: "lease", loopbackIce: true }));
});

test("the stop is answered once the journal is closed", async () => {
  tell({ t: "stop" });
  await eventually(() => expect(fromHost).toEqual([{ t: "stopped" }]));
});
