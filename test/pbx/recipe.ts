/** The configuration that a page of docs/pbx/ shows, by file: what is documented is what the tests run. */
import { readFileSync } from "node:fs";

/** Blocks of the page whose first line names their file, such as "; pjsip.conf" or "# kamailio.cfg". */
export function recipeOf(page: string): ReadonlyMap<string, string> {
  const text = readFileSync(new URL(`../../docs/pbx/${page}`, import.meta.url), "utf8");
  const blocks = [...text.matchAll(/^```[a-z]*\n((?:#!KAMAILIO\n)?[;#] ([a-z-]+\.(?:conf|cfg))\n[\s\S]*?)^```$/gm)];
  return new Map(blocks.map(([, block = "", file = ""]) => [file, block]));
}

/** Puts the test's own values in the place of the recipe's. Throws when one is not there: then the page has changed. */
export function adapted(block: string | undefined, own: readonly (readonly [from: string, to: string])[]): string {
  if (block === undefined) throw new Error("The recipe does not show this file.");
  let text = block;
  for (const [from, to] of own) {
    if (!text.includes(from)) throw new Error(`The recipe does not have "${from}", which the test must set.`);
    text = text.replaceAll(from, to);
  }
  return text;
}
