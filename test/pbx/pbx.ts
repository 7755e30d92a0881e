/** A real PBX for a test file: the plan of docs/pbx/ with real sound, on free ports of loopback, gone with the tests. */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type Authority, newAuthority } from "../sip/authority.ts";
import { loopback } from "./started.ts";

export interface Pbx {
  name: "asterisk" | "kamailio";
  /** Address for the console, not encrypted: the tests' relay reads what passes. */
  url: string;
  /** The same by TLS, with a certificate of the plant's own authority. */
  wssUrl: string;
  plant: Authority;
  /** For the stations' SIP over UDP on 127.0.0.1. */
  sipPort: number;
  log(): string;
  stop(): Promise<void>;
  /** As by kill -9. */
  kill(): Promise<void>;
  freeze(): void;
  thaw(): void;
}

export interface PbxOptions {
  /** Seconds until an unanswered call goes to the alternate. The recipes have 20. */
  ringS?: number;
  /** By TLS it takes consoles only that have a certificate of the plant's. Kamailio alone can. */
  wantsCertificate?: boolean;
  /** It asks consoles for their password in each BYE as well, as no recipe does. Kamailio alone can. */
  challengesBye?: boolean;
}

/** One account of the plan. All have the password "right". */
export const stationNumbers = {
  sos: ["214", "215"],
  field: ["209", "301", "302", "303", "304"],
  telephone: ["7010", "7011", "7099"],
};
export const password = "right";
export const domain = "plant.invalid";

/** An authority of the plant's own, and what it gave this PBX, as the recipes name the files: `keys/pbx.pem`, `keys/pbx.key`. */
export function plantIn(dir: string): Authority {
  const plant = newAuthority("Plant CA");
  const { cert, key } = plant.issue(`IP:${loopback}`);
  const keys = path.join(dir, "keys");
  mkdirSync(keys);
  writeFileSync(path.join(keys, "pbx.pem"), cert);
  writeFileSync(path.join(keys, "pbx.key"), key, { mode: 0o600 });
  writeFileSync(path.join(keys, "plant-ca.pem"), plant.ca);
  return plant;
}
