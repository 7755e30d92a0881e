/** The demo site is what the issue asks for, and what stands on its maps stands on the drawing. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { loadSite } from "../../electron/site/loadSite.ts";
import { pinMatches } from "../../electron/site/pinHash.ts";
import { findNumber } from "../../shared/dialing/directory.ts";
import { permitCall, permitPage } from "../../shared/operator/permit.ts";

const demo = await loadSite(fileURLToPath(new URL("../../assets/demo/site.yaml", import.meta.url)));
const { site } = demo;
const noon = { now: 0, localMinute: 720 };

test("has 214 stations, 12 zones and three maps on the embedded plant", () => {
  expect(site.stations).toHaveLength(214);
  expect(site.zones).toHaveLength(12);
  expect(site.maps.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
    "plan Tunnel plan",
    "geo Region",
    "plan Car park P3",
  ]);
  expect(new Set(site.stations.map(({ type }) => type)).size).toBe(5);
  expect(site).toMatchObject({ name: "Alpine Tunnel — Control Room", demo: true, presentsAs: "Control room 6000" });
  expect(demo.embeddedPlant).toBe(true);
  expect(site.pbxs).toEqual([
    { id: "A", name: "PBX A", ownNumber: "6000", emergencyNumbers: ["6000", "112"], assertsIdentity: true },
  ]);
});

test("has three messages, and asks who is held to stay in English and German", () => {
  expect(site.messages.map(({ name, durationMs }) => `${name} ${durationMs > 2_000 && durationMs < 30_000}`)).toEqual([
    "Leave the tube true",
    "Platform edge true",
    "Test of the loudspeakers true",
  ]);
  expect(demo.languages).toEqual(["en", "de"]);
});

test("has the stations of the mock", () => {
  const found = ["214", "6031", "6118", "6205", "209"].map((number) => {
    const one = findNumber(site, number);
    return one.kind === "station"
      ? `${one.station.name} · ${one.station.place.words} · ${one.station.place.detail}`
      : number;
  });
  expect(found).toEqual([
    "SOS 214 · Tube B km 3.4 · northbound, cross passage 7",
    "Help point 031 · Platform 2 east · Station Lake",
    "Help point 118 · Car park P3 level 2 · row A east",
    "Door 5 · Service gate north · barrier and gate",
    "SOS 209 · Tube B km 2.15 · northbound, between cross passages 4 and 5",
  ]);
});

test("gives every number once", () => {
  const numbers = [...site.stations, ...site.zones, ...site.contacts].map(({ number }) => number);
  expect(new Set(numbers).size).toBe(numbers.length);
});

test("has zones of the sizes that the mock shows, and one that reaches every speaker", () => {
  const members = Object.fromEntries(site.zones.map(({ name, stationIds }) => [name, stationIds.length]));
  expect(members).toMatchObject({
    "Tube A all": 24,
    "Tube B all": 24,
    "Platform 1": 8,
    "Platform 2": 8,
    "All speakers": 72,
  });
  const speakers = site.stations.filter(({ type }) => type === "speaker");
  const all = site.zones.find(({ name }) => name === "All speakers");
  expect(new Set(all?.stationIds)).toEqual(new Set(speakers.map(({ id }) => id)));
  expect(all?.allCall).toBe(true);
  expect(site.zones.find(({ name }) => name === "Car park P3")?.reportsMembers).toBe(false);
});

test("draws every station inside its map, no two on one spot, and those of the region on the region's drawing", async () => {
  const spots = site.stations.map(({ place }) => `${place.mapId} ${place.at.join(" ")}`);
  expect(new Set(spots).size).toBe(spots.length);
  for (const map of site.maps) {
    const here = site.stations.filter(({ place }) => place.mapId === map.id);
    expect(here.length).toBeGreaterThan(20);
    if (map.kind === "plan") {
      const inside = here.every(
        ({ place: { at } }) => at[0] > 0 && at[1] > 0 && at[0] < map.width && at[1] < map.height,
      );
      expect(inside).toBe(true);
      continue;
    }
    // Each stands on a vertex or between two of a line, or at a named point: within 10 m of the drawing.
    const drawing = JSON.parse(await readFile(join(demo.dir, map.geojson), "utf8")) as {
      features: { geometry: { type: string; coordinates: number[][] } }[];
    };
    const lines = drawing.features
      .filter(({ geometry }) => geometry.type === "LineString")
      .map(({ geometry }) => geometry.coordinates);
    const points = drawing.features
      .filter(({ geometry }) => geometry.type === "Point")
      .map(({ geometry }) => [geometry.coordinates]);
    for (const { name, place } of here) {
      const far = Math.min(...[...lines, ...points].map((line) => distanceM(place.at, line as unknown as number[][])));
      expect(far, name).toBeLessThan(10);
    }
  }
});

/** Metres from a point to a line of positions, flat near 47° north. */
function distanceM([x, y]: readonly [number, number], line: readonly number[][]): number {
  const flat = ([longitude = 0, latitude = 0]: readonly number[]) =>
    [(longitude - x) * 76_000, (latitude - y) * 111_200] as const;
  let nearest = Number.POSITIVE_INFINITY;
  for (let i = 0; i < line.length; i++) {
    const [ax, ay] = flat(line[i] ?? []);
    const [bx, by] = flat(line[i + 1] ?? line[i] ?? []);
    const length2 = (bx - ax) ** 2 + (by - ay) ** 2;
    const t = length2 === 0 ? 0 : Math.min(1, Math.max(0, -(ax * (bx - ax) + ay * (by - ay)) / length2));
    nearest = Math.min(nearest, Math.hypot(ax + t * (bx - ax), ay + t * (by - ay)));
  }
  return nearest;
}

test("has plans without programs and fonts of their own", async () => {
  for (const map of site.maps) {
    if (map.kind !== "plan") continue;
    const svg = await readFile(join(demo.dir, map.image), "utf8");
    expect(svg).not.toMatch(/<script|href|style=|@font-face|url\((?!#)/);
    expect(svg).toContain(`viewBox="0 0 ${map.width} ${map.height}"`);
  }
});

test("gives each door station its door, names the supervisor, and has two lists to call out", () => {
  const doors = site.stations.filter(({ type }) => type === "doorStation");
  expect(doors.every(({ door }) => door !== undefined)).toBe(true);
  expect(site.stations.filter(({ door }) => door !== undefined)).toHaveLength(doors.length);
  expect(doors.find(({ name }) => name === "Door 5")?.door?.words).toBe("Service gate north");
  expect(site.roles.filter(({ openDoors }) => openDoors).map(({ id }) => id)).toEqual(["dispatcher", "supervisor"]);
  expect(site.supervisor).toBe("7001");
  expect(site.alternate).toBe("+995550180");
  expect(site.callOutLists.map(({ name, members }) => [name, members.length])).toEqual([
    ["First responders", 4],
    ["Technical on call", 3],
  ]);
});

test("has a role that may not page, and one that may with a supervisor's PIN", () => {
  expect(permitPage(site, "emil", ["tube-a"], { allCall: false, approvedBy: null }, noon)?.words).toBe(
    "Not allowed: pages to Tube A all need a dispatcher or a supervisor.",
  );
  expect(permitPage(site, "anna", ["tube-a", "tube-b"], { allCall: false, approvedBy: null }, noon)).toBeNull();
  expect(permitPage(site, "anna", ["all-speakers"], { allCall: true, approvedBy: null }, noon)?.code).toBe(
    "needsApproval",
  );
  expect(permitPage(site, "anna", ["all-speakers"], { allCall: true, approvedBy: "carla" }, noon)).toBeNull();
  expect(permitCall(site, "anna", "+995550181", noon)?.words).toBe(
    "Not allowed: international calls need a supervisor.",
  );
});

test("opens with the PINs that the documentation tells", async () => {
  const words = await readFile(fileURLToPath(new URL("../../docs/site-file.md", import.meta.url)), "utf8");
  const told = [...words.matchAll(/^\| `(\w+)` \| [^|]+ \| [^|]+ \| `(\d{4})` \|$/gm)].map(([, id = "", pin = ""]) => ({
    id,
    pin,
  }));
  expect(told.map(({ id }) => id)).toEqual(site.operators.map(({ id }) => id));
  for (const { id, pin } of told) {
    const hash = demo.pins.get(id);
    expect(hash && (await pinMatches(pin, hash)), id).toBe(true);
  }
}, 60_000);
