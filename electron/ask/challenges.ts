/**
 * What a device asks for with 401: its WWW-Authenticate taken apart (RFC 9110, 11.6.1). Pure; what is not understood is left out.
 * Our own: http-auth-utils, with which the tests check answers, makes one challenge of several, refuses a parameter that it does
 * not know (charset), and quotes what must not be quoted.
 */

export interface Challenge {
  /** Lower case: "digest", "basic". */
  scheme: string;
  /** By name in lower case. Each character is a byte, as HTTP gives it. */
  parameters: ReadonlyMap<string, string>;
}

const token = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
/** A scheme before its parameters; or a parameter, quoted or not; or whatever else stands between commas. */
const parts = new RegExp(
  `(?<scheme>${token})[ \\t]+(?=${token}[ \\t]*=)` +
    `|(?<name>${token})[ \\t]*=[ \\t]*(?:"(?<quoted>(?:[^"\\\\]|\\\\.)*)"|(?<plain>[^\\s",]*))` +
    "|[^\\s,]+",
  "g",
);

/** Several may stand in one header, or in several, which come joined by commas: a comma parts challenges and parameters alike. */
export function readChallenges(header: string): Challenge[] {
  const challenges: { scheme: string; parameters: Map<string, string> }[] = [];
  for (const { groups = {} } of header.matchAll(parts)) {
    const { scheme, name, quoted, plain } = groups;
    if (scheme !== undefined) challenges.push({ scheme: scheme.toLowerCase(), parameters: new Map() });
    // A scheme without parameters ("Negotiate,") is no part: none of what follows a comma can be its own.
    if (name === undefined) continue;
    // RFC 9110, 5.6.4: a backslash in a quoted string stands for the character after it.
    const value = quoted?.replaceAll(/\\(.)/g, "$1") ?? plain ?? "";
    challenges.at(-1)?.parameters.set(name.toLowerCase(), value);
  }
  return challenges;
}
