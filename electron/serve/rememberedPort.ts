/**
 * The port of the last start, kept in the data folder: Chromium's audio device ids belong to the page's origin, so that a
 * remembered choice of devices holds only where the port stays. A free port is taken when it is in use by somebody else.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";

const fileIn = (dataDir: string): string => path.join(dataDir, "port");

/** 0 where none is remembered or it cannot be had now. */
export async function rememberedPort(dataDir: string): Promise<number> {
  let port: number;
  try {
    port = Number(readFileSync(fileIn(dataDir), "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") console.error(`port not read: ${String(error)}`);
    return 0;
  }
  return Number.isInteger(port) && port > 0 && port < 65_536 && (await isFree(port)) ? port : 0;
}

export function rememberPort(dataDir: string, port: number): void {
  try {
    writeFileSync(fileIn(dataDir), String(port));
  } catch (error) {
    console.error(`port not kept: ${String(error)}`);
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}
