/** An alarm without voice, as a way in tells the desk of it: smoke at help point h1, by webhook, unless `more` says otherwise. */
import type { SeenAlarm } from "../../shared/alarm/alarm.ts";

export const smoke = (more: Partial<SeenAlarm> = {}): SeenAlarm => ({
  source: "webhook",
  kind: "raised",
  id: "smoke-1",
  isNamed: true,
  text: "Smoke",
  stationId: "h1",
  named: "h1",
  class: null,
  asserted: true,
  kept: false,
  ...more,
});
