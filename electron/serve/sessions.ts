/**
 * Who may open the console in the browser shell: whoever holds a one-time address, which the start prints or hands to the
 * browser it launches. The address is swapped for a session cookie; used twice, it is worth nothing.
 */
import { createHash, randomBytes } from "node:crypto";

export type Page = "console" | "media";

export interface Sessions {
  /** A new one-time token for a page: 256 bits. */
  mint(page: Page): string;
  /** Swaps a token for a session; null when it was never given out, or used before. */
  swap(token: string): { page: Page; cookie: string } | null;
  /** Does the Cookie header hold a session of ours? */
  holds(cookieHeader: string | undefined): boolean;
}

/** Cookies do not tell ports apart, so two shells on one machine need two names. */
export function createSessions(port: () => number): Sessions {
  const tokens = new Map<string, Page>();
  const sessions = new Set<string>();
  const name = () => `priority-console-${port()}`;
  return {
    mint(page) {
      const token = secret();
      tokens.set(digest(token), page);
      return token;
    },
    swap(token) {
      const key = digest(token);
      const page = tokens.get(key);
      if (!page) return null;
      tokens.delete(key);
      const session = secret();
      sessions.add(digest(session));
      return { page, cookie: `${name()}=${session}; HttpOnly; SameSite=Strict; Path=/` };
    },
    holds(cookieHeader) {
      for (const part of (cookieHeader ?? "").split(";")) {
        const [key, value] = part.trim().split("=", 2);
        if (key === name() && value && sessions.has(digest(value))) return true;
      }
      return false;
    },
  };
}

const secret = () => randomBytes(32).toString("base64url");
/** Looked up by digest, so that comparing takes the same time whatever was guessed. */
const digest = (text: string) => createHash("sha256").update(text).digest("base64");
