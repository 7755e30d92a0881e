/** Alarms by MQTT, from a real broker on loopback: what is taken, what is refused, and what is said when the broker is away. */
import { expect, onTestFinished, test } from "vitest";
import { createAlarms } from "../../electron/alarm/alarms.ts";
import type { MqttInput, MqttTopic } from "../../electron/alarm/inputs.ts";
import { mostWaiting } from "../../electron/alarm/inRate.ts";
import { startMqtt } from "../../electron/alarm/mqtt.ts";
import type { Rate } from "../../electron/alarm/rate.ts";
import { matchesTopic, plusOf, readMqtt } from "../../electron/alarm/readAlarm.ts";
import { createTakenSignatures } from "../../electron/alarm/signature.ts";
import type { SeenAlarm } from "../../shared/alarm/alarm.ts";
import type { Report } from "../../shared/desk/inputs.ts";
import { site } from "../desk/drive.ts";
import { until } from "../journeys/desk.ts";
import { newAuthority } from "../sip/authority.ts";
import { startBroker } from "./broker.ts";

const plain: MqttTopic = {
  topic: "plant/+/alarm",
  stationId: null,
  fields: { station: "station", text: "text", id: "id", kind: "kind" },
  raised: "raised",
  cleared: "cleared",
  class: null,
};
const input = (port: number, more: Partial<MqttInput> = {}): MqttInput => ({
  url: `mqtt://127.0.0.1:${port}`,
  user: null,
  password: null,
  ca: null,
  cert: null,
  key: null,
  topics: [plain],
  ...more,
});

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
  const { taken, untilTaken } = listening(input(broker.port));
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
  const { taken, untilTaken } = listening(input(broker.port));
  await untilTaken(1);
  expect(taken[0]).toMatchObject({ kept: true, stationId: "h1" });
});

test("among 214 kept states that say all is well, the one that says alarm is taken", async () => {
  const broker = await startBroker();
  for (let i = 0; i < 214; i += 1) await broker.publish(`plant/door-${i}/alarm`, "cleared", true);
  await broker.publish("plant/h1/alarm", "raised", true);
  const { taken, faults, untilTaken } = listening(input(broker.port));
  await untilTaken(215);
  expect(taken.filter(({ kind }) => kind === "raised").map(({ stationId }) => stationId)).toEqual(["h1"]);
  expect(faults.filter(({ fault, present }) => fault === "alarmsRefused" && present)).toEqual([]);
});

/** One way with a rate of its own. */
async function paced(rate: Rate, isKnown: (alarm: SeenAlarm) => boolean = () => false) {
  const broker = await startBroker();
  const taken: string[] = [];
  const refused: [words: string, isLost: boolean][] = [];
  const listener = startMqtt({
    input: input(broker.port),
    clientId: `test-${Math.random()}`,
    site: () => site,
    take: async ({ kind, named }) => {
      taken.push(`${kind} ${named}`);
      return "e1";
    },
    isKnown,
    link: () => undefined,
    refused: (words, isLost) => refused.push([words, isLost]),
    rate,
  });
  onTestFinished(() => listener.stop());
  await broker.untilSubscribed(1);
  return { broker, taken, refused, listener };
}

test("what comes faster than the rate waits, and is taken in its order; no end overtakes its alarm", async () => {
  const { broker, taken, refused } = await paced({ atOnce: 1, perSecond: 20 });
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
  const { broker, taken } = await paced({ atOnce: 1, perSecond: 0 }, ({ named }) => named === "known");
  for (let i = 0; i < 5; i += 1) await broker.publish("plant/known/alarm", "raised");
  await broker.publish("plant/new/alarm", "raised");
  await until("the new one is taken", () => taken.includes("raised new"));
});

test("only when as many wait as may is one dropped, the oldest are kept, and the first loss is told as one", async () => {
  const { broker, taken, refused, listener } = await paced({ atOnce: 1, perSecond: 0 });
  for (let i = 0; i <= mostWaiting; i += 1) await broker.publish(`plant/${i}/alarm`, "raised");
  expect(refused).toEqual([]);
  await broker.publish("plant/late/alarm", "raised");
  await until("it is told", () => refused.length === 1);
  expect(refused).toEqual([["alarms come faster than 10 a second, and 1000 of them wait.", true]]);
  expect(taken).toEqual(["raised 0"]);
  // The broker was told that they came: a way that closes gives the desk what waits.
  await listener.stop();
  expect(taken).toHaveLength(mostWaiting + 1);
  expect(taken.at(-1)).toBe(`raised ${mostWaiting}`);
});

test("a broker that is away is a fault, cleared when it is there, and raised again when it goes", async () => {
  const first = await startBroker();
  const { port } = first;
  await first.stop();
  const { faults, taken, untilFault, untilTaken } = listening(input(port));
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
  const { faults, untilFault } = listening(input(broker.port, { user: "desk", password: "sesame" }));
  const { words } = await untilFault(true);
  expect(words).toMatch(/does not accept the user or the password|not authorised/);
  expect(JSON.stringify(faults)).not.toContain("sesame");
  const { untilFault: other } = listening(input(broker.port, { user: "desk", password: "right" }));
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
  const good = listening(input(broker.port, { url, ca: authority.ca, cert: own.cert, key: own.key }));
  await broker.untilSubscribed(1);
  await broker.publish("plant/h1/alarm", "raised");
  await good.untilTaken(1);
  const bad = listening(input(broker.port, { url, ca: stranger.ca, cert: own.cert, key: own.key }));
  expect((await bad.untilFault(true)).words).toMatch(/certificate|unable to verify/i);
});

test("messages that cannot be understood are counted, and from the fifth on are a fault that says what was expected, and quotes nobody", async () => {
  const broker = await startBroker();
  const { taken, untilFault } = listening(input(broker.port));
  await broker.untilSubscribed(1);
  for (let i = 0; i < 5; i += 1) await broker.publish("plant/h1/alarm", `maybe ${i}`);
  const { words } = await untilFault(true, "alarmsRefused");
  expect(words).toContain('topic plant/h1/alarm: expected "raised" or "cleared", found other text of 7 characters');
  expect(words).not.toContain("maybe");
  expect(taken).toEqual([]);
});

const read = (topic: string, payload: string | Buffer, template: Partial<MqttTopic> = {}) =>
  readMqtt({ topic, payload: Buffer.from(payload), retain: false }, { ...plain, ...template }, site);

test("a site may name a topic's own words, fields and station", () => {
  const own = { topic: "fire", stationId: "h2", raised: "1", cleared: "0", class: "lifeSafety" as const };
  expect(read("fire", "1", own)).toMatchObject({ alarm: { kind: "raised", stationId: "h2", class: "lifeSafety" } });
  expect(read("fire", "0", own)).toMatchObject({ alarm: { kind: "cleared", id: "fire" } });
  const fields = { station: "where", text: "message", id: "number", kind: "on" };
  const named = { topic: "fire", fields, raised: "true", cleared: "false" };
  const payload = JSON.stringify({ where: "302", message: "Heat", number: 17, on: false });
  expect(read("fire", payload, named)).toMatchObject({
    alarm: { kind: "cleared", stationId: "h2", text: "Heat", id: "17" },
  });
});

test.each([
  ["bytes that are not UTF-8", Buffer.from([0xff, 0xfe])],
  ["a word that it does not know", "x"],
  ["nothing", ""],
  ["half a JSON", '{"kind":"raised"'],
  ["a list", '["raised"]'],
  ["a kind that is no word", '{"kind":"x"}'],
])("%s is no alarm, and is told with its topic", (_what, payload) => {
  expect(read("plant/h1/alarm", payload)).toMatchObject({ wrong: expect.stringContaining("topic plant/h1/alarm") });
});

test("fields that are objects, and an object's own words, are not read", () => {
  const payload = '{"text":{"a":1},"id":["x"],"kind":"raised","__proto__":{"station":"h2"}}';
  expect(read("plant/none/alarm", payload)).toMatchObject({
    alarm: { text: "", id: "plant/none/alarm", stationId: null },
  });
  expect(read("fire", "{}", { topic: "fire", fields: { ...plain.fields, station: "constructor" } })).toMatchObject({
    alarm: { stationId: null, named: "" },
  });
});

test("a + stands for one level", () => {
  expect(matchesTopic("plant/+/alarm", "plant/h1/alarm")).toBe(true);
  expect(matchesTopic("plant/+/alarm", "plant/h1/x/alarm")).toBe(false);
  expect(matchesTopic("plant/+/alarm", "plant/alarm")).toBe(false);
  expect(plusOf("plant/+/alarm", "plant/h1/alarm")).toBe("h1");
  expect(plusOf("fire", "fire")).toBeNull();
});
