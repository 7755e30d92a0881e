/** A call's location in words. What it says is the caller's own text. */
import type { Location } from "../place/location.ts";

/** Short, for titles: the address, else the coordinates, else why there is none. */
export function locationWords(location: Location): string {
  const { point, civic, reference, problem } = location;
  if (civic.length > 0) return civic.slice(0, 2).join(", ");
  if (point) return coordinateWords(location);
  if (reference !== null) return "location by reference, not fetched";
  return `no place: ${problem}`;
}

/** "46.88123 N 11.20456 E ± 50 m". */
function coordinateWords({ point, radiusM }: Location): string {
  if (!point) return "";
  const { latitude, longitude } = point;
  const north = `${Math.abs(latitude).toFixed(5)} ${latitude < 0 ? "S" : "N"}`;
  const east = `${Math.abs(longitude).toFixed(5)} ${longitude < 0 ? "W" : "E"}`;
  return `${north} ${east}${radiusM === null ? "" : ` ± ${metresWords(radiusM)}`}`;
}

export const metresWords = (metres: number): string =>
  metres < 1_000 ? `${Math.round(metres)} m` : `${(metres / 1_000).toFixed(metres < 10_000 ? 1 : 0)} km`;

/** Everything that is known of it, one line each. */
export function locationLines(location: Location): string[] {
  const { point, civic, reference, method, at, addedBy, problem } = location;
  const found = [method === null ? "" : `found by ${method}`, at === null ? "" : at.replace("T", " ")];
  const said = addedBy === null ? "said by the caller" : `said to be added by ${addedBy}`;
  return [
    ...civic,
    ...(point ? [coordinateWords(location)] : []),
    ...(reference === null ? [] : [`location by reference, not fetched: ${reference}`]),
    ...(problem === "" ? [] : [point || civic.length > 0 ? capital(problem) : `No place: ${problem}`]),
    [said, ...found].filter((words) => words !== "").join(" · "),
  ];
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
