/** Parts of a SIP message's body (RFC 2046, 5.1; RFC 5621), read leniently and without ever throwing. Pure. */
import { rawHeaders } from "./headers.ts";

export interface Part {
  /** Lower case, without parameters: "application/pidf+xml". */
  type: string;
  /** Without its angle brackets; "" where none. */
  id: string;
  body: string;
}

/** More parts than any telephone sends; what follows is not read. */
const partCap = 16;

export function partsOf(message: string): Part[] {
  const end = /\r?\n\r?\n/.exec(message);
  if (!end) return [];
  const head = message.slice(0, end.index);
  const body = message.slice(end.index + end[0].length);
  const type = headerOf(head, "content-type", "c");
  if (!/^\s*multipart\//i.test(type)) return [partOf(head, body)];
  const boundary = /;\s*boundary\s*=\s*(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(type);
  const mark = boundary?.[1] ?? boundary?.[2];
  return mark === undefined ? [] : split(body, `--${mark}`);
}

function split(body: string, mark: string): Part[] {
  const parts: Part[] = [];
  let from = -1;
  for (let at = nextMark(body, mark, 0); at >= 0 && parts.length < partCap; at = nextMark(body, mark, at + 1)) {
    if (from >= 0) {
      const text = body.slice(from, at).replace(/\r?\n$/, "");
      // RFC 2046, 5.1.1: a part without headers begins with the empty line.
      const headed = /^\r?\n/.test(text) ? ["", text.replace(/^\r?\n/, "")] : cut(text);
      parts.push(partOf(headed[0] ?? "", headed[1] ?? ""));
    }
    if (body.startsWith("--", at + mark.length)) break;
    const line = body.indexOf("\n", at);
    if (line < 0) break;
    from = line + 1;
  }
  return parts;
}

/** A delimiter begins a line and has nothing but blanks behind it. */
function nextMark(body: string, mark: string, from: number): number {
  for (let at = body.indexOf(mark, from); at >= 0; at = body.indexOf(mark, at + 1)) {
    if (at > 0 && body[at - 1] !== "\n") continue;
    if (/^(?:--)?[ \t]*(?:\r?\n|$)/.test(body.slice(at + mark.length, at + mark.length + 80))) return at;
  }
  return -1;
}

function cut(text: string): [head: string, body: string] {
  const end = /\r?\n\r?\n/.exec(text);
  return end ? [text.slice(0, end.index), text.slice(end.index + end[0].length)] : [text, ""];
}

const partOf = (head: string, body: string): Part => ({
  type: (headerOf(head, "content-type", "c").split(";", 1)[0] ?? "").trim().toLowerCase(),
  id: headerOf(head, "content-id", "content-id").trim().replace(/^<|>$/g, ""),
  body,
});

/** Folded lines as one. */
const headerOf = (head: string, name: string, compact: string): string =>
  (rawHeaders(head, name, compact)[0] ?? "").slice(0, 1_000).replace(/\r?\n[ \t]+/g, " ");
