/** A topic as most sites have it: its "+" names the station, and everything else is by default. */
import type { MqttTopic } from "../../electron/alarm/inputs.ts";

export const plainTopic: MqttTopic = {
  topic: "plant/+/alarm",
  stationId: null,
  fields: { station: "station", text: "text", id: "id", kind: "kind" },
  raised: "raised",
  cleared: "cleared",
  class: null,
};
