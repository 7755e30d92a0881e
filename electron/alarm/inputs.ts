/** The ways in of alarms without voice, as the site opens them. With secrets: none of this leaves the host. */
import type { ClassName } from "../../shared/site/site.ts";

export interface WebhookInput {
  /** An address of this machine: 127.0.0.1 unless the site names another. */
  address: string;
  port: number;
  secret: string;
  timestampHeader: string;
  signatureHeader: string;
  /** Of all that comes by it; null: each station's own. */
  class: ClassName | null;
}

export interface MqttTopic {
  /** May have one "+": what stands there names the station. */
  topic: string;
  /** The station that every message of the topic is about; null: by the "+", else by a field. */
  stationId: string | null;
  /** Names of the JSON fields. */
  fields: { station: string; text: string; id: string; kind: string };
  /** What the field `kind`, or a payload that is no JSON object, reads as. */
  raised: string;
  cleared: string;
  class: ClassName | null;
}

export interface MqttInput {
  url: string;
  user: string | null;
  password: string | null;
  /** PEM. */
  ca: string | null;
  cert: string | null;
  key: string | null;
  topics: readonly MqttTopic[];
}

export interface MessageInput {
  /** Stations whose From alone is believed too, where the PBX asserts no identity. */
  from: "asserted" | "claimed";
  /** Text that begins so says that the station's alarm is over; null: none does. */
  cleared: string | null;
  class: ClassName | null;
}

export interface AlarmInputs {
  webhook: WebhookInput | null;
  mqtt: MqttInput | null;
  message: MessageInput | null;
}
