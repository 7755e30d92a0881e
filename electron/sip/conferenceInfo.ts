/**
 * Who is in a page: reads conference-info documents (RFC 4575). Pure. A PBX is trusted no more than a caller: no entities,
 * no DTD, a bounded size, depth and number of users; what cannot be read gives null.
 */
import type { PageMember } from "../../shared/page/page.ts";
import { userOf } from "./headers.ts";
import { createXmlReader } from "./xml.ts";

export interface Member {
  number: string;
  status: PageMember["status"];
}

export interface ConferenceDocument {
  /** partial: users not named keep their state (RFC 4575, 4.6). */
  full: boolean;
  version: number;
  /** status null: named without saying anything of its endpoints. */
  users: readonly { number: string; status: Member["status"] | null }[];
}

const documentCap = 256 * 1024;
const userCap = 2_000;

const parser = createXmlReader(20, (name) => name === "user" || name === "endpoint");

/** A document in the making: what the parser returns for an element. */
type Element = Readonly<Record<string, unknown>>;

export function readConferenceInfo(xml: string): ConferenceDocument | null {
  if (xml.length > documentCap || /<!(?:DOCTYPE|ENTITY)/i.test(xml)) return null;
  let root: Element | null;
  try {
    root = elementOf(elementOf(parser.parse(xml))?.["conference-info"]);
  } catch {
    // Not XML, or deeper than any member list is: nothing to be learnt from it.
    return null;
  }
  if (!root) return null;
  const list = elementOf(root["users"]);
  const users = (Array.isArray(list?.["user"]) ? list["user"] : []).slice(0, userCap).flatMap((one) => {
    const user = elementOf(one);
    const entity = user?.["@entity"];
    const number = typeof entity === "string" ? userOf(entity) : null;
    return user && number !== null ? [{ number, status: statusOf(user) }] : [];
  });
  const version = Number(root["@version"] ?? 0);
  // RFC 4575, 4.6 and 5.6.1: a partial document may still carry the whole list of users.
  const full = (root["@state"] ?? "full") === "full" || list?.["@state"] === "full";
  return { full, version: Number.isSafeInteger(version) ? version : 0, users };
}

/** Members after a document: someone who is no longer named in a full list has left. */
export function withDocument(members: ReadonlyMap<string, Member>, document: ConferenceDocument): Map<string, Member> {
  const next = new Map<string, Member>();
  for (const member of members.values()) {
    next.set(member.number, document.full ? { ...member, status: gone(member.status) } : member);
  }
  for (const { number, status } of document.users) {
    next.set(number, { number, status: status ?? members.get(number)?.status ?? "joining" });
  }
  return next;
}

const gone = (status: Member["status"]): Member["status"] =>
  status === "busy" || status === "failed" ? status : "left";

/** A user with several endpoints is where the best of them is. */
function statusOf(user: Element): Member["status"] | null {
  if (user["@state"] === "deleted") return "left";
  const endpoints = Array.isArray(user["endpoint"]) ? user["endpoint"] : [];
  const found = new Set(endpoints.map((one) => endpointStatus(elementOf(one) ?? {})));
  const order: readonly Member["status"][] = ["joined", "joining", "busy", "failed", "left"];
  return order.find((status) => found.has(status)) ?? null;
}

function endpointStatus(endpoint: Element): Member["status"] | null {
  if (endpoint["@state"] === "deleted") return "left";
  // RFC 4575, 5.7.2.
  switch (textOf(endpoint["status"])) {
    case "connected":
    case "on-hold":
    case "muted-via-focus":
      return "joined";
    case "pending":
    case "dialing-out":
    case "dialing-in":
    case "alerting":
      return "joining";
    case "disconnecting":
      return "left";
    case "disconnected":
      return howItEnded(endpoint);
    default:
      return null;
  }
}

function howItEnded(endpoint: Element): Member["status"] {
  // RFC 4575, 5.7.5: departed, booted, failed, busy; 5.7.6: the reason is written as in a Reason header.
  const method = textOf(endpoint["disconnection-method"]);
  const cause = /cause\s*=\s*(\d{3})/i.exec(textOf(elementOf(endpoint["disconnection-info"])?.["reason"]))?.[1];
  if (method === "busy" || cause === "486" || cause === "600") return "busy";
  if (method === "failed" || (cause !== undefined && cause >= "400")) return "failed";
  return "left";
}

const elementOf = (value: unknown): Element | null =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Element) : null;

/** Text of an element with or without attributes. */
function textOf(value: unknown): string {
  if (typeof value === "string") return value.trim().toLowerCase();
  const text = elementOf(value)?.["#text"];
  return typeof text === "string" ? text.trim().toLowerCase() : "";
}
