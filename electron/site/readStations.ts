/** Stations from a spreadsheet: a CSV file with a header, separated by commas, semicolons or tabs, as each office saves it. */
import { type CsvError, parse } from "csv-parse/sync";
import type { RawItem } from "./items.ts";
import type { Path, Problems } from "./problem.ts";

const needed = ["id", "name", "number", "type", "map", "x", "y", "area", "words"] as const;
/** Groups of fields: "door open when" is openWhen of door. */
const groups = {
  door: ["digits", "words", "url", "method", "headersEnv", "digestEnv", "stateUrl", "openWhen", "closedWhen"],
  camera: ["snapshot", "stream", "headersEnv", "digestEnv"],
} as const;
type Group = keyof typeof groups;
const columnOfGroup = (group: Group, field: string): string => `${group}${field.toLowerCase()}`;
const possible: readonly string[] = [
  ...["detail", "class", "procedure", "lines", "zones", "announcement"],
  ...(["door", "camera"] as const).flatMap((group) => groups[group].map((field) => columnOfGroup(group, field))),
];
const columns: readonly string[] = [...needed, ...possible];

/** `file`: as messages show it. */
export function readStations(file: string, text: string, problems: Problems): RawItem[] {
  const headerLine = text.split(/\r?\n/, 1)[0] ?? "";
  const delimiter = [";", "\t"].find((mark) => headerLine.split(mark).length > headerLine.split(",").length) ?? ",";
  let rows: { record: string[]; info: { lines: number } }[];
  try {
    const options = {
      bom: true,
      delimiter,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    } as const;
    // With `info` each row is a pair of record and place, which the package's types do not say.
    rows = parse(text, options) as unknown as typeof rows;
  } catch (error) {
    const { lines, message } = error as CsvError;
    problems.add({ file, line: Number(lines) || 1, field: "" }, "a CSV file", message);
    return [];
  }
  const header = (rows.shift()?.record ?? []).map((name) => name.toLowerCase().replace(/[\s_-]/g, ""));
  if (!headerIsGood(file, header, problems)) return [];
  return rows.flatMap(({ record, info }) => {
    // Rows of empty cells are what a spreadsheet leaves where something was deleted.
    if (record.every((cell) => cell === "")) return [];
    const where = { file, line: info.lines, field: "" };
    if (record.length !== header.length) {
      problems.add(where, `${header.length} cells, as the header has`, String(record.length));
      return [];
    }
    return [stationOf(header, record, where)];
  });
}

function headerIsGood(file: string, header: readonly string[], problems: Problems): boolean {
  const place = { file, line: 1, field: "" };
  const missing = needed.filter((name) => !header.includes(name));
  const unknown = header.filter((name) => !columns.includes(name));
  const twice = header.filter((name, i) => header.indexOf(name) !== i);
  if (missing.length > 0) problems.add(place, `the columns ${missing.join(", ")}`, header.join(", ") || "nothing");
  if (unknown.length > 0)
    problems.add(
      place,
      `only the columns ${columns.join(", ")}`,
      unknown.map((name) => JSON.stringify(name)).join(", "),
    );
  if (twice.length > 0) problems.add(place, "each column once", `${twice.join(", ")} again`);
  return missing.length + unknown.length + twice.length === 0;
}

function stationOf(
  header: readonly string[],
  record: readonly string[],
  where: { file: string; line: number },
): RawItem {
  const cells = new Map(header.map((name, i) => [name, record[i] ?? ""]));
  const given = Object.fromEntries([...cells].filter(([name, cell]) => cell !== "" || name === "x" || name === "y"));
  const { x, y, zones, ...rest } = given;
  /** What the row says of it; nothing where it says nothing. What is missing in it is told by its shape. */
  const grouped = (group: Group): Record<string, object> => {
    const fields = groups[group].flatMap((field) => {
      const column = columnOfGroup(group, field);
      const cell = rest[column];
      delete rest[column];
      return cell === undefined ? [] : [[field, cell] as const];
    });
    return fields.length === 0 ? {} : { [group]: Object.fromEntries(fields) };
  };
  const ofDoor = grouped("door");
  const ofCamera = grouped("camera");
  return {
    raw: {
      ...rest,
      at: [x, y],
      zones: (zones ?? "").split(/[\s,;]+/).filter((zone) => zone !== ""),
      ...ofDoor,
      ...ofCamera,
    },
    locate: (path) => ({ ...where, field: columnOf(path) }),
  };
}

function columnOf([field = "", part = ""]: Path): string {
  if (field === "at") return part === 1 ? "y" : "x";
  return field === "door" || field === "camera" ? columnOfGroup(field, String(part)) : String(field);
}
