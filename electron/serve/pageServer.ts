/** HTTP and WebSocket of the browser shell, on 127.0.0.1 alone: pages by allow-list behind a session, and the two links. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import type { Link } from "../host/ports.ts";
import type { PageFiles } from "../start/pageFiles.ts";
import { pageHeaders } from "../start/pagePolicy.ts";
import { type Refused, refuseRequest, refuseUpgrade } from "./requestRules.ts";
import { createSessions, type Page } from "./sessions.ts";
import { linkOver } from "./socketLink.ts";

export interface PageServer {
  /** "http://127.0.0.1:PORT" */
  origin: string;
  /** A one-time address of a page. */
  mintAddress(page: Page): string;
  close(): Promise<void>;
}

export interface PageServerOptions {
  files: PageFiles;
  /** 0: a free port. */
  port: number;
  embedMedia: boolean;
  onLink(page: Page, link: Link): void;
  /** Somebody came without a session, or with a used address: a new one may be due. */
  onStranger(): void;
}

/** Largest message of a page: SDP and commands are far below. */
const maxMessageBytes = 256 * 1024;
const openPath = "/open/";
const linkPaths: Readonly<Record<string, Page>> = { "/link/console": "console", "/link/media": "media" };

/** Resolves when it listens; rejects when the port is taken. */
export async function startPageServer(options: PageServerOptions): Promise<PageServer> {
  let port = 0;
  const sessions = createSessions(() => port);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes, perMessageDeflate: false });

  const http = createServer({ requestTimeout: 10_000, headersTimeout: 5_000 }, (request, response) => {
    answer(request, response).catch((error: unknown) => {
      console.error(`${request.method} of a page failed:`, error);
      if (!response.headersSent)
        say(response, { status: 500, words: "Internal error; the shell's output says which." });
      else response.destroy();
    });
  });
  http.on("upgrade", (request, socket, head) => {
    const refused = refuseUpgrade(request, port);
    const page = linkPaths[pathOf(request)];
    if (refused) return refuseSocket(socket, refused);
    if (!sessions.holds(request.headers.cookie)) return refuseSocket(socket, { status: 401, words: "No session." });
    if (!page) return refuseSocket(socket, { status: 404, words: "No such link." });
    sockets.handleUpgrade(request, socket, head, (opened) => options.onLink(page, linkOver(opened)));
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refused = refuseRequest(request, port);
    if (refused) return say(response, refused);
    const pathname = pathOf(request);
    if (pathname.startsWith(openPath)) return swapToken(pathname.slice(openPath.length), response);
    if (!sessions.holds(request.headers.cookie)) {
      if (request.headers["sec-fetch-dest"] === "document") options.onStranger();
      return say(response, {
        status: 401,
        words: "This console opens with the one-time address that its start prints.",
      });
    }
    if (pathname === "/") return redirect(response, "/console.html");
    const file = await options.files.read(pathname);
    if (!file) return say(response, { status: 404, words: "There is no such file." });
    response.writeHead(200, {
      ...pageHeaders(file.kind, options.embedMedia),
      "Content-Type": file.type,
      "Content-Length": file.body.byteLength,
      "Cache-Control": file.immutable ? "private, max-age=31536000, immutable" : "no-store",
    });
    response.end(request.method === "HEAD" ? undefined : file.body);
  }

  function swapToken(token: string, response: ServerResponse): void {
    const swapped = sessions.swap(token);
    if (swapped) return redirect(response, `/${swapped.page}.html`, swapped.cookie);
    options.onStranger();
    say(response, {
      status: 401,
      words: "This one-time address was used, or was never valid. The start prints a new one.",
    });
  }

  await new Promise<void>((resolve, reject) => {
    http.once("error", reject);
    http.listen(options.port, "127.0.0.1", resolve);
  });
  const address = http.address();
  if (address === null || typeof address === "string") throw new Error("The page server has no port.");
  port = address.port;
  const origin = `http://127.0.0.1:${port}`;
  return {
    origin,
    mintAddress: (page) => origin + openPath + sessions.mint(page),
    async close() {
      for (const client of sockets.clients) client.terminate();
      sockets.close();
      http.closeAllConnections();
      await new Promise<void>((resolve) => http.close(() => resolve()));
    },
  };
}

/** Path as sent, without the query; nothing is decoded, so nothing decodes into a traversal. */
function pathOf(request: IncomingMessage): string {
  const url = request.url ?? "";
  const query = url.indexOf("?");
  return query < 0 ? url : url.slice(0, query);
}

function say(response: ServerResponse, { status, words }: Refused): void {
  response.writeHead(status, {
    ...pageHeaders("asset", false),
    "Content-Type": "text/plain; charset=utf-8",
    "Cache-Control": "no-store",
    // What was not read must not be taken for the next request.
    Connection: "close",
  });
  response.end(`${words}\n`);
}

function redirect(response: ServerResponse, to: string, cookie?: string): void {
  response.writeHead(303, {
    ...pageHeaders("asset", false),
    Location: to,
    "Cache-Control": "no-store",
    ...(cookie ? { "Set-Cookie": cookie } : {}),
  });
  response.end();
}

function refuseSocket(socket: Duplex, { status, words }: Refused): void {
  socket.end(`HTTP/1.1 ${status} Refused\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n${words}\n`);
}
