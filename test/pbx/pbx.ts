/** A real PBX for a test file: the plan of docs/pbx/ with real sound, on free ports of loopback, gone with the tests. */
export interface Pbx {
  name: "asterisk" | "kamailio";
  /** Address for the console. */
  url: string;
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
}

/** One account of the plan. All have the password "right". */
export const stationNumbers = {
  sos: ["214", "215"],
  field: ["209", "301", "302", "303", "304"],
  telephone: ["7010", "7011", "7099"],
};
export const password = "right";
export const domain = "plant.invalid";
