/**
 * Prints the line for an operator's `pin:` in a site file. `npm run pin` asks for the PIN twice, without showing it;
 * `npm run pin -- --stdin` reads one line from standard input, for scripts.
 */
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { hashPin, isPin, writePinHash } from "../electron/site/pinHash.ts";

const fromStdin = process.argv.includes("--stdin");
if (!fromStdin && !process.stdin.isTTY)
  fail("There is no terminal to ask on. Use --stdin and send the PIN as one line.");

const pin = fromStdin ? await oneLine() : await askTwice();
if (!isPin(pin)) fail("Expected a PIN of 4 to 12 digits.");
process.stdout.write(`${writePinHash(await hashPin(pin))}\n`);

async function oneLine() {
  const lines = createInterface({ input: process.stdin });
  for await (const line of lines) return line.trim();
  return "";
}

/** Typed characters are echoed by readline to its output, so that is a place where they vanish. */
async function askTwice() {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  terminal.on("SIGINT", () => fail("\nNothing was made."));
  const ask = async (words) => {
    process.stderr.write(words);
    const answer = (await terminal.question("")).trim();
    process.stderr.write("\n");
    return answer;
  };
  const first = await ask("PIN (4 to 12 digits, not shown): ");
  const second = await ask("Once more: ");
  terminal.close();
  return first === second ? first : fail("The two were not the same.");
}

function fail(words) {
  process.stderr.write(`${words}\n`);
  process.exit(1);
}
