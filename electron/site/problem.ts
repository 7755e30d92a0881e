/** What is wrong with a site file, in words that lead a plant engineer to the place: file, line, field, expected, found. */

export interface Problem {
  /** As seen from the site file's directory: "site.yaml", "stations.csv". */
  file: string;
  /** From 1; 0 when the whole file is meant. */
  line: number;
  /** "stations[3].number", or a column of a CSV file; "" when the whole file is meant. */
  field: string;
  expected: string;
  found: string;
}

/** Where a value stands. */
export type Where = Pick<Problem, "file" | "line" | "field">;
export type Path = readonly (string | number)[];
/** Gives the place of a value by its path; a value that is missing has its owner's line. */
export type Locate = (path: Path) => Where;

/** Secrets and hashes never go into a message: a message is logged, mailed and read aloud. */
const neverShown = new Set(["password", "pin"]);
const longestFound = 40;

/** A value as a message shows it. */
export function shown(value: unknown, field: Path = []): string {
  if (value === undefined || value === null || value === "") return "nothing";
  if (neverShown.has(String(field.at(-1)))) return "something else (not shown here)";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a group of fields";
  const text = String(value);
  return JSON.stringify(text.length > longestFound ? `${text.slice(0, longestFound)}…` : text);
}

/** "stations[3].number". */
export const fieldOf = (path: Path): string =>
  path.reduce<string>(
    (text, part) => (typeof part === "number" ? `${text}[${part}]` : text ? `${text}.${part}` : part),
    "",
  );

export function problemWords({ file, line, field, expected, found }: Problem): string {
  const place = `${file}${line > 0 ? ` line ${line}` : ""}${field ? `, ${field}` : ""}`;
  return `${place}: expected ${expected}, found ${found}`;
}

const mostShown = 20;

/** What was looked at while a site was read. */
export interface Seen {
  /** Absolute, the site file first. */
  files: string[];
  /** How they looked just before they were read (siteFiles.ts): what a watcher compares with. */
  looks: string;
}

/** A site that cannot be used. `message` is for people, one problem a line. */
export class SiteError extends Error {
  /** The first 20, in the order of the files. */
  readonly problems: readonly Problem[];
  /** How many there are in all. */
  readonly total: number;
  readonly seen: Seen;

  constructor(file: string, problems: readonly Problem[], seen: Seen, total = problems.length) {
    const first = problems.slice(0, mostShown);
    const lines = first.map((problem) => `  ${problemWords(problem)}`);
    if (total > first.length) lines.push(`  and ${total - first.length} more`);
    super(`The site file ${file} was refused:\n${lines.join("\n")}`);
    this.name = "SiteError";
    this.problems = first;
    this.total = total;
    this.seen = seen;
  }
}

/** Gathers problems, so that an engineer sees all of them at once and not one after the other. */
export class Problems {
  readonly #list: Problem[] = [];

  add(where: Where, expected: string, found: string): void {
    this.#list.push({ ...where, expected, found });
  }

  get none(): boolean {
    return this.#list.length === 0;
  }

  /** By file in the order of `files`, then by line. */
  sorted(files: readonly string[]): Problem[] {
    const rank = (problem: Problem): number => files.indexOf(problem.file);
    return this.#list.toSorted((a, b) => rank(a) - rank(b) || a.line - b.line);
  }
}
