/** A secret that stands beside the site file: in a file of its own, or in an environment variable. It is never part of a message. */
import { resolve } from "node:path";
import type { Locate, Problems, Where } from "./problem.ts";
import { readBytes, type SiteFiles, utf8 } from "./siteFiles.ts";

const mostBytes = 1_000;

export type Environment = Readonly<Record<string, string | undefined>>;

/** What it holds. Null: it is not set, which was noted. */
export function readVariable(name: string, where: Where, environment: Environment, problems: Problems): string | null {
  const text = environment[name];
  if (text) return text;
  problems.add(where, "an environment variable that is set", `${name}, which is not`);
  return null;
}

/** `what`: "password" reads passwordEnv or passwordFile, one of which is given. Null: what is wrong was noted. */
export async function readSecret(
  what: "password" | "secret",
  { env, file }: { env?: string | undefined; file?: string | undefined },
  locate: Locate,
  files: SiteFiles,
  environment: Environment,
): Promise<string | null> {
  const { problems } = files;
  if (env !== undefined) return readVariable(env, locate([`${what}Env`]), environment, problems);
  // Secrets may stand outside the site's directory, where only the console's user can read.
  const where = locate([`${what}File`]);
  const bytes = await readBytes(files, resolve(files.dir, file ?? ""), where, mostBytes);
  const secret = bytes && utf8(bytes, where, problems)?.replace(/\r?\n$/, "");
  if (secret === "" || secret?.includes("\n")) {
    problems.add(where, `a file with the ${what} in one line`, secret === "" ? "an empty file" : "several lines");
    return null;
  }
  return secret ?? null;
}
