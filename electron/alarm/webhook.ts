/**
 * The webhook: POST /alarm with a signed JSON body. It answers 202 with the event's id once the desk has taken the alarm,
 * and says in words why it did not otherwise. It serves nothing else, and reads no more than 16 kB of anything.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { SeenAlarm } from "../../shared/alarm/alarm.ts";
import type { Site } from "../../shared/site/site.ts";
import type { WebhookInput } from "./inputs.ts";
import { alarmRate, createRate, type SharedRate, senderOf } from "./rate.ts";
import { readWebhook } from "./readAlarm.ts";
import { createSignatureCheck, type TakenSignatures, wrongWords } from "./signature.ts";

const mostBytes = 16_000;
const mostConnections = 64;

export interface WebhookOptions {
  input: WebhookInput;
  site(): Site;
  /** Resolves with the id of its event once the desk shows it; null: there is none (the end of an alarm that nobody knows). */
  take(alarm: SeenAlarm): Promise<string | null>;
  /** Wall clock, ms. */
  wall(): number;
  /** What was taken before, and is not good again. */
  signatures: TakenSignatures;
  /** A request that was not taken; in words. `isLost`: it was signed well, or could not be read: an alarm may be missing. */
  refused(words: string, isLost: boolean): void;
  rate?: SharedRate;
}

export interface Webhook {
  port: number;
  stop(): Promise<void>;
}

interface Answer {
  status: number;
  body: { event?: string | null; words: string };
}

const no = (status: number, words: string): Answer => ({ status, body: { words } });

/** Resolves when it listens; rejects when the port is taken. */
export async function startWebhook(options: WebhookOptions): Promise<Webhook> {
  const { input } = options;
  const signatures = createSignatureCheck(input.secret, options.signatures);
  const roomFor = createRate(options.rate ?? alarmRate, () => performance.now());

  async function answerTo(request: IncomingMessage): Promise<Answer> {
    if ((request.url ?? "").split("?", 1)[0] !== "/alarm") return no(404, "There is only /alarm here.");
    if (request.method !== "POST") return no(405, "Only POST.");
    // A page in a browser cannot send this type to another origin without asking first, and is told nothing when it asks.
    const type = (request.headers["content-type"] ?? "").split(";", 1)[0]?.trim().toLowerCase();
    if (type !== "application/json") return no(415, "Only application/json.");
    const body = await readBody(request);
    if (!body) return no(413, `The body is longer than ${mostBytes} bytes.`);
    const header = (name: string): string | undefined => {
      const value = request.headers[name.toLowerCase()];
      return typeof value === "string" ? value : undefined;
    };
    const signed = { timestamp: header(input.timestampHeader), signature: header(input.signatureHeader), body };
    const wrong = signatures.check(signed, options.wall());
    if (wrong) {
      options.refused(
        `${wrongWords[wrong]} It came from ${request.socket.remoteAddress ?? "an unknown address"}.`,
        false,
      );
      return no(401, wrongWords[wrong]);
    }
    const read = readWebhook(body, input.class, options.site());
    if ("wrong" in read) {
      options.refused(`it was signed well. ${read.wrong}`, true);
      return no(400, read.wrong);
    }
    // Only who signs is counted: a stranger cannot use up what the plant may send.
    const room = roomFor(senderOf(read.alarm));
    if (room !== "room") {
      options.refused(`signed alarms come too fast${room === "babbles" ? ", of one station alone" : ""}.`, true);
      return no(429, "Alarms come too fast: wait a second, sign it afresh, and send it again.");
    }
    const event = await options.take(read.alarm);
    if (event !== null) return { status: 202, body: { event, words: "Taken by the desk." } };
    return { status: 202, body: { event, words: "Taken; no alarm of this id is open." } };
  }

  const server = createServer(
    { requestTimeout: 10_000, headersTimeout: 5_000, keepAliveTimeout: 5_000, maxHeaderSize: 8_192 },
    (request, response) => {
      answerTo(request).then(
        (answer) => say(request, response, answer),
        (error: unknown) => {
          // Cut off in the middle of the body; nobody is there to be answered.
          if (request.destroyed && !request.complete) return response.destroy();
          console.error("webhook:", error);
          options.refused("an internal error, logged.", true);
          say(request, response, no(500, "Internal error, logged. The alarm was not taken."));
        },
      );
    },
  );
  server.maxConnections = mostConnections;
  server.on("drop", () =>
    options.refused(`more than ${mostConnections} connections at once: one was closed unread.`, true),
  );
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(input.port, input.address, resolve);
  });
  server.on("error", (error) => console.error("webhook:", error));
  const bound = server.address();
  return {
    port: bound !== null && typeof bound !== "string" ? bound.port : input.port,
    async stop() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** null: longer than it may be. */
async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  if (Number(request.headers["content-length"] ?? 0) > mostBytes) return null;
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request.iterator({ destroyOnReturn: false })) {
    length += (part as Buffer).length;
    if (length > mostBytes) return null;
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts);
}

function say(request: IncomingMessage, response: ServerResponse, { status, body }: Answer): void {
  response.writeHead(status, {
    "Content-Type": "application/json",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    // What was not read must not be taken for the next request.
    ...(request.complete ? {} : { Connection: "close" }),
  });
  response.end(`${JSON.stringify(body)}\n`);
}
