/** Items of a site file, each read by its shape and kept with its place, so that later checks can point at it. */
import type { z } from "zod";
import { type Locate, type Path, type Problems, shown } from "./problem.ts";

/** What stands in a file, before any shape was asked. */
export interface RawItem {
  raw: unknown;
  /** Place of a field of this item. */
  locate: Locate;
}
export interface Item<T> {
  value: T;
  locate: Locate;
}

export const rawItems = (list: readonly unknown[], name: string, locate: Locate): RawItem[] =>
  list.map((raw, i) => ({ raw, locate: (path) => locate([name, i, ...path]) }));

/** The items that have their shape; of the others, every field that is wrong goes to `problems`. */
export function readItems<S extends z.ZodType>(
  items: readonly RawItem[],
  shape: S,
  problems: Problems,
): Item<z.output<S>>[] {
  return items.flatMap(({ raw, locate }) => {
    const read = readOne(raw, shape, locate, problems);
    return read === undefined ? [] : [{ value: read, locate }];
  });
}

export function readOne<S extends z.ZodType>(
  raw: unknown,
  shape: S,
  locate: Locate,
  problems: Problems,
): z.output<S> | undefined {
  const result = shape.safeParse(raw);
  if (result.success) return result.data;
  for (const issue of result.error.issues) {
    const path = issue.path.map((part) => (typeof part === "symbol" ? String(part) : part));
    if (issue.code === "unrecognized_keys") {
      for (const key of issue.keys) problems.add(locate([...path, key]), issue.message, JSON.stringify(key));
    } else {
      problems.add(locate(path), issue.message, shown(valueAt(raw, path), path));
    }
  }
  return undefined;
}

/** Ids as written, also of items that are wrong elsewhere: a reference to them is not wrong as well. */
export const idsOf = (items: readonly RawItem[]): Set<string> =>
  new Set(items.flatMap(({ raw }) => (isGroup(raw) && typeof raw["id"] === "string" ? [raw["id"].trim()] : [])));

export const isGroup = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (at, part) => (typeof at === "object" && at !== null ? Reflect.get(at, part) : undefined),
    value,
  );
}
