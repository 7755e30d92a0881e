/** The probe's command as an engineer runs it: its own process, a site file on disk, what it prints and how it ends. */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import type { Facts } from "../../electron/probe/facts.ts";
import type { Finding } from "../../electron/probe/finding.ts";
import { changed, siteOnDisk, siteYaml } from "../site/siteOnDisk.ts";

const entry = fileURLToPath(new URL("../../electron/probe/cli.ts", import.meta.url));

export interface Probed {
  code: number | null;
  out: string;
  errors: string;
  /** With --json, of the first PBX. */
  report(): { usable: boolean; findings: Finding[]; facts: Facts };
  /** "ok: fact", "look: fact | what it means". */
  told(what: string): string;
}

/** A site whose only PBX is at `url`. */
export const siteAt = (
  url: string,
  domain: string,
  password: string,
  more = "",
  user = "6000",
  files = {},
): Promise<string> =>
  siteOnDisk({
    ...files,
    "site.yaml": changed(
      changed(siteYaml, "wss://pbx.example:8089/ws", `${url}\n    domain: ${domain}${more}`),
      'user: "6000"',
      `user: "${user}"`,
    ),
    "password.txt": `${password}\n`,
  });

export const probed = (...args: string[]): Promise<Probed> => startProbe(...args).ended;

/** `interrupt`: as Ctrl+C. */
export function startProbe(...args: string[]): { ended: Promise<Probed>; interrupt(): void } {
  const child = spawn(process.execPath, [entry, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  let out = "";
  let errors = "";
  child.stdout.on("data", (bytes: Buffer) => {
    out += bytes.toString();
  });
  child.stderr.on("data", (bytes: Buffer) => {
    errors += bytes.toString();
  });
  const report = () => {
    const [first] = (JSON.parse(out) as { pbxs: ReturnType<Probed["report"]>[] }).pbxs;
    if (!first) throw new Error(`no PBX in ${out}`);
    return first;
  };
  const told = (what: string): string => {
    const found = report().findings.find((one) => one.what === what);
    if (!found) throw new Error(`nothing is said of ${what} in\n${out}\n${errors}`);
    return `${found.mark}: ${found.fact}${found.means === "" ? "" : ` | ${found.means}`}`;
  };
  return {
    ended: new Promise((resolve) => {
      child.once("close", (code) => resolve({ code, out, errors, report, told }));
    }),
    interrupt: () => void child.kill("SIGINT"),
  };
}
