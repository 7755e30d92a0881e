/** A program that a test started: its words go to a file, it ends with the test, and with the test's process if that dies first. */
import { spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { closeSync, openSync, readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createConnection, createServer } from "node:net";

export const loopback = "127.0.0.1";

export interface Started {
  readonly pid: number;
  /** Null while it runs; then how it ended. */
  readonly ended: string | null;
  /** Everything it has printed. */
  log(): string;
  /** Asked to end, then made to; resolves when it has gone. */
  stop(): Promise<void>;
  /** As by kill -9. */
  kill(): Promise<void>;
  /** As a machine that hangs: nothing is answered, nothing is closed. */
  freeze(): void;
  thaw(): void;
}

const endWithinMs = 5_000;

export function start(
  command: string,
  args: readonly string[],
  ask: { dir: string; log: string; env?: NodeJS.ProcessEnv; hasChildren?: boolean },
): Started {
  const out = openSync(ask.log, "a");
  // A test that is killed takes its programs along: the kernel ends them with their parent. One with processes of its own is
  // asked, so that it ends those too.
  const child = spawn("setpriv", ["--pdeathsig", ask.hasChildren ? "TERM" : "KILL", "--", command, ...args], {
    cwd: ask.dir,
    stdio: ["ignore", out, out],
    detached: true,
    env: { ...process.env, ...ask.env },
  });
  closeSync(out);
  let ended: string | null = null;
  const gone = new Promise<void>((resolve) => {
    child.once("error", (error) => {
      ended = error.message;
      resolve();
    });
    child.once("exit", (code, signal) => {
      ended = signal ?? `code ${code}`;
      resolve();
    });
  });
  /** The whole group: Kamailio works with processes of its own. */
  function signal(name: NodeJS.Signals): void {
    if (child.pid === undefined) return;
    try {
      process.kill(-child.pid, name);
    } catch (error) {
      // ESRCH: it has gone already.
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  }
  async function end(name: NodeJS.Signals): Promise<void> {
    signal("SIGCONT");
    signal(name);
    const limit = setTimeout(() => signal("SIGKILL"), endWithinMs);
    await gone;
    clearTimeout(limit);
    signal("SIGKILL");
  }
  return {
    pid: child.pid ?? 0,
    get ended() {
      return ended;
    },
    log: () => readFileSync(ask.log, "utf8"),
    stop: () => end("SIGTERM"),
    kill: () => end("SIGKILL"),
    freeze: () => signal("SIGSTOP"),
    thaw: () => signal("SIGCONT"),
  };
}

/** Waits until it is ready; its last words are in the error when it never is. */
export async function ready(
  program: Started,
  what: string,
  isSo: () => Promise<boolean>,
  limitMs = 20_000,
): Promise<void> {
  const last = performance.now() + limitMs;
  for (;;) {
    if (program.ended !== null) throw new Error(`${what} ended (${program.ended}):\n${program.log().slice(-3000)}`);
    if (await isSo()) return;
    if (performance.now() > last) throw new Error(`${what} was not ready in time:\n${program.log().slice(-3000)}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** Starts again, on other ports, what found one of its ports taken between the look and the use. */
export async function again<T>(begin: () => Promise<T>): Promise<T> {
  for (let left = 3; ; left -= 1) {
    try {
      return await begin();
    } catch (error) {
      if (left === 0 || !/address already in use|EADDRINUSE|code 98/i.test(String(error))) throw error;
    }
  }
}

/** Ports that nothing uses now. */
export async function freeTcpPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, loopback, resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export async function freeUdpPort(): Promise<number> {
  const socket = createSocket("udp4");
  await new Promise<void>((resolve) => socket.bind(0, loopback, resolve));
  const { port } = socket.address();
  await new Promise<void>((resolve) => socket.close(() => resolve()));
  return port;
}

export const tcpAnswers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection(port, loopback, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });

/** True when something comes back for this message within 200 ms. */
export const udpAnswers = (port: number, message: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createSocket("udp4");
    const done = (came: boolean): void => {
      clearTimeout(limit);
      socket.close();
      resolve(came);
    };
    const limit = setTimeout(() => done(false), 200);
    socket.once("message", () => done(true));
    // Refused, because nobody listens yet: the limit says so.
    socket.on("error", () => undefined);
    socket.send(message, port, loopback);
  });

let pings = 0;
/** OPTIONS from nobody; any answer will do (RFC 3261, 11). */
export function sipAnswers(port: number): Promise<boolean> {
  pings += 1;
  const id = `ping${process.pid}x${pings}`;
  return udpAnswers(
    port,
    [
      `OPTIONS sip:${loopback}:${port} SIP/2.0`,
      `Via: SIP/2.0/UDP ${loopback}:9;rport;branch=z9hG4bK${id}`,
      "Max-Forwards: 10",
      `From: <sip:ping@${loopback}>;tag=${id}`,
      `To: <sip:${loopback}:${port}>`,
      `Call-ID: ${id}`,
      "CSeq: 1 OPTIONS",
      "Content-Length: 0",
      "\r\n",
    ].join("\r\n"),
  );
}
