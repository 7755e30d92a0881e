/** A small site on disk, in a directory of its own, to be made wrong in one place. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

export const pinLine = "scrypt$17$8$1$CG4deykYH3/ddbABpRaRpQ==$MwUKseR6Ctln46XL4FEAJl8fAcuuR5NPAGxIWO1BKGU=";

export const siteYaml = `name: Small tunnel
pbxs:
  - id: A
    name: PBX A
    address: wss://pbx.example:8089/ws
    user: "6000"
    passwordFile: password.txt
areas:
  - { id: tube, name: Tube }
maps:
  - { id: plan, name: Plan, image: plan.svg }
  - { id: region, name: Region, geojson: region.geojson }
stationsFile: stations.csv
stations:
  - id: sos-1
    name: SOS 1
    number: 0101
    type: sosTerminal
    map: plan
    at: [10, 20.5]
    area: tube
    words: km 0.1
  - id: hp-1
    name: Help point 1
    number: 102
    type: help point
    map: region
    at: [11.2, 46.8]
    area: tube
    words: lay-by
    class: life safety
    lines: 1
zones:
  - id: tube-all
    name: Tube all
    number: 801
    area: tube
    stations: [sos-1]
    outlines:
      - map: plan
        points: [[0, 0], [100, 0], [100, 50]]
contacts:
  - { id: patrol, name: Patrol, number: "7002", words: "on duty 06-22" }
roles:
  - id: dispatcher
    name: Dispatcher
    handleEvents: yes
    call: { stations: yes, contacts: yes, numbers: ["0*"] }
    page: [tube-all]
    areas: [tube]
    hours: 06:00-22:00
operators:
  - { id: anna, name: Anna, role: dispatcher, pin: "${pinLine}" }
procedures:
  - id: medical
    name: Medical
    classes: [lifeSafety]
    steps:
      - ask: Injured?
        answers: ["Yes", "No"]
        mandatory: yes
      - call: patrol
      - page: tube-all
classes:
  lifeSafety:
    answerTargetS: 8
    louderAfterS: never
`;

export const stationsCsv = `id,name,number,type,map,x,y,area,words,detail,zones
sp-1,Speaker 1,401,speaker,plan,30,40,tube,km 0.2,"upper wall, left",tube-all
sp-2,Speaker 2,402,speaker,plan,50,40,tube,km 0.3,,tube-all
`;

export const planSvg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50"><rect width="100" height="50"/></svg>`;
export const regionJson = JSON.stringify({
  type: "FeatureCollection",
  features: [
    {
      type: "Feature",
      properties: { kind: "road" },
      geometry: {
        type: "LineString",
        coordinates: [
          [11, 46.7],
          [11.4, 46.9],
        ],
      },
    },
  ],
});

const goodFiles: Readonly<Record<string, string | Buffer>> = {
  "site.yaml": siteYaml,
  "stations.csv": stationsCsv,
  "plan.svg": planSvg,
  "region.geojson": regionJson,
  "password.txt": "sesame\n",
};

/** Writes the good site with some files changed (null: left out) and gives the path of its site file. */
export async function siteOnDisk(changed: Readonly<Record<string, string | Buffer | null>> = {}): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), "site-"));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  for (const [name, content] of Object.entries({ ...goodFiles, ...changed })) {
    if (content !== null) await writeFile(join(dir, name), content);
  }
  return join(dir, "site.yaml");
}

/** The site's text with one passage changed; the passage must be there. */
export function changed(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`the test's site has no ${JSON.stringify(from)}`);
  return text.replace(from, () => to);
}
