/** A topic as most sites have it: its "+" names the station, and everything else is by default. */
import type { MqttInput, MqttTopic } from "../../electron/alarm/inputs.ts";

export const plainTopic: MqttTopic = {
  topic: "plant/+/alarm",
  stationId: null,
  fields: { station: "station", text: "text", id: "id", kind: "kind" },
  raised: "raised",
  cleared: "cleared",
  class: null,
};

/** A broker of this computer that asks for no name. */
export const plainBroker = (port: number, more: Partial<MqttInput> = {}): MqttInput => ({
  url: `mqtt://127.0.0.1:${port}`,
  user: null,
  password: null,
  ca: null,
  cert: null,
  key: null,
  topics: [plainTopic],
  ...more,
});
