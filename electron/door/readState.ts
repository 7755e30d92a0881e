/** Whether a door is open, by what its controller says of it. Pure: what cannot be read is unknown, never closed. */
import type { DoorState } from "../../shared/door/door.ts";
import type { DoorAccess, StateTest } from "./doorAccess.ts";

export function readState(
  text: string,
  { openWhen, closedWhen }: Pick<DoorAccess, "openWhen" | "closedWhen">,
): DoorState {
  if (!openWhen) return "unknown";
  const found = readAt(text, openWhen);
  if (found === null || found === "") return "unknown";
  if (found === openWhen.value) return "open";
  if (closedWhen === null) return "closed";
  return readAt(text, closedWhen) === closedWhen.value ? "closed" : "unknown";
}

function readAt(text: string, { path }: StateTest): string | null {
  if (path.length === 0) return text.trim();
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's words quote the answer.
    return null;
  }
  for (const name of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return null;
    value = (value as Record<string, unknown>)[name];
  }
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : null;
}
