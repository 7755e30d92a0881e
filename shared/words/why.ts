/** Why an event has its class: "Life safety: station class SOS, Priority: emergency". The text of a reason is a raw value. */
import { type AlarmSource, alarmShown } from "../alarm/alarm.ts";
import type { PriorityEvent, Reason } from "../desk/state.ts";
import { assertNever } from "../kit/assertNever.ts";
import type { ClassName, ClassRules, StationType } from "../site/site.ts";
import { alarmSourceLabels, typeLabels } from "./labels.ts";

type Classes = Readonly<Record<ClassName, ClassRules>>;

export function whyWords(
  event: Pick<PriorityEvent, "class" | "why" | "trust"> & Partial<Pick<PriorityEvent, "readAs" | "alarms">>,
  classes: Classes,
): string {
  const text = alarmShown(event)?.text ?? "";
  const reasons = event.why
    .map((reason) => reasonWords(reason, classes) + (reason.kind === "alarm" && text !== "" ? `: “${text}”` : ""))
    .filter((words) => words !== "");
  const label = classes[event.class].label;
  const trust = trustWords(event.trust, event.readAs ?? "");
  return `${label}${reasons.length > 0 ? `: ${reasons.join(", ")}` : ""}${trust === "" ? "" : ` · ${trust}`}`;
}

export function reasonWords(reason: Reason, classes: Classes): string {
  switch (reason.kind) {
    case "stationClass":
      return `class of this station ${lower(classes[reason.text as ClassName]?.label ?? reason.text)}`;
    case "stationType":
      return lower(typeLabels[reason.text as StationType] ?? reason.text);
    case "priorityHeader":
      return `Priority: ${reason.text}`;
    case "resourcePriority":
      return `Resource-Priority: ${reason.text}`;
    case "alertInfo":
      return `Alert-Info: ${reason.text}`;
    case "emergencyNumber":
      return `called the emergency number ${reason.text}`;
    case "calledNumber":
      return `called ${reason.text}`;
    case "contact":
      return "contact of the site, no station";
    case "claimNotVerified":
      return "claims an emergency, not verified";
    case "claimsStation":
      return `says it is ${reason.text}, the PBX says otherwise`;
    case "notAsserted":
      return "number not asserted by the PBX";
    case "unknownCaller":
      return "caller not in the site";
    case "ordinaryCaller":
      return "ordinary caller";
    case "alarm":
      return `alarm by ${alarmSourceLabels[reason.text as AlarmSource] ?? reason.text}`;
    case "alarmRule":
      return `class of this alarm ${lower(classes[reason.text as ClassName]?.label ?? reason.text)}`;
    case "unknownStation":
      return "station not in the site";
    default:
      return assertNever(reason.kind);
  }
}

function trustWords(trust: PriorityEvent["trust"], readAs: string): string {
  switch (trust) {
    case "asserted":
    case "claimed":
      return "";
    case "unconfirmed":
      return `identity unconfirmed${readAs === "" ? "" : `: also read as “${readAs}”`}`;
    case "unreadable":
      return "frame unreadable";
    default:
      return assertNever(trust);
  }
}

/** Lower case for the middle of a sentence, but SOS stays SOS. */
const lower = (label: string): string =>
  /^[A-Z][a-z]/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;
