/** A position whose PBXs speak raw SIP, frame by frame: the real host, a console window and a media page of words; for what no real PBX does. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { LoadedSite } from "../../electron/site/loadSite.ts";
import type { PriorityEvent } from "../../shared/desk/state.ts";
import { type ConsoleWindow, openConsoleWindow } from "../journeys/consoleWindow.ts";
import { hostHere } from "../journeys/hostLife.ts";
import { loadedSite, pinOf, smallSite } from "../journeys/smallSite.ts";
import type { FakePbx } from "../sip/fakePbx.ts";
import { attachPlainMedia } from "./plainMedia.ts";

export interface RawPosition {
  console: ConsoleWindow;
  /** The open event of this number, or nothing. */
  event(number: string): PriorityEvent | undefined;
}

export interface RawPositionOptions {
  pbxs: readonly Pick<FakePbx, "url">[];
  atEnd(close: () => unknown): void;
  /** Changes what the site says of a PBX, before the host starts. */
  account?: Partial<LoadedSite["accounts"][number]>;
}

/** Started and signed in; whether it is registered is the caller's matter. */
export async function startRawPosition({ pbxs, atEnd, account = {} }: RawPositionOptions): Promise<RawPosition> {
  const dataDir = mkdtempSync(path.join(tmpdir(), "faults-"));
  atEnd(() => rmSync(dataDir, { recursive: true, force: true }));
  const [first] = smallSite.pbxs;
  if (!first) throw new Error("The small site has a PBX.");
  const site = {
    ...smallSite,
    pbxs: pbxs.map((_, at) => ({ ...first, id: "AB"[at] ?? "", name: `PBX ${"AB"[at]}` })),
    stations: smallSite.stations.map((station) => ({ ...station, lines: 1 })),
  };
  const loaded = await loadedSite(
    site,
    pbxs.map(({ url }) => url),
  );
  const host = await hostHere({
    loaded: { ...loaded, accounts: loaded.accounts.map((one) => ({ ...one, ...account })) },
    dataDir,
    position: "1",
    loopbackIce: true,
    embedMedia: false,
    about: { shell: "faults", plant: "raw SIP", journal: dataDir, version: "0" },
    plantPanel: null,
    version: "0",
    plantSip: null,
  });
  atEnd(() => host.stop());
  const console = openConsoleWindow();
  await console.attach(host);
  attachPlainMedia(host);
  await console.signIn("anna", pinOf["anna"] ?? "");
  return {
    console,
    event: (number) => Object.values(console.desk.events).findLast((event) => event.number === number),
  };
}

export const registered = ({ console }: RawPosition, pbxId = "A", limitMs = 20_000): Promise<unknown> =>
  console.until(`${pbxId} is registered`, (now) => now.pbxs[pbxId]?.state === "registered", limitMs);
