/** The loopback server of the browser shell, asked by a plain HTTP client as an attacker or a browser would. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { type IncomingHttpHeaders, request } from "node:http";
import { connect } from "node:net";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { WebSocket } from "ws";
import type { Link } from "../../electron/host/ports.ts";
import { type PageServer, startPageServer } from "../../electron/serve/pageServer.ts";
import { listPageFiles, type PageFiles } from "../../electron/start/pageFiles.ts";
import { eventually } from "./eventually.ts";

let dir: string;
let server: PageServer;
let files: PageFiles;
let port: number;
let strangers = 0;
const links: { page: string; link: Link }[] = [];

const plan = (image: string) => ({ id: image, name: image, kind: "plan" as const, image, width: 10, height: 10 });
const content = (...images: string[]) => ({
  maps: images.map(plan),
  holdClip: path.join(dir, "site/calm.wav"),
  announcementFiles: { "sos-1": path.join(dir, "site/calm.wav"), out: path.join(dir, "secret.txt") },
  messageFiles: {
    "clear.1": path.join(dir, "site/calm.wav"),
    gone: path.join(dir, "site/gone.wav"),
    out: path.join(dir, "secret.txt"),
  },
});

beforeEach(async () => {
  dir = mkdtempSync(path.join(os.tmpdir(), "page-server-"));
  for (const folder of ["out/assets", "site/plans"]) mkdirSync(path.join(dir, folder), { recursive: true });
  const write = (name: string, text: string) => writeFileSync(path.join(dir, name), text);
  write("out/console.html", "<!doctype html>console");
  write("out/media.html", "<!doctype html>media");
  write("out/assets/console-1234.js", "export {};");
  write("out/assets/console-1234.js.map", "{}");
  write("secret.txt", "secret");
  write("site/site.yaml", "password: secret");
  write("site/plans/tunnel one.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>");
  write("site/unnamed.svg", "<svg/>");
  write("site/calm.wav", "RIFF");
  symlinkSync(path.join(dir, "secret.txt"), path.join(dir, "site/linked.svg"));
  symlinkSync(path.join(dir, "secret.txt"), path.join(dir, "out/linked.js"));
  files = listPageFiles(path.join(dir, "out"), path.join(dir, "site"), content("plans/tunnel one.svg"));
  strangers = 0;
  links.length = 0;
  server = await startPageServer({
    files,
    port: 0,
    embedMedia: true,
    onLink: (page, link) => links.push({ page, link }),
    onStranger() {
      strangers += 1;
    },
  });
  port = Number(new URL(server.origin).port);
});
afterEach(async () => {
  await server.close();
  rmSync(dir, { recursive: true });
});

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/** Sends the path exactly as given: no client-side normalising. */
function ask(at: string, headers: Record<string, string> = {}, method = "GET", body = ""): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: "127.0.0.1", port, path: at, method, headers, agent: false }, (response) => {
      let text = "";
      response.on("data", (bytes) => {
        text += bytes;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
    });
    asked.on("error", reject);
    asked.end(body);
  });
}

const pathOf = (address: string) => new URL(address).pathname;

async function signedIn(): Promise<{ Cookie: string }> {
  const { headers } = await ask(pathOf(server.mintAddress("console")));
  const cookie = headers["set-cookie"]?.[0]?.split(";")[0];
  if (!cookie) throw new Error("no cookie");
  return { Cookie: cookie };
}

test("the one-time address is swapped for a strict, script-proof cookie and leads to its page", async () => {
  const { status, headers } = await ask(pathOf(server.mintAddress("media")));
  expect(status).toBe(303);
  expect(headers.location).toBe("/media.html");
  expect(headers["set-cookie"]?.[0]).toMatch(
    new RegExp(`^priority-console-${port}=[\\w-]{43}; HttpOnly; SameSite=Strict; Path=/$`),
  );
});

test("the one-time address works once; the second use is refused and reported", async () => {
  const address = pathOf(server.mintAddress("console"));
  expect((await ask(address)).status).toBe(303);
  const second = await ask(address);
  expect(second.status).toBe(401);
  expect(second.headers["set-cookie"]).toBeUndefined();
  expect(strangers).toBe(1);
});

test("an invented token is refused", async () => {
  expect((await ask(`/open/${"A".repeat(43)}`)).status).toBe(401);
  expect((await ask("/open/")).status).toBe(401);
});

test("without a session no page, file or existence of a file is told", async () => {
  for (const at of ["/", "/console.html", "/assets/console-1234.js", "/site/calm.wav", "/nothing"])
    expect((await ask(at)).status, at).toBe(401);
});

test("an invented cookie, and one under another port's name, are no session", async () => {
  const { Cookie } = await signedIn();
  const value = Cookie.split("=")[1];
  expect((await ask("/console.html", { Cookie: `priority-console-${port}=${"A".repeat(43)}` })).status).toBe(401);
  expect((await ask("/console.html", { Cookie: `priority-console-1=${value}` })).status).toBe(401);
  expect((await ask("/console.html", { Cookie: `other=1; priority-console-${port}=${value}` })).status).toBe(200);
});

test("another Host is misdirected, also with a session: DNS rebinding ends here", async () => {
  const session = await signedIn();
  for (const host of ["evil.example", `evil.example:${port}`, "127.0.0.1", `127.0.0.1:${port + 1}`, `0.0.0.0:${port}`])
    expect((await ask("/console.html", { ...session, Host: host })).status, host).toBe(421);
  expect((await ask("/console.html", { ...session, Host: `localhost:${port}` })).status).toBe(200);
});

test("requests that another site makes are refused, and typed addresses are not", async () => {
  const session = await signedIn();
  const from = async (site: string) => (await ask("/console.html", { ...session, "Sec-Fetch-Site": site })).status;
  expect([await from("cross-site"), await from("same-site"), await from("none"), await from("same-origin")]).toEqual([
    403, 403, 200, 200,
  ]);
  expect((await ask("/console.html", { ...session, Origin: "http://evil.example" })).status).toBe(403);
  expect((await ask("/console.html", { ...session, Origin: "null" })).status).toBe(403);
});

test("another site cannot use up a one-time address", async () => {
  const address = pathOf(server.mintAddress("console"));
  expect((await ask(address, { "Sec-Fetch-Site": "cross-site" })).status).toBe(403);
  expect((await ask(address)).status).toBe(303);
});

test("only GET and HEAD are answered, and never with content", async () => {
  const session = await signedIn();
  for (const method of ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
    expect((await ask("/console.html", session, method)).status, method).toBe(405);
  expect((await ask("/console.html", { ...session, "Content-Length": "5" }, "GET", "hello")).status).toBe(413);
  const head = await ask("/console.html", session, "HEAD");
  expect([head.status, head.body]).toEqual([200, ""]);
});

test("paths that climb, encode, link or end in NUL do not exist", async () => {
  const session = await signedIn();
  files.setSite(
    content("../secret.txt", "linked.svg", "site.yaml", path.join(dir, "secret.txt"), "plans/tunnel one.svg"),
  );
  for (const at of [
    "/../secret.txt",
    "/..%2fsecret.txt",
    "/%2e%2e/secret.txt",
    "/assets/../../secret.txt",
    "/site/../../secret.txt",
    "/site/..%2f..%2fsecret.txt",
    "/site/..\\..\\secret.txt",
    "/site/linked.svg",
    "/linked.js",
    "/site/site.yaml",
    "/site/unnamed.svg",
    `/site/${encodeURIComponent(path.join(dir, "secret.txt"))}`,
    "/site/plans/tunnel%20one.svg%00",
    "/assets/console-1234.js.map",
    "/assets/",
    "/assets",
    "//console.html",
    "/__proto__",
    "/constructor",
  ])
    expect((await ask(at, session)).status, at).toBe(404);
});

test("files of the site are those that its maps name, its hold clip under one name, and its messages by their ids", async () => {
  const session = await signedIn();
  expect((await ask("/site/plans/tunnel%20one.svg", session)).headers["content-type"]).toBe("image/svg+xml");
  expect((await ask("/site/hold-clip", session)).headers["content-type"]).toBe("audio/wav");
  expect((await ask("/site/calm.wav", session)).status).toBe(404);
  expect((await ask("/site/message/clear.1", session)).headers["content-type"]).toBe("audio/wav");
  expect((await ask("/site/announcement/sos-1", session)).headers["content-type"]).toBe("audio/wav");
  expect((await ask("/site/announcement/out", session)).status).toBe(404);
  for (const id of ["gone", "out", "none"]) {
    expect((await ask(`/site/message/${id}`, session)).status, id).toBe(404);
  }
  files.setSite(content("unnamed.svg"));
  expect((await ask("/site/unnamed.svg", session)).status).toBe(200);
  expect((await ask("/site/plans/tunnel%20one.svg", session)).status).toBe(404);
});

test("every answer forbids sniffing, framing by others, referrers and other origins", async () => {
  const session = await signedIn();
  for (const [at, headers] of [
    ["/console.html", session],
    ["/assets/console-1234.js", session],
    ["/nothing", session],
    ["/console.html", {}],
    [pathOf(server.mintAddress("console")), {}],
  ] as const)
    expect((await ask(at, headers)).headers, at).toMatchObject({
      "x-content-type-options": "nosniff",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "referrer-policy": "no-referrer",
      "content-security-policy": expect.stringContaining("default-src 'none'"),
    });
});

test("pages are not kept by the browser, files named after their content are", async () => {
  const session = await signedIn();
  expect((await ask("/console.html", session)).headers["cache-control"]).toBe("no-store");
  expect((await ask("/assets/console-1234.js", session)).headers["cache-control"]).toContain("immutable");
});

function open(at: string, headers: Record<string, string>): Promise<number | WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${at}`, { headers });
    socket.on("open", () => resolve(socket));
    socket.on("unexpected-response", (asked, response) => {
      asked.destroy();
      resolve(response.statusCode ?? 0);
    });
    socket.on("error", reject);
  });
}

test("a link needs the session, our own Origin and a known role", async () => {
  const session = await signedIn();
  const Origin = server.origin;
  expect(await open("/link/console", { ...session })).toBe(403);
  expect(await open("/link/console", { ...session, Origin: "http://evil.example" })).toBe(403);
  expect(await open("/link/console", { ...session, Origin: `http://localhost:${port}` })).toBe(403);
  expect(await open("/link/console", { Origin })).toBe(401);
  expect(await open("/link/other", { ...session, Origin })).toBe(404);
  expect(await open("/link/console", { ...session, Origin, Host: "evil.example" })).toBe(421);
  expect(links).toEqual([]);
});

test("a link carries JSON both ways, and keeps what came before the host listened", async () => {
  const socket = await open("/link/media", { ...(await signedIn()), Origin: server.origin });
  if (typeof socket === "number") throw new Error(`refused with ${socket}`);
  socket.send('{"t":"hello"}');
  const heard: unknown[] = [];
  socket.on("message", (data) => heard.push(JSON.parse(String(data))));
  await eventually(() => expect(links).toHaveLength(1));
  const taken: unknown[] = [];
  links[0]?.link.onMessage((message) => taken.push(message));
  links[0]?.link.send({ t: "beat", epoch: 1 });
  await eventually(() => expect([taken, heard]).toEqual([[{ t: "hello" }], [{ t: "beat", epoch: 1 }]]));
  expect(links[0]?.page).toBe("media");
  let closed = false;
  links[0]?.link.onClose(() => {
    closed = true;
  });
  socket.close();
  await eventually(() => expect(closed).toBe(true));
});

test("what is not JSON, is binary, or is too long closes the link and nothing else", async () => {
  const headers = { ...(await signedIn()), Origin: server.origin };
  const closedBy = async (data: string | Buffer) => {
    const socket = await open("/link/console", headers);
    if (typeof socket === "number") throw new Error(`refused with ${socket}`);
    const code = new Promise<number>((resolve) => socket.on("close", resolve));
    socket.send(data);
    return code;
  };
  expect(await closedBy("{")).toBe(1007);
  expect(await closedBy(Buffer.from("{}"))).toBe(1007);
  expect(await closedBy(`"${"x".repeat(300_000)}"`)).toBe(1009);
  expect((await ask("/console.html", headers)).status).toBe(200);
});

test("a request that is no HTTP is dropped and the server lives", async () => {
  const answered = await new Promise<string>((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.write("\0\x01garbage\r\n\r\n"));
    let text = "";
    socket.on("data", (bytes) => {
      text += bytes.toString();
    });
    socket.on("close", () => resolve(text));
    socket.on("error", reject);
  });
  expect(answered).toContain("400");
  expect((await ask("/nothing")).status).toBe(401);
});
