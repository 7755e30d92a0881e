/** Times as people read them: 00:07, 02:14, then 1 h 12 min; clock times 14:06:31 in the zone of this machine. */

const two = (value: number): string => String(value).padStart(2, "0");

/** Length in ms; under an hour mm:ss, then hours and minutes, then days. Negative counts as none. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 3600) return `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  return `${Math.floor(minutes / 1440)} d ${Math.floor((minutes % 1440) / 60)} h`;
}

/** Short lengths in a sentence: "4 s", "2 min", "3 h". */
export function about(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 48 * 3600) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}

/** Wall clock in ms since the epoch → "14:06:31". */
export function clockTime(wall: number): string {
  const date = new Date(wall);
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** "14:06", for empty states and lists. */
export const clockMinute = (wall: number): string => clockTime(wall).slice(0, 5);

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** "11 Nov"; the year only where the reader asks for it: "11 Nov 2026". */
export function day(wall: number, withYear = false): string {
  const date = new Date(wall);
  const short = `${date.getDate()} ${months[date.getMonth()] ?? ""}`;
  return withYear ? `${short} ${date.getFullYear()}` : short;
}
