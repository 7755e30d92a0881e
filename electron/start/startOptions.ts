/** The command line of both shells. */
import path from "node:path";
import { parseArgs } from "node:util";

export interface StartOptions {
  siteFile: string;
  /** Journal, lock and browser profiles; made when absent. */
  dataDir: string;
  /** Port of the browser shell on 127.0.0.1; 0: a free one. */
  port: number;
  /** Browser shell: open a window when a display and a Chromium are there. */
  browser: boolean;
  /** Without a browser of ours: the console page embeds the media page, or somebody opens /media.html beside it. */
  media: "embedded" | "separate";
  /** This workstation's number. */
  position: string;
}

/** The command line was not understood; the message is for people. */
export class OptionError extends Error {
  override name = "OptionError";
}

const usage =
  "Options: --site FILE, --data DIR, --port N (browser shell), --position N, --no-browser, --media embedded|separate.";

/** Lenient: Electron's command line also carries Chromium's own switches. Throws OptionError. */
export function readStartOptions(
  args: readonly string[],
  defaults: { siteFile: string; dataDir: string },
  strictness: "strict" | "lenient",
): StartOptions {
  const values = parse(args, strictness === "lenient");
  return {
    siteFile: path.resolve(values.site ?? defaults.siteFile),
    dataDir: path.resolve(values.data ?? defaults.dataDir),
    port: portOf(values.port),
    browser: !values["no-browser"],
    media: mediaOf(values.media),
    position: positionOf(values.position),
  };
}

function parse(args: readonly string[], lenient: boolean) {
  try {
    const { values } = parseArgs({
      args: [...args],
      strict: !lenient,
      allowPositionals: lenient,
      options: {
        site: { type: "string" },
        data: { type: "string" },
        port: { type: "string" },
        position: { type: "string" },
        media: { type: "string" },
        "no-browser": { type: "boolean" },
      },
    });
    // Not strict, `--site` without a value parses as true.
    for (const name of ["site", "data", "port", "position", "media"] as const)
      if (values[name] !== undefined && typeof values[name] !== "string")
        throw new OptionError(`--${name} wants a value. ${usage}`);
    return values as { [N in "site" | "data" | "port" | "position" | "media"]?: string } & { "no-browser"?: boolean };
  } catch (error) {
    if (error instanceof OptionError) throw error;
    throw new OptionError(`${error instanceof Error ? error.message : String(error)} ${usage}`, { cause: error });
  }
}

function portOf(text: string | undefined): number {
  const port = text === undefined ? 0 : Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535 || text === "")
    throw new OptionError(`--port ${text}: expected a number from 0 to 65535, where 0 takes a free port.`);
  return port;
}

function mediaOf(text: string | undefined): StartOptions["media"] {
  if (text === undefined || text === "embedded" || text === "separate") return text ?? "embedded";
  throw new OptionError(`--media ${text}: expected "embedded" or "separate".`);
}

function positionOf(text: string | undefined): string {
  if (text === undefined) return "1";
  if (!/^[\w .-]{1,20}$/.test(text))
    throw new OptionError(`--position ${text}: expected up to 20 letters and digits, such as 2.`);
  return text;
}
