/** Addresses, headers and logins of the plant's devices (doors, cameras), as a site names them. Secrets never go into a message. */
import type { Login } from "../ask/digest.ts";
import type { Path, Problems, Where } from "./problem.ts";
import { type Environment, readVariable } from "./secret.ts";

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
    const expected = "an address without a user and a password in it (digestEnv or headersEnv may hold them)";
    problems.add(where, expected, "an address with them (not shown here)");
    return null;
  }
  return url.href;
}

const headerLine = /^([A-Za-z][A-Za-z0-9-]{0,60}):[ \t]*([\x20-\x7e]{1,4000})$/;

/** What a device is told with each request, and who we are where it asks. Null: what is wrong was noted. */
export function readAccess(
  { headersEnv, digestEnv }: { headersEnv?: string | undefined; digestEnv?: string | undefined },
  environment: Environment,
  at: (path: Path) => Where,
  problems: Problems,
): { headers: Record<string, string>; digest: Login | null } | null {
  const headers = readHeaders(headersEnv, environment, at, problems);
  if (digestEnv === undefined) return headers && { headers, digest: null };
  const digest = readLogin(digestEnv, environment, at(["digestEnv"]), problems);
  if (headers === null || digest === null) return null;
  if (Object.keys(headers).some((field) => field.toLowerCase() === "authorization")) {
    problems.add(at(["digestEnv"]), "no Authorization in headersEnv beside it", "one");
    return null;
  }
  return { headers, digest };
}

/** Of ASCII, since a header says it; a password is only hashed. */
const userAndPassword = /^([\x20-\x39\x3b-\x7e]{1,100}):(\P{Cc}{1,200})$/u;

function readLogin(name: string, environment: Environment, where: Where, problems: Problems): Login | null {
  const text = readVariable(name, where, environment, problems);
  if (text === null) return null;
  const [, user, password] = userAndPassword.exec(text) ?? [];
  if (user === undefined || password === undefined) {
    problems.add(where, "user:password, the user in ASCII", `${name}, which holds something else (not shown here)`);
    return null;
  }
  return { user, password };
}

/** "Authorization: Bearer …", one a line, from an environment variable. Null: what is wrong was noted. */
function readHeaders(
  name: string | undefined,
  environment: Environment,
  at: (path: Path) => Where,
  problems: Problems,
): Record<string, string> | null {
  if (name === undefined) return {};
  const text = readVariable(name, at(["headersEnv"]), environment, problems);
  if (text === null) return null;
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
