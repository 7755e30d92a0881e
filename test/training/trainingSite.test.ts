/** The site of an exercise: the same rules and places, and nothing that leads out of this computer. */
import path from "node:path";
import { expect, test } from "vitest";
import { loadSite } from "../../electron/site/loadSite.ts";
import { trainingLoaded } from "../../electron/training/trainingLoaded.ts";
import type { Site } from "../../shared/site/site.ts";
import { trainingSite } from "../../shared/training/trainingSite.ts";
import { loadedSite, smallSite } from "../journeys/smallSite.ts";

test("stations, places, zones, people and rules are the real ones", async () => {
  const { site } = await loadSite(path.join(import.meta.dirname, "../../assets/demo/site.yaml"));
  const { pbxs: _real, ...rest } = site;
  const { pbxs, ...same } = trainingSite(site);
  expect(same).toEqual(rest);
  expect(pbxs).toEqual([
    { id: "A", name: "PBX A (training)", ownNumber: "6000", emergencyNumbers: ["6000", "112"], assertsIdentity: true },
  ]);
});

test("what a site may reach besides its PBX is not in it, by whatever name", () => {
  const reaching = {
    ...smallSite,
    webhooks: ["https://elsewhere.invalid/hook"],
    mqtt: { broker: "mqtt://elsewhere.invalid" },
    correlation: "session-id",
    stations: smallSite.stations.map((one) => ({
      ...one,
      camera: "rtsp://elsewhere.invalid/1",
      door: { digits: "9#", words: "Gate", http: "http://elsewhere.invalid/open" },
    })),
    pbxs: [...smallSite.pbxs, { ...smallSite.pbxs[0], id: "B", name: "elsewhere.invalid" }],
  } as unknown as Site;
  const made = JSON.stringify(trainingSite(reaching));
  expect(made).not.toContain("elsewhere.invalid");
  expect(made).not.toContain("session-id");
});

test("no account, address, certificate or secret of the real PBXs is in it; PINs are, to sign in with", async () => {
  const loaded = await loadedSite(smallSite, "wss://pbx.invalid/sip", true);
  const real = {
    ...loaded,
    accounts: loaded.accounts.map((account) => ({ ...account, tls: { ca: "PEM" }, password: "secret" })),
    webhookKeys: ["secret"],
  };
  const made = trainingLoaded(real);
  expect(JSON.stringify(made)).not.toMatch(/pbx\.invalid|plant\.invalid|PEM|secret/);
  expect(made.accounts.map(({ url, checkNumber, tls }) => [url, checkNumber, tls])).toEqual([
    ["", undefined, undefined],
  ]);
  expect(made.pins).toBe(loaded.pins);
});
