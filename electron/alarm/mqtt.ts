/**
 * Alarms by MQTT: one connection to the site's broker, subscribed to the topics that the site names. It never gives up; while
 * it is not connected that is a fault, and a broker that is silent for two keep-alives is not connected. A message is
 * acknowledged once the desk has it: until then the broker keeps it, and gives it to the next connection.
 */
import { connect as connectPlain, isIP, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { type IPublishPacket, MqttClient } from "mqtt";
import type { SeenAlarm } from "../../shared/alarm/alarm.ts";
import { stationById } from "../../shared/dialing/directory.ts";
import type { Site } from "../../shared/site/site.ts";
import { cutLong } from "./cutLong.ts";
import type { MqttInput } from "./inputs.ts";
import { createInRate } from "./inRate.ts";
import { mqttRate, type SharedRate } from "./rate.ts";
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
  rate?: SharedRate;
}

export interface MqttListener {
  stop(): Promise<void>;
}

export function startMqtt(options: MqttOptions): MqttListener {
  const { input, site, refused } = options;
  const inRate = createInRate({
    rate: options.rate ?? mqttRate,
    take: options.take,
    isKnown: options.isKnown,
    dropped({ stationId }) {
      // The site's own word for it alone: what a sender calls itself may be about a person, and the words are kept.
      const who = stationId === null ? null : stationById(site(), stationId);
      refused(`alarms of ${who?.name ?? "one sender"} come faster than 2 a second.`, true);
    },
    waits: () => stillThere(),
  });
  /** Of the connection that is open; what came by an earlier one is not acknowledged by a later. */
  let epoch = 0;
  let pingedAt = 0;
  let isStopped = false;
  let up: boolean | null = null;
  let why = "";
  const tell = (isUp: boolean, words: string): void => {
    if (up === isUp) return;
    up = isUp;
    options.link(isUp, words);
  };

  const client = new MqttClient(() => cutLong(openSocket(input)), {
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
  });

  /** While messages wait to be read, so do the broker's answers to pings: it is not silent, and must not think that we are. */
  function stillThere(): void {
    if (!client.connected) return;
    client.reschedulePing(true);
    if (performance.now() - pingedAt < (keepAliveS * 1000) / 2) return;
    pingedAt = performance.now();
    client.sendPing();
  }

  /** Resolves once the message is taken by the desk, or refused in words. */
  async function deal(packet: IPublishPacket): Promise<void> {
    const { topic, retain } = packet;
    const payload = Buffer.from(packet.payload as Buffer);
    const template = input.topics.find((one) => matchesTopic(one.topic, topic));
    if (!template) return;
    if (payload.length > mostBytes) return refused(`${shownTopic(topic)}: longer than ${mostBytes} bytes.`, true);
    const read = readMqtt({ topic, payload, retain }, template, site());
    if ("wrong" in read) return refused(read.wrong, false);
    await inRate.arrive(read.alarm);
  }

  // The next message is read, and this one acknowledged, when the callback is called; with an error it is not acknowledged.
  client.handleMessage = (packet, callback) => {
    // What was read before the connection was lost: the broker gives it to the next one.
    if (isStopped || (packet.qos > 0 && !client.connected)) return callback(new Error("the connection is gone"));
    const mine = epoch;
    deal(packet)
      .catch((error: unknown) => {
        // Acknowledged all the same: told again it would fail again, and all others would wait behind it.
        console.error("mqtt:", error);
        refused(`${shownTopic(packet.topic)}: an internal error, logged.`, true);
      })
      .then(() => callback(mine === epoch ? undefined : new Error("it came by another connection")))
      .catch((error: unknown) => console.error("mqtt:", error));
  };
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
  const onClose = (): void => {
    epoch += 1;
    tell(false, lostWords(input.url, why));
  };
  client.on("close", onClose);
  return {
    async stop() {
      epoch += 1;
      isStopped = true;
      client.removeListener("close", onClose);
      inRate.stop();
      await client.endAsync(true);
    },
  };
}

function openSocket({ url, ca, cert, key }: MqttInput): Socket {
  const { protocol, hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, "");
  if (protocol === "mqtt:") return connectPlain({ host, port: Number(port || 1883), noDelay: true });
  return connectTls({
    host,
    port: Number(port || 8883),
    ...(isIP(host) === 0 && { servername: host }),
    ...(ca !== null && { ca }),
    ...(cert !== null && { cert }),
    ...(key !== null && { key }),
  });
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
