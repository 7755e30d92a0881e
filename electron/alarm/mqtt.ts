/**
 * Alarms by MQTT: one connection to the site's broker, subscribed to the topics that the site names. It never gives up; while
 * it is not connected that is a fault, and a broker that is silent for two keep-alives is not connected.
 */
import { connect, type MqttClient } from "mqtt";
import type { SeenAlarm } from "../../shared/alarm/alarm.ts";
import type { Site } from "../../shared/site/site.ts";
import type { MqttInput } from "./inputs.ts";
import { createInRate, mostWaiting } from "./inRate.ts";
import { alarmRate, type Rate } from "./rate.ts";
import { matchesTopic, readMqtt, shownTopic } from "./readAlarm.ts";

const connectWithinMs = 5_000;
const reconnectMs = 2_000;
const keepAliveS = 10;
const mostBytes = 16_000;

export interface MqttOptions {
  input: MqttInput;
  /** Ours alone and the same after a restart: the broker keeps what came meanwhile (QoS 1, clean session off). */
  clientId: string;
  site(): Site;
  take(alarm: SeenAlarm): Promise<string | null>;
  /** The broker is there, or is not; in words. Told on change. */
  link(up: boolean, words: string): void;
  /** It lasts already: to raise it again changes nothing. */
  isKnown(alarm: SeenAlarm): boolean;
  /** A message that was not taken; in words. `isLost`: it was understood, and is an alarm. */
  refused(words: string, isLost: boolean): void;
  rate?: Rate;
}

export interface MqttListener {
  stop(): Promise<void>;
}

export function startMqtt(options: MqttOptions): MqttListener {
  const { input, site, refused } = options;
  const inRate = createInRate({
    rate: options.rate ?? alarmRate,
    take: (alarm) => void options.take(alarm).catch((error: unknown) => console.error("mqtt:", error)),
    isKnown: options.isKnown,
    dropped: () => refused(`alarms come faster than 10 a second, and ${mostWaiting} of them wait.`, true),
  });
  let up: boolean | null = null;
  let why = "";
  const tell = (isUp: boolean, words: string): void => {
    if (up === isUp) return;
    up = isUp;
    options.link(isUp, words);
  };

  const client: MqttClient = connect(input.url, {
    clientId: options.clientId,
    clean: false,
    keepalive: keepAliveS,
    connectTimeout: connectWithinMs,
    reconnectPeriod: reconnectMs,
    // Asked for anew after each connect: a broker may have forgotten them.
    resubscribe: false,
    queueQoSZero: false,
    ...(input.user !== null && { username: input.user }),
    ...(input.password !== null && { password: input.password }),
    ...(input.ca !== null && { ca: input.ca }),
    ...(input.cert !== null && { cert: input.cert }),
    ...(input.key !== null && { key: input.key }),
  });
  client.on("connect", () => {
    client.subscribe(
      input.topics.map(({ topic }) => topic),
      { qos: 1 },
      (error, granted) => {
        // 0x80: the broker grants no such subscription (MQTT 3.1.1, 3.9.3).
        const denied = granted?.find(({ qos }) => (qos as number) >= 128)?.topic;
        if (error || denied !== undefined) {
          why = denied === undefined ? String(error?.message) : `it does not let this console subscribe to ${denied}`;
          tell(false, lostWords(input.url, why));
        } else {
          why = "";
          tell(true, "");
        }
      },
    );
  });
  client.on("error", (error) => {
    why = reasonOf(error);
    if (!client.connected) tell(false, lostWords(input.url, why));
  });
  client.on("close", () => tell(false, lostWords(input.url, why)));
  client.on("message", (topic, payload, packet) => {
    const template = input.topics.find((one) => matchesTopic(one.topic, topic));
    if (!template) return;
    if (payload.length > mostBytes) return refused(`${shownTopic(topic)}: longer than ${mostBytes} bytes.`, false);
    const read = readMqtt({ topic, payload, retain: packet.retain }, template, site());
    if ("wrong" in read) return refused(read.wrong, false);
    inRate.arrive(read.alarm);
  });
  return {
    async stop() {
      client.removeAllListeners("close");
      client.removeAllListeners("message");
      inRate.stop();
      await client.endAsync(true);
    },
  };
}

const lostWords = (url: string, why: string): string =>
  `The MQTT broker ${hostOf(url)} is not reachable${why === "" ? "" : `: ${why}`}. It is tried again every 2 s.`;

const hostOf = (url: string): string => new URL(url).host;

/** In words; never what was sent. */
function reasonOf(error: Error & { code?: number | string }): string {
  if (error.code === 4 || error.code === 134) return "it does not accept the user or the password";
  if (error.code === 5 || error.code === 135) return "this console is not authorised there";
  return error.message === "" ? String(error.code ?? "no answer") : error.message.slice(0, 200);
}
