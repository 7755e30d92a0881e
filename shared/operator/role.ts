/** Roles: which one an operator has, and which others would be allowed, so that a refusal can say who to ask. */
import type { Role, Site } from "../site/site.ts";

/** The operator's role; null with nobody signed in, or for an operator or a role that the site does not (or no longer) know. */
export function roleOf(site: Site, operatorId: string | null): Role | null {
  if (operatorId === null) return null;
  const operator = site.operators.find((one) => one.id === operatorId);
  return (operator && site.roles.find((role) => role.id === operator.roleId)) ?? null;
}

/** Local hours as minutes since midnight; null when the text is not "HH:MM" (00:00 … 24:00). */
export function minuteOf(text: string): number | null {
  const match = /^(\d{2}):(\d{2})$/.exec(text);
  if (!match) return null;
  const [hours, minutes] = [Number(match[1]), Number(match[2])];
  return minutes < 60 && hours * 60 + minutes <= 1440 ? hours * 60 + minutes : null;
}

/** True inside the role's hours: `from` counts, `to` does not; 22:00 to 06:00 passes midnight. Unreadable hours permit nothing. */
export function withinHours(role: Role, localMinute: number): boolean {
  if (!role.hours) return true;
  const [from, to] = [minuteOf(role.hours.from), minuteOf(role.hours.to)];
  if (from === null || to === null) return false;
  return from <= to ? localMinute >= from && localMinute < to : localMinute >= from || localMinute < to;
}

/** True where the role is not limited to areas, or this is one of them. */
export const withinAreas = (role: Role, areaId: string): boolean => role.areas?.includes(areaId) ?? true;

/** "a supervisor", "a supervisor or an engineer"; null when no role of the site would do. */
export function whoMay(site: Site, may: (role: Role) => boolean): string | null {
  const names = site.roles.filter(may).map((role) => withArticle(role.name));
  return names.length === 0 ? null : names.join(" or ");
}

function withArticle(name: string): string {
  const first = name.slice(0, 1).toLowerCase();
  return `${"aeiou".includes(first) ? "an" : "a"} ${first}${name.slice(1)}`;
}
