import type { Login } from "../ask/digest.ts";

/** How a station's door is opened by HTTP. With secrets: none of this leaves the host. */
export interface DoorAccess {
  url: string;
  method: "GET" | "POST" | "PUT";
  headers: Readonly<Record<string, string>>;
  /** null: it does not ask. */
  digest: Login | null;
  /** Where its state is read; null: nowhere. */
  stateUrl: string | null;
  openWhen: StateTest | null;
  /** null: whatever is not open. */
  closedWhen: StateTest | null;
}

/** The value at a path of a JSON answer, or the whole text of the answer (no path). */
export interface StateTest {
  path: readonly string[];
  value: string;
}

/** "state.door=open", or "open" for an answer that is that text alone. */
export function stateTestOf(text: string): StateTest {
  const at = text.indexOf("=");
  if (at < 0) return { path: [], value: text.trim() };
  return { path: text.slice(0, at).trim().split("."), value: text.slice(at + 1).trim() };
}
