/** Words for fixed things: station types, and who did something. */
import type { AlarmSource } from "../alarm/alarm.ts";
import type { Cause } from "../desk/state.ts";
import type { Site, StationType } from "../site/site.ts";

export const typeLabels: Readonly<Record<StationType | "unknown", string>> = {
  sosTerminal: "SOS terminal",
  helpPoint: "Help point",
  intercom: "Intercom",
  doorStation: "Door station",
  speaker: "Speaker",
  unknown: "Unknown caller",
};

/** Ways in of alarms without voice. */
export const alarmSourceLabels: Readonly<Record<AlarmSource, string>> = {
  webhook: "webhook",
  mqtt: "MQTT",
  message: "SIP MESSAGE",
};

const ruleLabels: Readonly<Record<string, string>> = {
  autoAnswer: "the rule of answering by itself",
  callOut: "the call-out list",
  ladder: "the ladder",
  flood: "the rule of floods",
  shelfEnds: "the time limit",
  answerHoldsLower: "the rule that answering holds a lower class",
};

/** "Anna Berger", "nobody signed in", "PBX A", "this console". */
export function causeWords(cause: Cause, site: Pick<Site, "operators" | "pbxs"> | null): string {
  const [kind = "", id = ""] = splitOnce(cause);
  switch (kind) {
    case "operator":
      return site?.operators.find((operator) => operator.id === id)?.name ?? id;
    case "position":
      return "nobody signed in";
    case "wire":
      return site?.pbxs.find((pbx) => pbx.id === id)?.name ?? id;
    case "alarm":
      return alarmSourceLabels[id as AlarmSource] ?? id;
    case "rule":
      return ruleLabels[id] ?? `the rule ${id}`;
    case "host":
      return "this console";
    default:
      return cause;
  }
}

function splitOnce(cause: string): [string, string] {
  const at = cause.indexOf(":");
  return at < 0 ? [cause, ""] : [cause.slice(0, at), cause.slice(at + 1)];
}
