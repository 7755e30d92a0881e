/** console://app/ : the pages' own origin. No file://, no server; the same allow-list and headers as in the browser shell. */
import type { Protocol, WebFrameMain } from "electron";
import type { PageFiles } from "../start/pageFiles.ts";
import { pageHeaders } from "../start/pagePolicy.ts";

export const pageOrigin = "console://app";
export const consoleUrl = `${pageOrigin}/console.html`;
export const mediaUrl = `${pageOrigin}/media.html`;

/** Nobody else may ask anything of main. */
export const isTopFrameOf = (page: string, frame: WebFrameMain | null): boolean =>
  frame !== null && frame.parent === null && frame.url.split("?", 1)[0] === page;

/** Before ready. Standard and secure: relative addresses, CSP 'self' and the microphone need both. */
export function registerPageScheme(protocol: Pick<Protocol, "registerSchemesAsPrivileged">): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: "console", privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ]);
}

export function servePages(protocol: Pick<Protocol, "handle">, files: PageFiles): void {
  protocol.handle("console", async (request) => {
    const url = new URL(request.url);
    if (url.host !== "app" || request.method !== "GET") return refuse(404);
    const file = await files.read(url.pathname);
    if (!file) return refuse(404);
    return new Response(new Uint8Array(file.body), {
      headers: {
        ...pageHeaders(file.kind, false),
        "Content-Type": file.type,
        "Cache-Control": file.immutable ? "private, max-age=31536000, immutable" : "no-store",
      },
    });
  });
}

const refuse = (status: number): Response =>
  new Response("There is no such file.\n", { status, headers: pageHeaders("asset", false) });
