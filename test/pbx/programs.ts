/** The programs that `npm run setup:pbx` unpacks: where they are, or why the tests that need them do not run. */
import { existsSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { fileURLToPath } from "node:url";
import { type TestContext, test } from "vitest";

const unpacked = fileURLToPath(new URL("../../.pbx", import.meta.url));
/** `.ci/run` sets it: where a PBX is missing its tests fail instead of standing aside. */
const required = process.env["PBX_REQUIRED"] === "yes";

const setOf = {
  asterisk: "asterisk",
  kamailio: "kamailio",
  rtpengine: "kamailio",
  baresip: "kamailio",
  sipp: "kamailio",
};
export type Program = keyof typeof setOf;

/** A folder of the tree that this program was unpacked into, such as "usr/share/asterisk". */
export const folderOf = (program: Program, folder: string): string => `${unpacked}/${setOf[program]}/${folder}`;
export const fileOf = (program: Program): string => folderOf(program, `bin-of-tests/${program}`);
/** Where the program keeps its modules. */
export const modulesOf = (program: "asterisk" | "kamailio"): string =>
  folderOf(program, `libraries/${program}/modules`);

/** Why this PBX cannot run here, in words; null when it can. */
export function whyNot(pbx: "asterisk" | "kamailio"): string | null {
  const needed: Program[] =
    pbx === "asterisk" ? ["asterisk", "baresip", "sipp"] : ["kamailio", "rtpengine", "baresip", "sipp"];
  const missing = needed.filter((program) => !existsSync(fileOf(program)));
  if (missing.length > 0) return `${missing.join(", ")} not unpacked; run: npm run setup:pbx`;
  if (pbx === "asterisk" && outsideAddress() === null) {
    return "this machine has no address but 127.0.0.1, and Asterisk offers its sound on no such address";
  }
  return null;
}

/** An IPv4 address of this machine that is not loopback; null where there is none. */
export function outsideAddress(): string | null {
  const all = Object.values(networkInterfaces()).flatMap((one) => one ?? []);
  return all.find(({ family, internal }) => family === "IPv4" && !internal)?.address ?? null;
}

/** A test that needs this PBX. Where it cannot run it says why, and fails where it must run. */
export function pbxTest(
  pbx: "asterisk" | "kamailio",
  name: string,
  body: (context: TestContext) => Promise<void>,
  limitMs = 120_000,
  /** What else stands against it, in words. */
  whyNotElse: string | null = null,
): void {
  const why = whyNot(pbx) ?? whyNotElse;
  if (why === null) return void test(name, body, limitMs);
  test(name, (context) => {
    if (required) throw new Error(`It must run here, and cannot: ${why}`);
    console.warn(`Not run: ${name}, on ${pbx}: ${why}`);
    context.skip(why);
  });
}
