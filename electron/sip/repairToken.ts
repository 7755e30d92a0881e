/**
 * The substitution that makes an odd frame readable to SIP.js, and its undoing. A token holds the text it stands for, so
 * it is the same in every frame of a dialog, there is nothing to keep or to forget, and it outlives a restart. Pure.
 *
 *   "zqn…z"                 a display name, whatever its form        zqu…z            user part, with its password
 *   <sip:zqa…z@r.invalid>   an address that lacks its brackets       zqh…z.invalid    host, with port or parameters
 *   sip:zqw…z@r.invalid     a whole URI, as of the scheme tel
 */
export const tokenFor = {
  name: (text: string): string => `"zqn${hex(text)}z"`,
  user: (text: string): string => `zqu${hex(text)}z`,
  host: (text: string): string => `zqh${hex(text)}z.invalid`,
  uri: (text: string): string => `sip:zqw${hex(text)}z@r.invalid`,
  address: (text: string): string => `<sip:zqa${hex(text)}z@r.invalid>`,
} as const;

const tokens =
  /"zqn((?:[0-9a-f]{2})*)z"|<sip:zqa((?:[0-9a-f]{2})*)z@r\.invalid>|sip:zqw((?:[0-9a-f]{2})*)z@r\.invalid|zqh((?:[0-9a-f]{2})*)z\.invalid|zqu((?:[0-9a-f]{2})*)z/g;

/** A header's text, or a URI, as it was before tokens were put in. */
export function withoutTokens(text: string): string {
  if (!text.includes("zq")) return text;
  return text.replace(tokens, (token: string, ...held: (string | undefined)[]) => {
    const original = Buffer.from(held.slice(0, 5).find((one) => one !== undefined) ?? "", "hex").toString("utf8");
    // Ours never hold a line end other than a fold; a forged one may not begin a header.
    return /[\r\n](?![\n\t ])/.test(original) ? token : original;
  });
}

/** A message that SIP.js sends, as it is to leave: the body is never touched. */
export function undone(message: string): string {
  if (!message.includes("zq")) return message;
  const end = message.indexOf("\r\n\r\n");
  return end < 0 ? withoutTokens(message) : withoutTokens(message.slice(0, end)) + message.slice(end);
}

const hex = (text: string): string => Buffer.from(text, "utf8").toString("hex");
