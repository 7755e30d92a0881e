/** A probe's findings as text for a terminal. Pure. */
import type { Finding } from "./finding.ts";

const marks: Readonly<Record<Finding["mark"], string>> = { ok: "ok", look: "LOOK", missing: "MISSING" };
const width = 118;

export interface Report {
  id: string;
  name: string;
  address: string;
  account: string;
  usable: boolean;
  /** A call was seen to arrive. */
  proved: boolean;
  findings: readonly Finding[];
}

export function writeReport({ id, name, address, account, usable, proved, findings }: Report): string {
  const longest = Math.max(...findings.map(({ what }) => what.length));
  const indent = 10 + longest + 2;
  const lines = findings.flatMap(({ mark, what, fact, means }) => [
    ...wrapped(`  ${marks[mark].padEnd(8)}${what.padEnd(longest)}  `, fact, indent),
    ...(means === "" ? [] : wrapped(" ".repeat(indent), means, indent)),
  ]);
  const count = (mark: Finding["mark"]): number => findings.filter((one) => one.mark === mark).length;
  const verdict = !usable
    ? "Calls cannot work here yet"
    : proved
      ? "Calls can work"
      : "Nothing stands against calls, but none was seen to arrive";
  return [
    `${id === name ? id : `${id}, ${name}`}: ${address}, account ${account}`,
    "",
    ...lines,
    "",
    `${verdict}: ${count("ok")} ok, ${count("look")} to look at, ${count("missing")} missing.`,
  ].join("\n");
}

/** `first` and then the words, broken before `width`, indented on. */
function wrapped(first: string, text: string, indent: number): string[] {
  const lines: string[] = [];
  let line = first;
  let fresh = true;
  for (const word of text.split(" ")) {
    if (!fresh && line.length + word.length + 1 > width) {
      lines.push(line);
      line = " ".repeat(indent);
      fresh = true;
    }
    line += fresh ? word : ` ${word}`;
    fresh = false;
  }
  return [...lines, line.trimEnd()];
}
