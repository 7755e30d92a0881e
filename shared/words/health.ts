/** Words for registrations and faults, for status bar, map and history. */
import type { FaultKind, RegistrationState } from "../desk/state.ts";
import { assertNever } from "../kit/assertNever.ts";

export function registrationWords(state: RegistrationState): string {
  switch (state) {
    case "down":
      return "not connected";
    case "connecting":
      return "connecting…";
    case "registering":
      return "registering…";
    case "registered":
      return "registered";
    case "lost":
      return "lost";
    default:
      return assertNever(state);
  }
}

export const faultLabels: Readonly<Record<FaultKind, string>> = {
  pbxUnreachable: "PBX not reachable",
  deaf: "No PBX is registered: no call can reach this console",
  wayInUnproved: "A test call to our own number did not arrive",
  certificateExpiring: "A certificate expires soon",
  mediaPageLost: "Sound is not available: calls can be seen, not heard",
  microphoneMissing: "No microphone: callers would not hear you",
  ringSilent: "The ring cannot be heard",
  ringDeviceSilent: "A ring device does not ring",
  soundNotHeard: "The ring was not heard at the sound test",
  journalDegraded: "The journal is not recording",
  alarmsLost: "Alarms without voice cannot reach this console by one way",
  alarmsRefused: "Alarms without voice came that were not taken",
  siteReloadRefused: "The changed site file was refused; the last good one is in use",
  internalError: "Internal error, logged",
};
