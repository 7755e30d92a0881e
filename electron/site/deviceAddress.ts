/** Addresses and headers of the plant's devices (doors, cameras), as a site names them. Secrets never go into a message. */
import type { Path, Problems, Where } from "./problem.ts";
import type { Environment } from "./secret.ts";

/** Http or https, without a user and a password in it. Null: what is wrong was noted. */
export function readDeviceUrl(
  text: string,
  where: Where,
  problems: Problems,
  schemes = ["http:", "https:"],
): string | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !schemes.includes(url.protocol) || url.hostname === "") {
    problems.add(
      where,
      `an address with ${schemes.map((one) => `${one}//`).join(" or ")}`,
      "something else (not shown here)",
    );
    return null;
  }
  if (url.username !== "" || url.password !== "") {
    const expected = "an address without a user and a password in it (headersEnv may hold them)";
    problems.add(where, expected, "an address with them (not shown here)");
    return null;
  }
  return url.href;
}

const headerLine = /^([A-Za-z][A-Za-z0-9-]{0,60}):[ \t]*([\x20-\x7e]{1,4000})$/;

/** "Authorization: Bearer …", one a line, from an environment variable. Null: what is wrong was noted. */
export function readHeaders(
  name: string | undefined,
  environment: Environment,
  at: (path: Path) => Where,
  problems: Problems,
): Record<string, string> | null {
  if (name === undefined) return {};
  const text = environment[name];
  if (!text) {
    problems.add(at(["headersEnv"]), "an environment variable that is set", `${name}, which is not`);
    return null;
  }
  const headers: Record<string, string> = {};
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === "") continue;
    const [, field, value] = headerLine.exec(line.trim()) ?? [];
    if (field === undefined || value === undefined) {
      problems.add(
        at(["headersEnv"]),
        "headers, one a line, such as Authorization: Bearer …",
        `${name}, which holds something else (not shown here)`,
      );
      return null;
    }
    headers[field] = value;
  }
  return headers;
}
