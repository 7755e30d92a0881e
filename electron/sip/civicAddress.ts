/** A civic address (RFC 5139, 4119 2.2.1) as lines for people: the place first, then house and street, town, country. Pure. */
import { type Element, named, textOf } from "./elements.ts";
import { clean } from "./headers.ts";

/** Each line, the elements in it, and what stands before a value. */
const lines: readonly (readonly [element: string, before: string][])[] = [
  [
    ["NAM", ""],
    ["LOC", ""],
  ],
  [
    ["BLD", "building "],
    ["UNIT", "unit "],
    ["FLR", "floor "],
    ["ROOM", "room "],
    ["SEAT", "seat "],
  ],
  [
    ["PRD", ""],
    ["RD", ""],
    ["STS", ""],
    ["POD", ""],
    ["HNO", ""],
    ["HNS", ""],
    ["RDSEC", "section "],
    ["LMK", "near "],
  ],
  [
    ["A6", ""],
    ["A5", ""],
    ["A4", ""],
    ["PC", ""],
    ["A3", ""],
  ],
  [
    ["A2", ""],
    ["A1", ""],
    ["country", ""],
  ],
];

const longest = 100;

/** Text of the elements that were given; those that say nothing are left out, so that an empty address has no lines. */
export function civicLines(address: Element): string[] {
  const found = lines.map((line) =>
    line.flatMap(([element, before]) => {
      const text = clean(textOf(named(address, element)[0]).replace(/\s+/g, " "), longest);
      return text === null ? [] : [`${before}${text}`];
    }),
  );
  // RFC 4589: the kind of place helps, and is no address by itself.
  const said = found.map((words) => words.join(" ")).filter((line) => line !== "");
  const kind = clean(textOf(named(address, "PLC")[0]), longest);
  return said.length > 0 && kind !== null ? [...said, `kind of place: ${kind}`] : said;
}
