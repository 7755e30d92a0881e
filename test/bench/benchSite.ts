/** A site of many stations on one PBX of raw frames, written into a temporary folder. */
import { writeFileSync } from "node:fs";
import path from "node:path";

/** The first `sos` numbers are SOS terminals, the rest help points: 10001, 10002 … */
export const benchNumber = (i: number): string => String(10_001 + i);

const width = 4_000;
const height = 2_500;

/** Gives the site file's path. `pbxPort`: where the raw PBX listens. */
export function writeBenchSite(dir: string, pbxPort: number, stations: number, sos: number): string {
  const rows = Array.from({ length: stations }, (_, i) => {
    const number = benchNumber(i);
    const type = i < sos ? "SOS terminal" : "help point";
    const x = 20 + ((i * 37) % (width - 40));
    const y = 20 + ((i * 61) % (height - 40));
    return `s-${number},Station ${number},${number},${type},plan,${x},${y},area,Place ${number}`;
  });
  writeFileSync(path.join(dir, "stations.csv"), `id,name,number,type,map,x,y,area,words\n${rows.join("\n")}\n`);
  writeFileSync(
    path.join(dir, "plan.svg"),
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}"><path d="M0 1200H4000" stroke="#2f3a46" stroke-width="40"/></svg>`,
  );
  writeFileSync(path.join(dir, "password"), "bench\n");
  const file = path.join(dir, "site.yaml");
  writeFileSync(
    file,
    `name: Bench
answerUnsigned: yes
pbxs:
  - id: A
    name: PBX A
    address: ws://127.0.0.1:${pbxPort}/sip
    user: "6000"
    passwordFile: password
    domain: bench.invalid
    number: "6000"
    assertsIdentity: yes
areas:
  - { id: area, name: Area }
maps:
  - { id: plan, name: Plan, image: plan.svg }
stationsFile: stations.csv
roles:
  - { id: dispatcher, name: Dispatcher, handleEvents: yes, readHistory: yes }
operators:
  - id: anna
    name: Anna
    role: dispatcher
    pin: ${benchPinHash}
`,
  );
  return file;
}

/** Of the PIN "2468", as `npm run pin` prints it. */
export const benchPin = "2468";
const benchPinHash = "scrypt$17$8$1$YmVuY2gtc2FsdC0xNmJ5dA==$e/XOCbXs50JN47UJXFSK0MjljCuUAZ9K3Zc5Hgo2fnE=";
