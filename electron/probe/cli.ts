/**
 * `npm run probe -- --site FILE`: tells what the PBXs of a site offer to the console, before the first installation and
 * after every change there. Ends with 0 when nothing stands against calls, with 1 when they cannot work at one of them,
 * with 2 when nothing was tried.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { normaliseNumber } from "../../shared/dialing/directory.ts";
import type { PbxAccount } from "../host/ports.ts";
import { startPlant } from "../serve/plantProcess.ts";
import { type LoadedSite, loadSite } from "../site/loadSite.ts";
import type { Facts } from "./facts.ts";
import { isProved, isUsable, judge } from "./judge.ts";
import { probe, Stopped } from "./probe.ts";
import { type Report, writeReport } from "./writeReport.ts";

const usage = `npm run probe -- --site FILE [--pbx ID] [--call NUMBER [--yes]] [--beside] [--json]
  --pbx ID       only this PBX of the site
  --call NUMBER  makes a real call to this number, asks before it does, and ends it by itself
  --yes          does not ask
  --beside       registers although a console is registered with the same account
  --json         one object instead of the tables`;

const demoSite = fileURLToPath(new URL("../../assets/demo/site.yaml", import.meta.url));
const say = (words: string): void => void process.stderr.write(`${words}\n`);
let stopping = false;
process.on("SIGINT", () => {
  if (stopping) process.exit(130);
  stopping = true;
  say("Stopping: calls are ended and the registration is taken back first. Once more to end at once.");
});

function readOptions() {
  const { values } = parseArgs({
    options: {
      site: { type: "string", default: demoSite },
      pbx: { type: "string" },
      call: { type: "string" },
      yes: { type: "boolean", default: false },
      beside: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  return values;
}

async function run(): Promise<number> {
  const options = readOptions();
  if (options.help) {
    say(usage);
    return 0;
  }
  const call = options.call === undefined ? undefined : normaliseNumber(options.call);
  if (call === "") throw new Error(`--call ${options.call}: expected a number such as 7010.`);
  const loaded = await loadSite(options.site);
  const { accounts } = loaded;
  const chosen = accounts.filter(({ id }) => options.pbx === undefined || id === options.pbx);
  if (chosen.length === 0)
    throw new Error(
      `--pbx ${options.pbx ?? ""}: this site names no such PBX; it has ${accounts.map(({ id }) => id).join(", ") || "none"}.`,
    );
  const mayCall = call === undefined || options.yes || (await agreed(call, chosen));
  if (!mayCall) say("No call is made.");
  return onPlant(loaded, options.site, chosen, async (reached) => {
    const reports: (Report & { facts: Facts })[] = [];
    for (const account of reached) {
      const report = await probeOne(loaded, account, { beside: options.beside, call: mayCall ? call : undefined });
      reports.push(report);
      if (!options.json) process.stdout.write(`${writeReport(report)}\n\n`);
    }
    if (options.json) process.stdout.write(`${JSON.stringify({ site: loaded.site.name, pbxs: reports }, null, 2)}\n`);
    return reports.every(({ usable }) => usable) ? 0 : 1;
  });
}

async function probeOne(
  { site }: LoadedSite,
  account: PbxAccount,
  { beside, call }: { beside: boolean; call: string | undefined },
): Promise<Report & { facts: Facts }> {
  const pbx = site.pbxs.find(({ id }) => id === account.id);
  if (!pbx) throw new Error(`The site has no PBX ${account.id}.`);
  const facts = await probe(account, {
    stationNumber: site.stations[0]?.number,
    zoneNumber: (site.zones.find(({ reportsMembers }) => reportsMembers) ?? site.zones[0])?.number,
    correlation: site.correlation,
    beside,
    callNumber: call,
    at: Date.now(),
    onStep: (words) => say(`${account.id}: ${words} …`),
    isStopping: () => stopping,
  });
  const findings = judge(facts, site, pbx, account);
  return {
    id: pbx.id,
    name: pbx.name,
    address: account.url,
    account: account.user,
    usable: isUsable(findings),
    proved: isProved(facts),
    findings,
    facts,
  };
}

/** The embedded plant runs for as long as it is probed, in a process of its own: never the one that a console is using. */
async function onPlant<T>(
  { embeddedPlant }: LoadedSite,
  siteFile: string,
  accounts: readonly PbxAccount[],
  use: (accounts: readonly PbxAccount[]) => Promise<T>,
): Promise<T> {
  if (!embeddedPlant) return use(accounts);
  const directory = mkdtempSync(join(tmpdir(), "probe-"));
  const plant = startPlant(siteFile, directory, say);
  try {
    const { sip } = await plant.announced;
    return await use(accounts.map((account) => ({ ...account, url: sip })));
  } finally {
    await plant.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function agreed(number: string, accounts: readonly PbxAccount[]): Promise<boolean> {
  const via = accounts.map(({ id }) => id).join(", then through ");
  const what = `A real call will be made to ${number} through ${via}. It rings there for at most 30 s, is silent when answered, is called a second
time to take the first call over, and is ended after a few seconds.`;
  if (!process.stdin.isTTY) throw new Error(`${what}\nThere is no terminal to ask on: add --yes if that may be.`);
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(`${what}\nType yes to call: `);
  terminal.close();
  return answer.trim().toLowerCase() === "yes";
}

run().then(
  (code) => process.stdout.write("", () => process.exit(code)),
  (error: unknown) => {
    if (error instanceof Stopped) say("Stopped; nothing is left behind.");
    else say(error instanceof Error ? error.message : String(error));
    process.exit(error instanceof Stopped ? 130 : 2);
  },
);
