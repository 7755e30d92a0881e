/** A key that came as INFO: the two bodies that PBXs and telephones use for it. Null: something else. */
export function digitOfInfo(contentType: string, body: string): string | null {
  const type = contentType.split(";", 1)[0]?.trim().toLowerCase();
  const text =
    type === "application/dtmf-relay"
      ? /^\s*Signal\s*=\s*(\S+)/im.exec(body)?.[1]
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
