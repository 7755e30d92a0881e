/**
 * Number patterns of a role: "112" is that number, "0*" is every number that begins with 0. No regular expressions: a pattern
 * can neither be slow nor be misread. Two guards against toll fraud: the star stands for digits only, so that no feature
 * code hides behind it, and an international number is reached only by a pattern that itself begins with "+" or "00".
 */

/** The two ways to write an international prefix, as one. */
const canonical = (text: string): string => (text.startsWith("00") ? `+${text.slice(2)}` : text);

/** True for "+…" and "00…" (normalised number). */
export const isInternational = (number: string): boolean => canonical(number).startsWith("+");

/** What a pattern may look like. */
export const isDialPattern = (text: string): boolean =>
  /^\+?[0-9*#]{0,30}\*?$/.test(text) && text !== "" && text !== "+";

export function matchesAny(patterns: readonly string[], number: string): boolean {
  return patterns.some((pattern) => matches(pattern, number));
}

function matches(pattern: string, number: string): boolean {
  const [wanted, dialled] = [canonical(pattern), canonical(number)];
  if (!wanted.endsWith("*")) return wanted === dialled;
  const prefix = wanted.slice(0, -1);
  if (isInternational(number) && !prefix.startsWith("+")) return false;
  return dialled.startsWith(prefix) && /^\d*$/.test(dialled.slice(prefix.length));
}
