/** The header by which a site knows copies of one press from several PBXs (wire.md, one press). Pure. */
import { clean, rawHeaders } from "./headers.ts";

const shortest = 8;

/**
 * Its value in this frame, without parameters: of a Session-ID (RFC 7989, 5) the caller's own half, lower case. Undefined
 * where the frame has none, has it twice, or has one that cannot tell presses apart. `header` is a token, lower case.
 */
export function correlationOf(frame: string, header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const values = rawHeaders(frame, header, header);
  const [value = ""] = (values[0] ?? "").split(";");
  const mark = clean(value.trim().toLowerCase(), 128);
  // RFC 7989, 5: the nil UUID says that nobody has made one.
  if (values.length !== 1 || mark === null || mark.length < shortest || /^[0-]+$/.test(mark)) return undefined;
  return mark;
}
