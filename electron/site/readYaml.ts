/**
 * YAML of a site file as plain data, with the line of every value. All scalars stay text, so that the number 0214 keeps its
 * zero and "no" stays a word; the shapes read them. Aliases, tags and keys given twice are refused: they are not needed, and
 * each has been used to make a small file huge or to hide a value.
 */
import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from "yaml";
import { fieldOf, type Locate, type Path, type Problems, shown } from "./problem.ts";

/** Text, or lists and groups of it. Empty values are left out. */
type Plain = string | Plain[] | { [key: string]: Plain };

export interface YamlFile {
  root: { [key: string]: Plain };
  locate: Locate;
}

const deepest = 20;

/** Null when the file cannot be read at all; what is wrong stands in `problems`. */
export function readYaml(file: string, text: string, problems: Problems): YamlFile | null {
  const lines = new LineCounter();
  const whole = { file, line: 0, field: "" };
  // The parser is recursive and slow on such a file; it is refused before.
  if (nestsTooDeep(text)) {
    problems.add(whole, `at most ${deepest} levels`, "lists nested deeper");
    return null;
  }
  const doc = parseDocument(text, { schema: "failsafe", lineCounter: lines, prettyErrors: false, uniqueKeys: false });
  const lineAt = (offset: number): number => lines.linePos(offset).line;
  // One wrong bracket often makes every later line wrong: the first few say it.
  for (const fault of [...doc.errors, ...doc.warnings].slice(0, 3)) {
    const line = lineAt(fault.pos[0]);
    problems.add({ file, line, field: "" }, "YAML that can be read", `${fault.message} in ${lineText(text, line)}`);
  }
  if (doc.errors.length + doc.warnings.length > 0) return null;

  const locate: Locate = (path) => ({ file, line: lineAt(offsetOf(doc, path)), field: fieldOf(path) });
  const root = plain(doc.contents, [], { locate, problems, lineAt, file });
  if (typeof root !== "object" || Array.isArray(root)) {
    problems.add(
      whole,
      "a site file of fields, such as `name: North tunnel`",
      text.trim() === "" ? "an empty file" : shown(root),
    );
    return null;
  }
  return { root, locate };
}

interface Reading {
  file: string;
  locate: Locate;
  lineAt(offset: number): number;
  problems: Problems;
}

/** `undefined`: empty. */
function plain(node: unknown, path: Path, reading: Reading): Plain | undefined {
  const { problems, locate } = reading;
  if (path.length > deepest) {
    problems.add(locate(path), `at most ${deepest} levels`, "more");
    return undefined;
  }
  if (isAlias(node)) {
    problems.add(locate(path), "the value itself (aliases with * are not supported)", `*${node.source}`);
    return undefined;
  }
  if ((isScalar(node) || isMap(node) || isSeq(node)) && node.anchor) {
    problems.add(locate(path), "no anchors (&), since aliases are not supported", `&${node.anchor}`);
  }
  if (isScalar(node)) return typeof node.value === "string" && node.value !== "" ? node.value : undefined;
  if (isSeq(node)) {
    // An empty item stays, so that the places of the others are right; the shapes refuse it.
    return node.items.map((item, i) => plain(item, [...path, i], reading) ?? "");
  }
  return isMap(node) ? plainGroup(node.items, path, reading) : undefined;
}

function plainGroup(items: readonly { key: unknown; value: unknown }[], path: Path, reading: Reading): Plain {
  const { file, problems, lineAt } = reading;
  const group: { [key: string]: Plain } = {};
  const seen = new Map<string, number>();
  for (const { key, value } of items) {
    if (!isScalar(key) || typeof key.value !== "string" || key.value in {}) {
      problems.add(
        reading.locate(path),
        "plain words before each colon",
        isScalar(key) ? shown(key.value) : "a list or a group",
      );
      continue;
    }
    const name = key.value;
    const line = lineAt(key.range?.[0] ?? 0);
    const before = seen.get(name);
    seen.set(name, before ?? line);
    if (before !== undefined) {
      problems.add(
        { file, line, field: fieldOf([...path, name]) },
        "each field once",
        `${name} again (first in line ${before})`,
      );
      continue;
    }
    const read = plain(value, [...path, name], reading);
    if (read !== undefined) group[name] = read;
  }
  return group;
}

/** Where the value at this path begins (its key, in a group), else where the nearest owner does. */
function offsetOf(doc: Document.Parsed, path: Path): number {
  let node: unknown = doc.contents;
  let offset = 0;
  for (const part of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && item.key.value === part);
      if (!pair) break;
      offset = (isScalar(pair.key) ? pair.key.range?.[0] : undefined) ?? offset;
      node = pair.value;
    } else if (isSeq(node) && typeof part === "number" && part < node.items.length) {
      node = node.items[part];
      offset = (isScalar(node) || isMap(node) || isSeq(node) ? node.range?.[0] : undefined) ?? offset;
    } else break;
  }
  return offset;
}

/** Brackets that stay open, or marks of a list within a list within a list on one line; quotes are not looked at. */
function nestsTooDeep(text: string): boolean {
  let open = 0;
  for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
    open = Math.max(0, open + (bracket === "[" || bracket === "{" ? 1 : -1));
    if (open > 10 * deepest) return true;
  }
  return /(?:[-?][ \t]+){50}/.test(text);
}

const lineText = (text: string, line: number): string => shown((text.split(/\r?\n/)[line - 1] ?? "").trim());
