/** Serves the built gallery on the loopback: `/<scene>/` is the real console's page, its link is answered by the scene's host. */
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { WebSocketServer } from "ws";
import { linkOver } from "../../electron/serve/socketLink.ts";
import { loadSite } from "../../electron/site/loadSite.ts";
import { loadScenarios } from "../../electron/site/readScenario.ts";
import { listPageFiles } from "../../electron/start/pageFiles.ts";
import { pageHeaders } from "../../electron/start/pagePolicy.ts";
import type { Site } from "../../shared/site/site.ts";
import { picture } from "./picture.ts";
import { type Scene, sceneTime, type Told } from "./scene.ts";
import { openSceneHost, type SceneHost } from "./sceneHost.ts";

export interface GalleryServer {
  /** Without a slash at its end. */
  url: string;
  /** The scene of the page that was opened last under this name. */
  scene(name: string): Scene;
  close(): Promise<void>;
}

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export async function serveGallery(scenes: Readonly<Record<string, Told>>): Promise<GalleryServer> {
  const demo = at("../../assets/demo");
  const { site: own, pins } = await loadSite(`${demo}/site.yaml`);
  const [first] = own.pbxs;
  if (!first) throw new Error("the demo site has no PBX");
  const scenarios = await loadScenarios(at("../../assets/training"));
  // The demo signs in by one click and has one PBX: most scenes show what a plant of one's own has.
  const site: Site = { ...own, scenarios, demo: false, pbxs: [...own.pbxs, { ...first, id: "B", name: "PBX B" }] };
  const files = listPageFiles(at("../../out/gallery"), demo, { maps: own.maps, holdClip: null, messageFiles: {} });
  const dir = await mkdtemp(join(tmpdir(), "gallery-"));
  const opened = new Map<string, { scene: Scene; host: SceneHost }>();

  async function answer(pathname: string, response: ServerResponse): Promise<void> {
    const [, name = "", ...rest] = pathname.split("/");
    const path = `/${rest.join("/")}`;
    if (name === "camera") {
      if (path === "/off") return void response.destroy();
      return void response.writeHead(200, { "content-type": "image/png" }).end(picture);
    }
    if (name === "") return void response.writeHead(200, { "content-type": "text/html" }).end(listOf(scenes));
    if (path === "/") await open(name);
    if (path === "/view.json") return void response.end(JSON.stringify(opened.get(name)?.scene.view ?? {}));
    const found = await files.read(path === "/" ? "/console.html" : path);
    if (!found) return void response.writeHead(404).end();
    response.writeHead(200, { "content-type": found.type, ...pageHeaders(found.kind, false) }).end(found.body);
  }

  /** A fresh host for each page: what was done at the one before is gone. */
  async function open(name: string): Promise<void> {
    const told = scenes[name];
    if (!told) throw new Error(`no such scene: ${name}; there are ${Object.keys(scenes).join(", ")}`);
    await opened.get(name)?.host.stop();
    const scene = told(site, sceneTime);
    const host = await openSceneHost({
      scene,
      pins,
      dir: await mkdtemp(join(dir, `${name}-`)),
      cameraUrl: (stationId) => `${url}/camera/${stationId.startsWith("sos") ? "off" : "on"}`,
    });
    opened.set(name, { scene, host });
  }

  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://gallery");
    answer(pathname, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  const sockets = new WebSocketServer({ server });
  sockets.on("connection", (socket, request) => {
    const host = opened.get(request.url?.split("/")[1] ?? "")?.host;
    if (host) host.attach(linkOver(socket));
    else socket.close();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    scene(name) {
      const found = opened.get(name);
      if (!found) throw new Error(`no page of the scene ${name} was opened`);
      return found.scene;
    },
    async close() {
      for (const { host } of opened.values()) await host.stop();
      sockets.close();
      server.close();
      server.closeAllConnections();
      await rm(dir, { recursive: true });
    },
  };
}

const listOf = (scenes: Readonly<Record<string, Told>>): string =>
  `<!doctype html><meta charset="utf-8"><title>Gallery</title><ul>${Object.keys(scenes)
    .map((name) => `<li><a href="/${name}/">${name}</a>`)
    .join("")}</ul>`;
