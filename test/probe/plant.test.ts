/** The whole command against the embedded plant: what it finds, and that nobody there notices more than a registration. */
import { expect, onTestFinished, test as plainTest } from "vitest";
import { type Plant, startPlant } from "../../electron/plant/plant.ts";
import { demoSetup } from "../plant/demoPlant.ts";
import { startTestConsole, until } from "../plant/testConsole.ts";
import { probed, siteAt } from "./probed.ts";

const test = (name: string, body: () => Promise<void>): void => plainTest(name, body, 60_000);

async function plantHere(attachStations: "now" | "never" = "never"): Promise<Plant> {
  const plant = await startPlant(demoSetup, { attachStations, voice: "tone" });
  onTestFinished(() => plant.stop());
  return plant;
}
const siteOf = ({ sipUrl }: Plant, password = "right", more = ""): Promise<string> =>
  siteAt(sipUrl, demoSetup.domain, password, more);

test("without a site it probes the demo, on a plant of its own, and says it in a table", async () => {
  const { code, out, errors } = await probed();
  expect(code, errors).toBe(0);
  expect(out).toMatch(/^A, PBX A: ws:\/\/127\.0\.0\.1:\d+\/sip, account 6000\n/);
  expect(out).toMatch(/ok +Registration +accepted, our Contact is listed, for 120 s/);
  expect(out).toMatch(/LOOK +Overflow +the site file does not say/);
  expect(out).toMatch(/Calls can work: \d+ ok, \d+ to look at, \d+ missing\.\n/);
  expect(errors).toContain("A: registering …");
});

test("as an object it tells the same, every part of it", async () => {
  const plant = await plantHere();
  const file = await siteOf(plant, "right", "\n    overflowAfterS: 6");
  const all = await probed("--site", file, "--json");
  expect(all.code, all.errors).toBe(0);
  expect(all.told("Software")).toBe("ok: Embedded plant");
  expect(all.told("Round trip")).toMatch(/median of 5 OPTIONS/);
  expect(all.told("Dead connections")).toBe("ok: a double CRLF is answered, RFC 5626");
  expect(all.told("Password")).toBe("ok: digest MD5");
  expect(all.told("Way in")).toMatch(/^ok: a call to 6000 came back after \d+ ms, and was hung up/);
  expect(all.told("Called number")).toBe("ok: 6000 is told");
  expect(all.told("Headers")).toMatch(
    /kept: Priority, Resource-Priority, Alert-Info, Call-Info, Geolocation, X-Probe; dropped: Session-ID/,
  );
  expect(all.told("Evidence of priority")).toMatch(/^ok: .*, Priority, Resource-Priority$/);
  expect(all.told("P-Asserted-Identity")).toMatch(/^ok: a forged one is removed; the PBX sets its own/);
  expect(all.told("Sound offered: codecs")).toBe("ok: PCMU");
  expect(all.told("Sound offered: encryption")).toMatch(/^ok: DTLS-SRTP, sha-256/);
  expect(all.told("Dialog events (RFC 4235)")).toMatch(/^missing: not offered for 0101: 489/);
  expect(all.told("Overflow")).toMatch(/^look: after 6 s, shorter .*Life safety: to be answered within 8 s/);
  const { registration, callers } = all.report().facts;
  expect(registration).toMatchObject({ others: [], gone: true });
  expect(callers).toEqual([]);
  expect(all.out).not.toContain("right");
});

test("a console with the same account is left alone, and is not rung either way", async () => {
  const plant = await plantHere();
  const console = await startTestConsole(plant.sipUrl, "6000", "right");
  onTestFinished(() => console.stop());
  await console.register();
  const file = await siteOf(plant);
  const apart = await probed("--site", file, "--json");
  expect(apart.told("Other devices")).toMatch(/^look: 6000 is registered at <sip:6000@.* \| Left alone/);
  expect(apart.report().facts.registration).toMatchObject({ tried: null, gone: null });
  expect(apart.report().facts.selfCall).toBeNull();
  const beside = await probed("--site", file, "--json", "--beside");
  expect(beside.told("Registration")).toMatch(/^ok: accepted, our Contact is listed/);
  expect(beside.told("Way in")).toMatch(/no call to our own number: it would ring at the other device/);
  expect(beside.report().facts.registration?.gone).toBe(true);
  expect(console.incoming).toEqual([]);
});

test("a wrong password is told in words, and calls cannot work", async () => {
  const plant = await plantHere();
  const wrong = await probed("--site", await siteOf(plant, "wrong"), "--json");
  expect(wrong.code).toBe(1);
  expect(wrong.told("Registration")).toMatch(/^missing: 40[13] .* \| A .*6000/);
  expect(wrong.report().usable).toBe(false);
});

test("a PBX that is not there ends with 1, and says so", async () => {
  const nobody = await probed("--site", await siteAt("ws://127.0.0.1:9/ws", "plant.invalid", "right"));
  expect(nobody.code).toBe(1);
  expect(nobody.out).toMatch(/MISSING +Connection +nothing listens at its address/);
  expect(nobody.out).toContain("Calls cannot work here yet");
});

test("a test call is answered, measured and ended", async () => {
  const plant = await plantHere("now");
  await plant.allAttached;
  const made = await probed("--site", await siteOf(plant), "--json", "--call", "70 10", "--yes");
  expect(made.code, made.errors).toBe(0);
  expect(made.told("Test call")).toMatch(/^ok: 7010 answered after 180/);
  expect(made.told("Test call: codecs")).toBe("ok: PCMU");
  expect(made.told("Test call: digits")).toMatch(/^ok/);
  expect(made.report().facts.testCall).toMatchObject({ ended: true });
  const stations = await plant.stations();
  await until("7010 is free again", () => stations.states().every(({ calls }) => calls.length === 0));
});

test("a site that is refused, an unknown PBX, and a call that nobody could confirm: nothing is tried", async () => {
  const file = await siteAt("ws://pbx.example/ws", "plant.invalid", "right");
  const refused = await probed("--site", file);
  expect(refused.code).toBe(2);
  expect(refused.errors).toMatch(/site\.yaml line 5, pbxs\[0\]\.address: expected wss:\/\//);
  const good = await siteAt("ws://127.0.0.1:9/ws", "plant.invalid", "right");
  const unknown = await probed("--site", good, "--pbx", "Z");
  expect(unknown.code).toBe(2);
  expect(unknown.errors).toContain("--pbx Z: this site names no such PBX; it has A.");
  const unasked = await probed("--site", good, "--call", "7010");
  expect(unasked.code).toBe(2);
  expect(unasked.errors).toMatch(/A real call will be made to 7010 through A[\s\S]*add --yes/);
});
