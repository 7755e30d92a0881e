/** What a stranger writes into a frame reaches the desk as short, inert text: nothing of it is markup, order or length. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { entryWords } from "../../shared/words/entries.ts";
import { drive, site } from "../desk/drive.ts";
import { invite } from "./fakePbx.ts";
import { type Border, startBorder } from "./startBorder.ts";

const desk = drive({ ...site, pbxs: site.pbxs.slice(0, 1).map((pbx) => ({ ...pbx, id: "a" })) });
let bench: Border;
beforeAll(async () => {
  bench = await startBorder();
  bench.onReport = desk.report;
});
afterAll(() => bench.stop());

const hostile: readonly [string, string][] = [
  ["markup", "<img src=x onerror=alert(1)><script>alert(1)</script>"],
  ["controls of the direction of writing", "Tunnel \u202e\u2066\u200f\u061cdros"],
  ["control characters", "Tunnel\u0000\u0007\u001b[31m\u0085\u009b\tnorth"],
  ["10 kB", "Tunnel ".repeat(1500)],
  ["a formula", '=HYPERLINK("http://x")'],
  ["an object's own words", "__proto__"],
  ["half a character", "Tunnel \ud83d"],
];

/** Every string in a value, whatever its depth. */
function texts(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return value !== null && typeof value === "object" ? Object.values(value).flatMap(texts) : [];
}

test.each(hostile)("a name, a user and headers with %s", async (_, text) => {
  const tag = `h${bench.all("callSeen").length}`;
  const quoted = text.replaceAll('"', '\\"');
  bench.pbx.send(
    invite({
      callId: tag,
      from: `"${quoted}" <sip:${encodeURIComponent(text.replace(/[\ud800-\udfff]/g, ""))}@pbx.invalid>;tag=${tag}`,
      extra: [`Priority: ${text}`, `Alert-Info: <${text}>`, `Resource-Priority: ${text}`],
    }),
  );
  const { callId } = await bench.until("callSeen", ({ attach }) => attach.frame?.includes(`tag=${tag}`) ?? false);
  const entries = desk.entries.filter(({ data }) => "eventId" in data && texts(data).length > 0);
  const ours = entries.filter(({ data }) => texts(data).some((one) => one === callId) || "claimedName" in data);
  expect(ours.length).toBeGreaterThan(0);
  for (const entry of ours) {
    for (const one of texts(entry.data)) {
      expect(one.length).toBeLessThanOrEqual(256);
      expect(one).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
    }
    expect(entryWords(entry, site).length).toBeLessThan(2_000);
  }
});
