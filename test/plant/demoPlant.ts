/** A small plant for the plant's own tests: one console account, some stations of each kind, two zones. */
import type { PlantSetup } from "../../electron/plant/setup.ts";

const members = Array.from({ length: 12 }, (_, index) => String(301 + index));

export const demoSetup: PlantSetup = {
  domain: "plant.invalid",
  accounts: [
    { user: "6000", password: "right" },
    { user: "6001", password: "also right" },
  ],
  stations: [
    { number: "214", name: 'SOS 214 "Tube B" <km 3.4>', type: "sosTerminal" },
    { number: "209", name: "Help point 209", type: "helpPoint" },
    { number: "210", name: "Help point 210", type: "helpPoint" },
    { number: "150", name: "Intercom gate", type: "intercom" },
    ...members.map((number) => ({ number, name: `Speaker ${number}`, type: "speaker" as const })),
  ],
  contacts: [{ number: "7010", name: "Patrol" }],
  zones: [
    { number: "8001", name: "Tube B & ramp", memberNumbers: members, reportsMembers: true },
    { number: "8002", name: "Silent about its members", memberNumbers: ["301"], reportsMembers: false },
  ],
};
