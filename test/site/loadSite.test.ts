import { dirname, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { loadSite } from "../../electron/site/loadSite.ts";
import { ladderTimesOf } from "../../shared/ladder/rungs.ts";
import { defaultClasses, defaultOutcomes } from "../../shared/site/defaults.ts";
import { writeWav } from "../../shared/sound/wav.ts";
import { newAuthority } from "../sip/authority.ts";
import { changed, siteOnDisk, siteYaml, stationsCsv } from "./siteOnDisk.ts";

describe("a good site file", () => {
  test("gives the site, with stations of the file and of its spreadsheet", async () => {
    const file = await siteOnDisk();
    const { site, dir, files, embeddedPlant, holdClip } = await loadSite(file);
    expect(site.stations.map(({ id }) => id)).toEqual(["sos-1", "hp-1", "sp-1", "sp-2"]);
    expect(site.stations[0]).toEqual({
      id: "sos-1",
      name: "SOS 1",
      number: "0101",
      type: "sosTerminal",
      place: { mapId: "plan", at: [10, 20.5], areaId: "tube", words: "km 0.1", detail: "" },
    });
    expect(site.stations[1]).toMatchObject({ type: "helpPoint", class: "lifeSafety", lines: 1 });
    expect(site.stations[2]?.place).toEqual({
      mapId: "plan",
      at: [30, 40],
      areaId: "tube",
      words: "km 0.2",
      detail: "upper wall, left",
    });
    expect(site.zones[0]).toMatchObject({ stationIds: ["sos-1", "sp-1", "sp-2"], reportsMembers: true });
    expect(site.maps).toEqual([
      { id: "plan", name: "Plan", kind: "plan", image: "plan.svg", width: 100, height: 50 },
      { id: "region", name: "Region", kind: "geo", geojson: "region.geojson", center: [11.2, 46.8], zoom: 12 },
    ]);
    expect(site.procedures[0]?.steps).toEqual([
      { kind: "ask", words: "Injured?", mandatory: true, answers: ["Yes", "No"] },
      { kind: "call", words: "Call patrol", mandatory: false, number: "7002" },
      { kind: "page", words: "Page Tube all", mandatory: false, zoneId: "tube-all" },
    ]);
    expect(site.roles[0]).toMatchObject({
      hours: { from: "06:00", to: "22:00" },
      areas: ["tube"],
      allCall: false,
      openDoors: false,
      shelve: false,
      approve: false,
    });
    expect({ dir, embeddedPlant, holdClip }).toEqual({ dir: dirname(file), embeddedPlant: false, holdClip: null });
    expect(files.map((one) => one.slice(dir.length + 1))).toEqual([
      "site.yaml",
      "stations.csv",
      "plan.svg",
      "region.geojson",
      "password.txt",
    ]);
  });

  test("gives doors, the supervisor and call-out lists, with members as numbers in their order", async () => {
    const lists = 'callOutLists:\n  - { id: first, name: First, members: [hp-1, patrol, "0555 0142"] }\nroles:\n';
    const named = changed(siteYaml, "name: Small tunnel\n", "name: Small tunnel\nsupervisor: patrol\n");
    const { site } = await loadSite(
      await siteOnDisk({
        "site.yaml": changed(named, "roles:\n", lists),
        "stations.csv": stationsCsv
          .replace("detail,zones", "detail,zones,door digits,door words")
          .replace('left",tube-all', 'left",tube-all,9#,Gate')
          .replace("km 0.3,,tube-all", "km 0.3,,tube-all,,"),
      }),
    );
    expect(site.supervisor).toBe("7002");
    expect(site.callOutLists).toEqual([
      { id: "first", name: "First", words: "", members: ["102", "7002", "05550142"], eachS: 20 },
    ]);
    expect(site.stations.map(({ door }) => door)).toEqual([
      undefined,
      undefined,
      { digits: "9#", words: "Gate" },
      undefined,
    ]);
  });

  test("gives the numbers of the ladder and its times; the table's own rungs are off where nobody is named", async () => {
    const named = changed(
      siteYaml,
      "name: Small tunnel\n",
      'name: Small tunnel\nsupervisor: patrol\nalternate: "0555"\n',
    );
    const quick = changed(named, "    answerTargetS: 8\n", "    answerTargetS: 8\n    supervisorAfterS: 20\n");
    const { site } = await loadSite(await siteOnDisk({ "site.yaml": quick }));
    expect(site).toMatchObject({ supervisor: "7002", alternate: "0555", languages: ["en"] });
    expect(ladderTimesOf(site, "lifeSafety")).toEqual({ supervisor: 20_000, alternate: 60_000 });
    expect(ladderTimesOf(site, "urgent")).toEqual({ supervisor: 45_000 });
    expect(ladderTimesOf(site, "assistance")).toEqual({});
    const bare = (await loadSite(await siteOnDisk())).site;
    expect(ladderTimesOf(bare, "lifeSafety")).toEqual({});
  });

  test("keeps the zero in front of a number, and what is not said has its default", async () => {
    const { site } = await loadSite(await siteOnDisk());
    expect(site.stations[0]?.number).toBe("0101");
    expect(site.classes.lifeSafety).toEqual({ ...defaultClasses.lifeSafety, answerTargetS: 8, louderAfterS: null });
    expect(site.classes.urgent).toEqual(defaultClasses.urgent);
    expect(site.outcomes).toEqual(defaultOutcomes);
    expect(site).toMatchObject({ demo: false, answerUnsigned: false, presentsAs: "Small tunnel" });
  });

  test("keeps secrets out of the site that windows get", async () => {
    const { site, accounts, pins } = await loadSite(await siteOnDisk());
    expect(accounts[0]).toMatchObject({
      id: "A",
      url: "wss://pbx.example:8089/ws",
      domain: "pbx.example",
      password: "sesame",
    });
    expect(pins.get("anna")?.cost).toBe(17);
    expect(JSON.stringify(site)).not.toMatch(/sesame|scrypt/);
  });

  test("takes a password from the environment", async () => {
    process.env["SITE_TEST_PASSWORD"] = "open";
    const file = await siteOnDisk({
      "site.yaml": changed(siteYaml, "passwordFile: password.txt", "passwordEnv: SITE_TEST_PASSWORD"),
    });
    expect((await loadSite(file)).accounts[0]?.password).toBe("open");
  });

  test("takes TLS and what is not encrypted from the site, and keeps the key out of what windows get", async () => {
    const authority = newAuthority("Plant CA");
    onTestFinished(() => authority.remove());
    const { cert, key } = authority.issue("DNS:console-1");
    const pin = "MWGeFpRQ2jXLgCq0qOWpRcUMG1IuhLm6T8Zc8ZxZ3kE=";
    const more = `passwordFile: password.txt\n    ca: ca.pem\n    cert: own.pem\n    key: own.key\n    pin: sha256/${pin}`;
    const yaml = changed(siteYaml, "passwordFile: password.txt", more);
    const files = { "ca.pem": authority.ca, "own.pem": cert, "own.key": key };
    const file = await siteOnDisk({ ...files, "site.yaml": `correlation: Session-ID\n${yaml}` });
    const { site, accounts } = await loadSite(file);
    expect(accounts[0]).toMatchObject({ tls: { ca: authority.ca, cert, key, pins: [pin] }, checkNumber: "6000" });
    expect(site.correlation).toBe("session-id");
    expect(JSON.stringify(site)).not.toContain("PRIVATE KEY");

    const other = await siteOnDisk({ ...files, "own.key": authority.issue("DNS:other").key, "site.yaml": yaml });
    await expect(loadSite(other)).rejects.toThrow(
      "expected the key of the certificate in cert, found the key of another",
    );

    const bare = changed(
      siteYaml,
      "wss://pbx.example:8089/ws",
      "ws://pbx.example\n    unencrypted: yes\n    checkWayIn: no\n    overflowAfterS: 20",
    );
    const open = await loadSite(await siteOnDisk({ "site.yaml": bare }));
    expect(open.site.pbxs[0]).toMatchObject({ unencrypted: true, overflowAfterS: 20 });
    expect(open.accounts[0]).not.toHaveProperty("checkNumber");
  });

  test("marks the embedded plant, whose address comes later", async () => {
    const yaml = changed(
      changed(siteYaml, "wss://pbx.example:8089/ws", "embedded"),
      "passwordFile: password.txt",
      "password: demo",
    );
    const { accounts, embeddedPlant } = await loadSite(await siteOnDisk({ "site.yaml": `demo: yes\n${yaml}` }));
    expect(embeddedPlant).toBe(true);
    expect(accounts[0]).toMatchObject({ url: "", password: "demo" });
  });

  test("has a hash that changes with any of its files, but not with a password", async () => {
    const hash = async (files: Record<string, string>) => (await loadSite(await siteOnDisk(files))).site.hash;
    const [first, again, csv, plan, password] = await Promise.all([
      hash({}),
      hash({}),
      hash({ "stations.csv": changed(stationsCsv, "km 0.3", "km 0.4") }),
      hash({ "plan.svg": '<svg viewBox="0 0 100 50"/>' }),
      hash({ "password.txt": "other" }),
    ]);
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(new Set([first, again, password]).size).toBe(1);
    expect(new Set([first, csv, plan]).size).toBe(3);
  });

  test("reads a spreadsheet as offices save it: semicolons, byte order mark, empty rows, CRLF", async () => {
    const csv = `\ufeff${stationsCsv.replace('"upper wall, left"', "upper wall").replaceAll(",", ";").replaceAll("\n", "\r\n")};;;;;;;;;;\r\n\r\n`;
    const { site } = await loadSite(await siteOnDisk({ "stations.csv": csv }));
    expect(site.stations.slice(2).map(({ number }) => number)).toEqual(["401", "402"]);
  });

  test("reads plans as PNG and JPEG, with their own pixels", async () => {
    const png = Buffer.alloc(24);
    png.write("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "latin1");
    png.writeUInt32BE(100, 16);
    png.writeUInt32BE(60, 20);
    const jpeg = Buffer.from("ffd8ffe000044a46ffc0000b08003c0064010111000000000000", "hex");
    for (const [name, bytes] of [
      ["plan.png", png],
      ["plan.jpg", jpeg],
    ] as const) {
      const yaml = changed(siteYaml, "image: plan.svg", `image: ${name}`);
      const { site } = await loadSite(await siteOnDisk({ "site.yaml": yaml, [name]: bytes }));
      expect(site.maps[0]).toMatchObject({ image: name, width: 100, height: 60 });
    }
  });

  test("may hold 10,000 stations", async () => {
    const rows = Array.from(
      { length: 10_000 },
      (_, i) => `s${i},Station ${i},${20_000 + i},SOS terminal,plan,${i % 100},10,tube,km ${i},,tube-all`,
    );
    const { site } = await loadSite(await siteOnDisk({ "stations.csv": `${stationsCsv}${rows.join("\n")}\n` }));
    expect(site.stations).toHaveLength(10_004);
    expect(site.zones[0]?.stationIds).toHaveLength(10_003);
  });

  test("takes a hold clip, and says where it is", async () => {
    const wav = Buffer.from(writeWav({ rate: 8_000, samples: new Float32Array(80) }));
    const file = await siteOnDisk({ "site.yaml": `holdClip: stay.wav\n${siteYaml}`, "stay.wav": wav });
    expect((await loadSite(file)).holdClip).toBe(join(dirname(file), "stay.wav"));
  });
});
