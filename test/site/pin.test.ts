/** `npm run pin`, as scripts call it. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { parsePinHash, pinMatches } from "../../electron/site/pinHash.ts";

const script = fileURLToPath(new URL("../../scripts/pin.mjs", import.meta.url));

function run(input: string): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise((done) => {
    const child = execFile(process.execPath, [script, "--stdin"], (_error, out, err) => {
      done({ code: child.exitCode, out, err });
    });
    child.stdin?.end(input);
  });
}

test("prints the hash of the PIN that it is given, and nothing of the PIN", async () => {
  const { code, out, err } = await run("4711\n");
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).not.toContain("4711\n");
  const hash = parsePinHash(out.trim());
  expect(hash && (await pinMatches("4711", hash))).toBe(true);
  expect(hash && (await pinMatches("4712", hash))).toBe(false);
});

test.each(["", "47\n", "abcd\n"])("refuses %j in words", async (input) => {
  expect(await run(input)).toEqual({ code: 1, out: "", err: "Expected a PIN of 4 to 12 digits.\n" });
});
