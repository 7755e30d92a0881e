/** Words for fixed things: station types, classes' short names, zones of time. */
import type { StationType } from "../site/site.ts";

export const typeLabels: Readonly<Record<StationType | "unknown", string>> = {
  sosTerminal: "SOS terminal",
  helpPoint: "Help point",
  intercom: "Intercom",
  doorStation: "Door station",
  speaker: "Speaker",
  unknown: "Unknown caller",
};
