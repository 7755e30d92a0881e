/**
 * The ways in of alarms without voice: those that the site opens, and no other. Each gives what it understood to the desk;
 * what is wrong with a way is a fault on screen, raised and cleared.
 */
import type { AlarmSource, SeenAlarm } from "../../shared/alarm/alarm.ts";
import type { Report } from "../../shared/desk/inputs.ts";
import { stationByNumber } from "../../shared/dialing/directory.ts";
import type { Site } from "../../shared/site/site.ts";
import type { AlarmInputs, WebhookInput } from "./inputs.ts";
import { type MqttListener, startMqtt } from "./mqtt.ts";
import { alarmRate, createRate, senderOf } from "./rate.ts";
import { readMessage } from "./readAlarm.ts";
import type { TakenSignatures } from "./signature.ts";
import { createTrouble, type Trouble } from "./trouble.ts";
import { startWebhook, type Webhook } from "./webhook.ts";

const listenAgainMs = 5_000;

/** A MESSAGE as the SIP border has read it. */
export interface TextMessage {
  /** Names it among all messages: Call-ID and CSeq. */
  id: string;
  number: string | null;
  asserted: boolean;
  text: string;
}

/** Status of the answer (RFC 3428, 7); 405: the site takes no messages. */
export type MessageAnswer = 200 | 403 | 405 | 480;

export interface Alarms {
  /** What the site opens now; null or absent: nothing. */
  open(inputs: AlarmInputs | null | undefined): void;
  /** Resolves once the desk shows it. */
  message(message: TextMessage): Promise<MessageAnswer>;
  /** The site opens this way. */
  readonly takesMessages: boolean;
  /** Of the webhook; null while it does not listen. */
  readonly webhookPort: number | null;
  stop(): Promise<void>;
}

export interface AlarmsOptions {
  clientId: string;
  site(): Site;
  wall(): number;
  /** What the webhook took: they outlive it. */
  signatures: TakenSignatures;
  take(alarm: SeenAlarm): Promise<string | null>;
  /** It lasts already: to raise it again changes nothing. */
  isKnown(alarm: SeenAlarm): boolean;
  report(report: Report): void;
}

export function createAlarms(options: AlarmsOptions): Alarms {
  const { site, take, report } = options;
  let inputs: AlarmInputs | null = null;
  let webhook: Webhook | null = null;
  let mqtt: MqttListener | null = null;
  let listening: Promise<void> = Promise.resolve();
  let troubles: Trouble[] = [];
  /** Of the inputs that are open; an earlier one's late answers are not heard. */
  let epoch = 0;
  let roomForMessage = createRate(alarmRate, () => performance.now());
  let messageTrouble: Trouble | null = null;

  const fault = (fault: "alarmsLost" | "alarmsRefused", subject: AlarmSource, present: boolean, words: string): void =>
    report({ type: "fault", fault, subject, present, words });

  const trouble = (source: AlarmSource, what: string): Trouble => {
    const made = createTrouble(what, (present, words) => fault("alarmsRefused", source, present, words));
    troubles.push(made);
    return made;
  };

  /** A port that is taken is tried again: what holds it may end. */
  async function listen(input: WebhookInput, refused: Trouble, mine: number): Promise<void> {
    for (let said = ""; mine === epoch; await pause(listenAgainMs)) {
      try {
        const started = await startWebhook({
          input,
          site,
          take,
          wall: options.wall,
          signatures: options.signatures,
          refused: (words, isLost) => refused.count(words, isLost),
        });
        if (mine !== epoch) return await started.stop();
        webhook = started;
        return fault("alarmsLost", "webhook", false, "");
      } catch (error) {
        const words = listenWords(input, error as NodeJS.ErrnoException);
        if (words !== said && mine === epoch) fault("alarmsLost", "webhook", true, words);
        said = words;
      }
    }
  }

  async function close(): Promise<void> {
    epoch += 1;
    wake();
    for (const one of troubles) one.stop();
    troubles = [];
    messageTrouble = null;
    const [oldHook, oldMqtt] = [webhook, mqtt];
    webhook = null;
    mqtt = null;
    await Promise.all([oldHook?.stop(), oldMqtt?.stop()]);
  }

  let wake = (): void => undefined;
  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  async function begin(next: AlarmInputs | null): Promise<void> {
    await close();
    const mine = epoch;
    inputs = next;
    for (const source of ["webhook", "mqtt", "message"] as const) {
      // A way that is closed has no fault; one that is opened will say its own.
      fault("alarmsRefused", source, false, "");
      fault("alarmsLost", source, false, "");
    }
    if (next?.webhook) void listen(next.webhook, trouble("webhook", "Requests to the webhook"), mine);
    if (next?.message) {
      roomForMessage = createRate(alarmRate, () => performance.now());
      messageTrouble = trouble("message", "SIP MESSAGEs");
    }
    if (next?.mqtt) {
      const refused = trouble("mqtt", "MQTT messages");
      mqtt = startMqtt({
        input: next.mqtt,
        clientId: options.clientId,
        site,
        take,
        isKnown: options.isKnown,
        link: (up, words) => mine === epoch && fault("alarmsLost", "mqtt", !up, words),
        refused: (words, isLost) => refused.count(words, isLost),
      });
    }
  }

  return {
    open(given) {
      const next = given ?? null;
      // A site is loaded again for many reasons; a connection that need not change is left alone.
      if (JSON.stringify(next) === JSON.stringify(inputs)) return;
      listening = listening.then(() => begin(next)).catch((error: unknown) => console.error("alarms:", error));
    },
    async message({ id, number, asserted, text }) {
      const input = inputs?.message;
      if (!input) return 405;
      const station = number === null ? null : stationByNumber(site(), number);
      if (!station || (!asserted && input.from === "asserted")) {
        messageTrouble?.count(
          station ? `${station.name} is only claimed as its sender.` : "its sender is no station of the site.",
        );
        return 403;
      }
      const alarm = readMessage(text, id, station, asserted, input);
      const room = roomForMessage(senderOf(alarm));
      if (room !== "room") {
        const who = room === "babbles" ? `those of ${station.name} come faster than 2` : "they come faster than 10";
        messageTrouble?.count(`${who} a second.`, true);
        return 480;
      }
      await take(alarm);
      return 200;
    },
    get takesMessages() {
      return Boolean(inputs?.message);
    },
    get webhookPort() {
      return webhook?.port ?? null;
    },
    async stop() {
      await listening;
      await close();
    },
  };
}

function listenWords({ address, port }: WebhookInput, { code, message }: NodeJS.ErrnoException): string {
  const where = `The webhook cannot listen on ${address} port ${port}`;
  if (code === "EADDRINUSE") return `${where}: another program has it. It is tried again every 5 s.`;
  if (code === "EADDRNOTAVAIL") return `${where}: this machine has no such address. It is tried again every 5 s.`;
  if (code === "EACCES") return `${where}: this user may not. It is tried again every 5 s.`;
  return `${where}: ${message}. It is tried again every 5 s.`;
}
