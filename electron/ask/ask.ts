/**
 * One HTTP request to a device of the plant, at an address of the site file: within a time, up to a size, and to nobody else.
 * A redirect is never followed: it would carry the site's headers to where somebody else says. Failures are told in words.
 */
import { AskFailed } from "./askFailed.ts";
import type { Login } from "./digest.ts";
import { sendAs } from "./sendAs.ts";

export interface Ask {
  url: string;
  method?: string;
  headers?: Readonly<Record<string, string>>;
  /** Who we are, where the device asks for it by Digest. */
  digest?: Login | null;
  /** Of everything, also where the device asks first. */
  withinMs: number;
  mostBytes: number;
  /** Reads no body of another type than this pattern allows; absent: any. */
  types?: RegExp;
  signal?: AbortSignal;
}

export interface Told {
  /** Of Content-Type, lower case, without parameters; "" where none. */
  type: string;
  body: Buffer;
}

/** Resolves with an answer of 2xx. Rejects with AskFailed. */
export async function ask(asked: Ask): Promise<Told> {
  const limit = AbortSignal.timeout(asked.withinMs);
  const signal = asked.signal ? AbortSignal.any([limit, asked.signal]) : limit;
  const { url, method = "GET", headers, digest: login } = asked;
  const send = (authorization?: string): Promise<Response> =>
    fetch(url, {
      method,
      headers: { ...headers, ...(authorization !== undefined && { authorization }) },
      redirect: "manual",
      signal,
    });
  try {
    const answer = await (login ? sendAs({ url, method, login }, send) : send());
    return await readAnswer(answer, asked);
  } catch (error) {
    if (error instanceof AskFailed) throw error;
    throw new AskFailed(limit.aborted ? `no answer within ${asked.withinMs / 1000} s` : reasonOf(error));
  }
}

async function readAnswer(answer: Response, { types, mostBytes }: Ask): Promise<Told> {
  const giveUp = async (words: string): Promise<never> => {
    await answer.body?.cancel();
    throw new AskFailed(words);
  };
  const { status } = answer;
  if (status >= 300 && status < 400) return giveUp(`it answers with a redirect (${status}), which is not followed`);
  if (status === 401) {
    await answer.body?.cancel();
    throw new AskFailed("it answers 401", { isRefusal: true });
  }
  if (status < 200 || status >= 300) return giveUp(`it answers ${status}`);
  const type = (answer.headers.get("content-type") ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
  if (types && !types.test(type)) return giveUp(`it sends ${shownType(type)}`);
  const tooLong = `it sends more than ${shownSize(mostBytes)}`;
  if (Number(answer.headers.get("content-length") ?? 0) > mostBytes) return giveUp(tooLong);
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of answer.body ?? []) {
    length += part.length;
    // Leaving the loop cancels the body.
    if (length > mostBytes) throw new AskFailed(tooLong);
    parts.push(part);
  }
  return { type, body: Buffer.concat(parts) };
}

const shownType = (type: string): string =>
  /^[a-z0-9.+-]{1,40}\/[a-z0-9.+-]{1,40}$/.test(type) ? type : "something of no known type";
const shownSize = (bytes: number): string => (bytes >= 1_000_000 ? `${bytes / 1_000_000} MB` : `${bytes / 1_000} kB`);

function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const code = typeof cause === "object" && cause !== null && "code" in cause ? String(cause.code) : "";
  const known: Record<string, string> = {
    ECONNREFUSED: "the connection is refused",
    ECONNRESET: "the connection was cut",
    UND_ERR_SOCKET: "the connection was cut",
    ENOTFOUND: "its name is not known",
    EAI_AGAIN: "its name cannot be looked up now",
    EHOSTUNREACH: "there is no way to it",
    ENETUNREACH: "there is no way to it",
    UND_ERR_CONNECT_TIMEOUT: "it does not accept the connection",
  };
  if (known[code]) return known[code];
  if (/CERT|SIGNATURE|ISSUER|ALTNAME|SELF_SIGNED/.test(code)) return `its certificate is not believed (${code})`;
  return code === "" ? "the connection failed" : `the connection failed (${code})`;
}
