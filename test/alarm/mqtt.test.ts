/** Alarms by MQTT, from a real broker on loopback: what is taken, what is refused, and what is said when the broker is away. */
import { type AddressInfo, createServer } from "node:net";
import { expect, onTestFinished, test, vi } from "vitest";
import { createAlarms } from "../../electron/alarm/alarms.ts";
import type { MqttInput } from "../../electron/alarm/inputs.ts";
import { startMqtt } from "../../electron/alarm/mqtt.ts";
import type { SharedRate } from "../../electron/alarm/rate.ts";
import { createTakenSignatures } from "../../electron/alarm/signature.ts";
import type { SeenAlarm } from "../../shared/alarm/alarm.ts";
import type { Report } from "../../shared/desk/inputs.ts";
import { site } from "../desk/drive.ts";
import { until } from "../journeys/desk.ts";
import { newAuthority } from "../sip/authority.ts";
import { type Broker, startBroker } from "./broker.ts";
import { plainBroker } from "./plainTopic.ts";

type Fault = Extract<Report, { type: "fault" }>;

/** The ways in, opened with this one alone; what they take and tell is waited for. */
function listening(mqtt: MqttInput) {
  const taken: SeenAlarm[] = [];
  const faults: Fault[] = [];
  const waiting = new Set<() => void>();
  const look = () => {
    for (const one of waiting) one();
  };
  const alarms = createAlarms({
    clientId: `test-${Math.random()}`,
    signatures: createTakenSignatures(),
    site: () => site,
    wall: () => Date.now(),
    take: async (alarm) => {
      taken.push(alarm);
      look();
      return "e1";
    },
    isKnown: () => false,
    report(report) {
      if (report.type === "fault") faults.push(report);
      look();
    },
  });
  onTestFinished(() => alarms.stop());
  alarms.open({ webhook: null, mqtt, message: null });
  const untilSo = <T>(isSo: () => T | undefined | false): Promise<T> =>
    new Promise((resolve) => {
      const one = () => {
        const so = isSo();
        if (!so) return;
        waiting.delete(one);
        resolve(so);
      };
      waiting.add(one);
      one();
    });
  return {
    alarms,
    taken,
    faults,
    untilTaken: (count: number) => untilSo(() => taken.length >= count),
    untilFault: (present: boolean, kind: Fault["fault"] = "alarmsLost", after = 0) =>
      untilSo(() =>
        faults.slice(after).find((one) => one.subject === "mqtt" && one.fault === kind && one.present === present),
      ),
  };
}

test("messages of the site's topics become alarms; a topic without ids has one alarm at a time", async () => {
  const broker = await startBroker();
  const { taken, untilTaken } = listening(plainBroker(broker.port));
  await broker.untilSubscribed(1);
  await broker.publish("plant/h1/alarm", JSON.stringify({ kind: "raised", id: "smoke-1", text: "Smoke" }));
  await broker.publish("plant/301/alarm", JSON.stringify({ text: "Tamper" }));
  await broker.publish("plant/nobody/alarm", "cleared");
  await broker.publish("plant/h1/other", "raised");
  await broker.publish("plant/h2/alarm", JSON.stringify({ kind: "raised" }), true);
  await untilTaken(4);
  expect(taken.map(({ kind, id, isNamed, text, named }) => [kind, id, isNamed, text, named])).toEqual([
    ["raised", "smoke-1", true, "Smoke", "h1"],
    ["raised", "plant/301/alarm", false, "Tamper", "301"],
    ["cleared", "plant/nobody/alarm", false, "", "nobody"],
    ["raised", "plant/h2/alarm", false, "", "h2"],
  ]);
  expect(taken.map(({ stationId }) => stationId)).toEqual(["h1", "h1", null, "h2"]);
});

test("what the broker kept from before is told as kept", async () => {
  const broker = await startBroker();
  await broker.publish("plant/h1/alarm", "raised", true);
  const { taken, untilTaken } = listening(plainBroker(broker.port));
  await untilTaken(1);
  expect(taken[0]).toMatchObject({ kept: true, stationId: "h1" });
});

test("among 214 kept states that say all is well, the one that says alarm is taken", async () => {
  const broker = await startBroker();
  for (let i = 0; i < 214; i += 1) await broker.publish(`plant/door-${i}/alarm`, "cleared", true);
  await broker.publish("plant/h1/alarm", "raised", true);
  const { taken, faults, untilTaken } = listening(plainBroker(broker.port));
  await untilTaken(215);
  expect(taken.filter(({ kind }) => kind === "raised").map(({ stationId }) => stationId)).toEqual(["h1"]);
  expect(faults.filter(({ fault, present }) => fault === "alarmsRefused" && present)).toEqual([]);
});

interface Listening {
  broker: Broker;
  rate?: SharedRate;
  isKnown?: (alarm: SeenAlarm) => boolean;
  clientId?: string;
  /** Absent: taken at once. */
  take?: (named: string) => Promise<void>;
}

/** One way alone, on a broker that lives longer. */
async function listenAlone({
  broker,
  rate,
  isKnown = () => false,
  clientId,
  take = () => Promise.resolve(),
}: Listening) {
  const taken: string[] = [];
  const refused: [words: string, isLost: boolean][] = [];
  const links: boolean[] = [];
  const subscribed = broker.subscriptions;
  const listener = startMqtt({
    input: plainBroker(broker.port),
    clientId: clientId ?? `test-${Math.random()}`,
    site: () => site,
    async take({ kind, named }) {
      taken.push(`${kind} ${named}`);
      await take(named);
      return "e1";
    },
    isKnown,
    link: (up) => links.push(up),
    refused: (words, isLost) => refused.push([words, isLost]),
    ...(rate && { rate }),
  });
  onTestFinished(() => listener.stop());
  await broker.untilSubscribed(subscribed + 1);
  return { broker, taken, refused, links, listener };
}

const of = (atOnce: number, perSecond: number): SharedRate["all"] => ({ atOnce, perSecond });
const plenty = of(1_000, 1_000);
const never = new Promise<void>(() => undefined);

test("what comes faster than the rate waits, and is taken in its order; no end overtakes its alarm", async () => {
  const rate = { all: of(1, 20), each: plenty };
  const { broker, taken, refused } = await listenAlone({ broker: await startBroker(), rate });
  const told = ["raised a", "raised b", "cleared b", "raised c"];
  for (const one of told) {
    const [kind = "", named] = one.split(" ");
    await broker.publish(`plant/${named}/alarm`, kind);
  }
  await until("all are taken", () => taken.length === told.length);
  expect(taken).toEqual(told);
  expect(refused).toEqual([]);
});

test("an alarm that lasts already uses nothing of the rate up", async () => {
  const rate = { all: of(1, 0), each: of(1, 0) };
  const isKnown = ({ named }: SeenAlarm) => named === "known";
  const { broker, taken } = await listenAlone({ broker: await startBroker(), rate, isKnown });
  for (let i = 0; i < 5; i += 1) await broker.publish("plant/known/alarm", "raised");
  await broker.publish("plant/new/alarm", "raised");
  await until("the new one is taken", () => taken.includes("raised new"));
});

test("an alarm is acknowledged when the desk has it, and not before: one that was being taken as the console died comes again, once", async () => {
  const broker = await startBroker();
  const clientId = "the-desk";
  const dying = await listenAlone({ broker, clientId, take: () => never });
  await broker.publish("plant/h1/alarm", "raised");
  await until("it is on its way", () => dying.taken.length === 1);
  await dying.listener.stop();

  const next = await listenAlone({ broker, clientId });
  await until("it comes again", () => next.taken.length === 1);
  await broker.publish("plant/h2/alarm", "raised");
  await until("the next one, too", () => next.taken.length === 2);
  await until("both are acknowledged", () => broker.acknowledged === 2);
  await next.listener.stop();

  const third = await listenAlone({ broker, clientId });
  await broker.publish("plant/h3/alarm", "raised");
  await until("a new one is taken", () => third.taken.includes("raised h3"));
  expect(third.taken).toEqual(["raised h3"]);
});

test("what waits for the rate waits at the broker: a console that dies loses none of it", async () => {
  const broker = await startBroker();
  const clientId = "the-desk";
  const slow = await listenAlone({ broker, clientId, rate: { all: of(1, 0), each: plenty } });
  const told = Array.from({ length: 200 }, (_, i) => `raised ${i}`);
  for (let i = 0; i < told.length; i += 1) await broker.publish(`plant/${i}/alarm`, "raised");
  await until("the first one is acknowledged", () => broker.acknowledged === 1);
  await slow.listener.stop();
  expect(slow.taken.length).toBeLessThan(3);
  expect(slow.refused).toEqual([]);
  const next = await listenAlone({ broker, clientId, rate: { all: plenty, each: plenty } });
  await until("all have come", () => new Set([...slow.taken, ...next.taken]).size === told.length);
  expect(next.taken).toEqual(told.slice(1));
});

test("an alarm whose connection was lost while it was taken is not acknowledged over the next one", async () => {
  const broker = await startBroker();
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const { taken, links } = await listenAlone({ broker, take: () => held });
  await broker.publish("plant/h1/alarm", "raised");
  await until("it is on its way", () => taken.length === 1);
  const before = broker.subscriptions;
  broker.cut();
  await broker.untilSubscribed(before + 1);
  expect(broker.acknowledged).toBe(0);
  release();
  await until("it came again and is acknowledged", () => broker.acknowledged === 1);
  expect(taken).toEqual(["raised h1", "raised h1"]);
  expect(links).toEqual([true, false, true]);
}, 30_000);

test("an alarm that the desk cannot take is told as a loss, and those behind it are taken", async () => {
  const logged = vi.spyOn(console, "error").mockImplementation(() => undefined);
  onTestFinished(() => logged.mockRestore());
  const take = (named: string) => (named === "h1" ? Promise.reject(new Error("a bug")) : Promise.resolve());
  const { broker, taken, refused } = await listenAlone({ broker: await startBroker(), take });
  await broker.publish("plant/h1/alarm", "raised");
  await broker.publish("plant/h2/alarm", "raised");
  await until("the other one is taken", () => taken.includes("raised h2"));
  expect(refused).toEqual([["topic plant/h1/alarm: an internal error, logged.", true]]);
  expect(logged).toHaveBeenCalledTimes(1);
});

test("a station that babbles leaves the rate to the others; its surplus is told as a loss", async () => {
  const rate = { all: of(10, 0), each: of(3, 0) };
  const { broker, taken, refused } = await listenAlone({ broker: await startBroker(), rate });
  for (let i = 0; i < 50; i += 1) await broker.publish("plant/h1/alarm", JSON.stringify({ id: `${i}` }));
  await broker.publish("plant/h2/alarm", "raised");
  await until("the other one is heard", () => taken.includes("raised h2"));
  expect(taken).toEqual(["raised h1", "raised h1", "raised h1", "raised h2"]);
  expect(refused).toHaveLength(47);
  expect(refused[0]).toEqual(["alarms of Station h1 come faster than 2 a second.", true]);
  await until("nothing of it is left at the broker", () => broker.acknowledged === 51);
});

test("a message of 5 MB is not kept in memory: it is told as a loss, the link stays, and the next alarm is taken", async () => {
  const broker = await startBroker();
  const { taken, refused, links } = await listenAlone({ broker });
  await broker.publish("plant/h1/alarm", Buffer.alloc(5_000_000, "x"));
  await broker.publish("plant/h2/alarm", "raised");
  await until("the next one is taken", () => taken.length === 1);
  expect(taken).toEqual(["raised h2"]);
  expect(refused).toEqual([["topic plant/h1/alarm: longer than 16000 bytes.", true]]);
  await until("neither comes again", () => broker.acknowledged === 2);
  expect(links).toEqual([true]);
});

test("of a message of 200 MB no more is waited for than tells its topic, and it is acknowledged at once", async () => {
  const said: Buffer[] = [];
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.on("data", (chunk: Buffer) => {
      said.push(chunk);
      const type = (chunk[0] ?? 0) >> 4;
      if (type === 1) socket.write(Buffer.from([0x20, 2, 0, 0]));
      // Granted, and then the first megabyte of a message (MQTT 3.1.1, 3.3) with a length of 200 MB, and nothing more.
      if (type === 8) {
        const granted = [0x90, 3, chunk[2] ?? 0, chunk[3] ?? 0, 1];
        const header = [0x32, 0x80, 0x84, 0xaf, 0x5f, 0, 14, ...Buffer.from("plant/h1/alarm"), 0, 7];
        socket.write(Buffer.concat([Buffer.from([...granted, ...header]), Buffer.alloc(1_000_000, "x")]));
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const refused: [words: string, isLost: boolean][] = [];
  const listener = startMqtt({
    input: plainBroker((server.address() as AddressInfo).port),
    clientId: "test",
    site: () => site,
    take: () => never.then(() => null),
    isKnown: () => false,
    link: () => undefined,
    refused: (words, isLost) => refused.push([words, isLost]),
  });
  onTestFinished(() => listener.stop());
  await until("it is told", () => refused.length === 1);
  expect(refused).toEqual([["topic plant/h1/alarm: longer than 16000 bytes.", true]]);
  await until("it is acknowledged", () => Buffer.concat(said).includes(Buffer.from([0x40, 2, 0, 7])));
});

test("a broker that is away is a fault, cleared when it is there, and raised again when it goes", async () => {
  const first = await startBroker();
  const { port } = first;
  await first.stop();
  const { faults, taken, untilFault, untilTaken } = listening(plainBroker(port));
  const lost = await untilFault(true);
  expect(lost.words).toMatch(new RegExp(`^The MQTT broker 127.0.0.1:${port} is not reachable: .*ECONNREFUSED`));
  const seen = faults.length;
  const second = await startBroker({ port });
  await untilFault(false, "alarmsLost", seen);
  const before = faults.length;
  await second.publish("plant/h1/alarm", "raised");
  await untilTaken(1);
  expect(taken).toHaveLength(1);
  await second.stop();
  await untilFault(true, "alarmsLost", before);
}, 30_000);

test("a password that the broker does not accept is told in words, without the password", async () => {
  const broker = await startBroker({ login: { user: "desk", password: "right" } });
  const { faults, untilFault } = listening(plainBroker(broker.port, { user: "desk", password: "sesame" }));
  const { words } = await untilFault(true);
  expect(words).toMatch(/does not accept the user or the password|not authorised/);
  expect(JSON.stringify(faults)).not.toContain("sesame");
  const { untilFault: other } = listening(plainBroker(broker.port, { user: "desk", password: "right" }));
  expect((await other(false)).present).toBe(false);
});

test("mqtts:// is believed only with the site's authority, and shows our own certificate", async () => {
  const authority = newAuthority("Plant");
  const stranger = newAuthority("Stranger");
  onTestFinished(() => {
    authority.remove();
    stranger.remove();
  });
  const broker = await startBroker({ tls: { ...authority.issue("IP:127.0.0.1"), ca: authority.ca } });
  const own = authority.issue("DNS:desk");
  const url = `mqtts://127.0.0.1:${broker.port}`;
  const good = listening(plainBroker(broker.port, { url, ca: authority.ca, cert: own.cert, key: own.key }));
  await broker.untilSubscribed(1);
  await broker.publish("plant/h1/alarm", "raised");
  await good.untilTaken(1);
  const bad = listening(plainBroker(broker.port, { url, ca: stranger.ca, cert: own.cert, key: own.key }));
  expect((await bad.untilFault(true)).words).toMatch(/certificate|unable to verify/i);
});

test("messages that cannot be understood are counted, and from the fifth on are a fault that says what was expected, and quotes nobody", async () => {
  const broker = await startBroker();
  const { taken, untilFault } = listening(plainBroker(broker.port));
  await broker.untilSubscribed(1);
  for (let i = 0; i < 5; i += 1) await broker.publish("plant/h1/alarm", `maybe ${i}`);
  const { words } = await untilFault(true, "alarmsRefused");
  expect(words).toContain('topic plant/h1/alarm: expected "raised" or "cleared", found other text of 7 characters');
  expect(words).not.toContain("maybe");
  expect(taken).toEqual([]);
});
