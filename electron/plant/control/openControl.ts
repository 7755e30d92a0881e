/** The plant's control: HTTP with JSON on loopback, for the panel, the command line and tests. Not for the console. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Stations } from "../stations/stations.ts";
import { answerControl, type ControlAnswer } from "./answerControl.ts";
import { panelIcon, panelPage } from "./panelPage.ts";
import { panelScript } from "./panelScript.ts";
import { panelStyle } from "./panelStyle.ts";

export interface ControlDoor {
  url: string;
  close(): Promise<void>;
}

const mostBytes = 16 * 1024;

const safetyHeaders = {
  "Content-Security-Policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cache-Control": "no-store",
};

const files: Readonly<Record<string, { type: string; text: string }>> = {
  "/panel": { type: "text/html; charset=utf-8", text: panelPage },
  "/panel/icon.svg": { type: "image/svg+xml", text: panelIcon },
  "/panel/style.css": { type: "text/css; charset=utf-8", text: panelStyle },
  "/panel/script.js": { type: "text/javascript; charset=utf-8", text: panelScript },
};

/** Our own page and programs; not a name that merely points here (DNS rebinding), not another site's page. */
function isOurs(request: IncomingMessage, port: number): boolean {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  const { host, origin } = request.headers;
  if (host === undefined || !hosts.includes(host)) return false;
  return origin === undefined || hosts.some((own) => origin === `http://${own}`);
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > mostBytes) throw new Error(`A request has at most ${mostBytes} bytes.`);
    parts.push(part);
  }
  const text = Buffer.concat(parts).toString("utf8");
  if (text === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new Error("The body is not JSON.");
  }
}

export async function openControl(
  stations: () => Promise<Stations>,
  allAttached: Promise<void>,
  exchange: { shut(isShut: boolean): void },
  port: number,
  trouble: (words: string) => void,
): Promise<ControlDoor> {
  let ownPort = port;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const send = (status: number, type: string, text: string) => {
      response.writeHead(status, { ...safetyHeaders, "Content-Type": type }).end(text);
    };
    const sendJson = ({ status, body }: ControlAnswer) => send(status, "application/json", `${JSON.stringify(body)}\n`);
    if (!isOurs(request, ownPort)) return sendJson({ status: 403, body: { error: "Only from this machine." } });
    const url = new URL(request.url ?? "/", `http://127.0.0.1:${ownPort}`);
    const file = request.method === "GET" ? files[url.pathname] : undefined;
    if (file !== undefined) return send(200, file.type, file.text);
    try {
      const body = request.method === "POST" ? await bodyOf(request) : {};
      sendJson(await answerControl(stations, allAttached, exchange, request.method ?? "GET", url, body));
    } catch (error) {
      sendJson({ status: 400, body: { error: error instanceof Error ? error.message : String(error) } });
    }
  }

  const http = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => trouble(`control: ${String(error)}`));
  });
  await new Promise<void>((resolve, reject) => {
    http.once("error", reject);
    http.listen(port, "127.0.0.1", resolve);
  });
  ownPort = (http.address() as AddressInfo).port;
  return {
    url: `http://127.0.0.1:${ownPort}`,
    async close() {
      http.closeAllConnections();
      await new Promise<void>((resolve) => http.close(() => resolve()));
    },
  };
}
