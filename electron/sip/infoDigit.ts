/** Such a body has two short lines; more of it is not read. */
const longestBody = 1_000;

/** A key that came as INFO: the two bodies that PBXs and telephones use for it. Null: something else. */
export function digitOfInfo(contentType: string, given: string): string | null {
  const body = given.slice(0, longestBody);
  const type = contentType.split(";", 1)[0]?.trim().toLowerCase();
  const text =
    type === "application/dtmf-relay"
      ? /^[ \t]*Signal[ \t]*=[ \t]*(\S+)/im.exec(body)?.[1]
      : type === "application/dtmf"
        ? body.trim()
        : undefined;
  if (text === undefined) return null;
  const digit = text.toUpperCase();
  // RFC 4733, 3.2, table 3: some send the number of the event, 10 and 11 for * and #.
  if (digit === "10") return "*";
  if (digit === "11") return "#";
  return /^[0-9A-D*#]$/.test(digit) ? digit : null;
}
