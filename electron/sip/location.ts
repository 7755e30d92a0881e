/**
 * Where an INVITE says its caller is (RFC 6442): the location that its Geolocation header points at. Pure: frame in, value
 * out. It never throws and fetches nothing; a location behind an address stays an address.
 */
import { type Location, noLocation } from "../../shared/place/location.ts";
import { clean, rawHeaders, splitList } from "./headers.ts";
import { type Part, partsOf } from "./multipart.ts";
import { readPidfLo } from "./pidfLo.ts";

const valueCap = 8;
const longestValue = 512;

/** null: the frame says nothing of a location. `frame`: as it came, body and all. */
export function readLocation(frame: string): Location | null {
  const values = rawHeaders(frame, "geolocation", "geolocation")
    .flatMap((value) => splitList(value.replace(/\r?\n[ \t]+/g, " ")))
    .slice(0, valueCap)
    .map((value) => readValue(value.slice(0, longestValue)));
  if (values.length === 0) return null;
  const byValue = values.find(({ uri }) => /^cid:/i.test(uri));
  const addedBy = (byValue ?? values[0])?.source ?? null;
  const reference = values.find(({ uri }) => /^(?:sips?|pres|https?):/i.test(uri));
  const found = byValue ? fromPart(frame, byValue.uri.slice("cid:".length)) : null;
  const asked = reference ? clean(reference.uri, 300) : null;
  if (found) return { ...found, reference: asked, addedBy };
  if (asked !== null) return { ...noLocation, reference: asked, addedBy };
  return { ...noLocation, addedBy, problem: "its Geolocation header cannot be read" };
}

/** RFC 6442, 4.1: <uri>;loc-src=… (RFC 8787, 4). */
function readValue(value: string): { uri: string; source: string | null } {
  const uri = /<([^>]*)>/.exec(value)?.[1] ?? value.split(";", 1)[0] ?? "";
  const source = />.*;\s*loc-src\s*=\s*"?([^\s;,"]{1,128})/i.exec(value)?.[1];
  return { uri: uri.trim(), source: source === undefined ? null : clean(source, 128) };
}

function fromPart(frame: string, cid: string): Location {
  const parts = partsOf(frame);
  // RFC 2392, 2: a cid: URI is percent-encoded, a Content-ID is not.
  const wanted = decoded(cid).toLowerCase();
  const named = parts.find(({ id }) => id !== "" && id.toLowerCase() === wanted);
  const part: Part | undefined = named ?? parts.find(({ type }) => type === "application/pidf+xml");
  if (!part) return { ...noLocation, problem: "the location that the message names is not in it" };
  const read = readPidfLo(part.body);
  if (named || read.problem !== "") return read;
  return { ...read, problem: "the message names another part than the one that holds it" };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Not percent-encoded after all.
    return text;
  }
}
