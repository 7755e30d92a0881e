/** A real MQTT broker (aedes) on a free port of loopback, with a password where the test wants one, and gone with the test. */
import { createServer as createPlain, type Server, type Socket } from "node:net";
import { createServer as createTls } from "node:tls";
import { Aedes } from "aedes";
import { onTestFinished } from "vitest";
import type { Identity } from "../sip/authority.ts";

export interface Broker {
  port: number;
  publish(topic: string, payload: string | Buffer, retain?: boolean, qos?: 0 | 1): Promise<void>;
  /** How many subscriptions it has granted, and how many messages were acknowledged to it. */
  readonly subscriptions: number;
  readonly acknowledged: number;
  /** Resolves once somebody has subscribed to so many topics. */
  untilSubscribed(topics: number): Promise<void>;
  /** Cuts all connections. */
  cut(): void;
  stop(): Promise<void>;
}

export interface BrokerOptions {
  port?: number;
  login?: { user: string; password: string };
  /** It speaks mqtts:// so, and asks for a certificate of this authority. */
  tls?: Identity & { ca: string };
}

export async function startBroker({ port = 0, login, tls }: BrokerOptions = {}): Promise<Broker> {
  const aedes = await Aedes.createBroker({
    authenticate(_client, user, password, done) {
      done(null, !login || (user === login.user && String(password) === login.password));
    },
  });
  let subscribed = 0;
  let acknowledged = 0;
  const waiting: (() => void)[] = [];
  aedes.on("subscribe", (topics) => {
    subscribed += topics.length;
    for (const look of waiting) look();
  });
  aedes.on("ack", () => {
    acknowledged += 1;
  });
  const server: Server = tls
    ? createTls({ ...tls, requestCert: true, rejectUnauthorized: true }, aedes.handle)
    : createPlain(aedes.handle);
  const connections = new Set<Socket>();
  server.on("connection", (one) => {
    connections.add(one);
    one.on("close", () => connections.delete(one));
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const bound = server.address();
  let stopped = false;
  const broker: Broker = {
    port: bound !== null && typeof bound !== "string" ? bound.port : port,
    publish: (topic, payload, retain = false, qos = 1) =>
      new Promise((resolve, reject) =>
        aedes.publish({ cmd: "publish", topic, payload, qos, retain, dup: false }, (error) =>
          error ? reject(error) : resolve(),
        ),
      ),
    get subscriptions() {
      return subscribed;
    },
    get acknowledged() {
      return acknowledged;
    },
    untilSubscribed(topics) {
      return new Promise((resolve) => {
        const look = () => subscribed >= topics && resolve();
        waiting.push(look);
        look();
      });
    },
    cut() {
      for (const one of connections) one.destroy();
    },
    async stop() {
      if (stopped) return;
      stopped = true;
      await new Promise<void>((resolve) => aedes.close(() => resolve()));
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
  onTestFinished(() => broker.stop());
  return broker;
}
