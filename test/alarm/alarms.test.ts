/** The ways in as a whole: closed by default, opened and closed with the site, and their faults raised and cleared. */
import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { createAlarms } from "../../electron/alarm/alarms.ts";
import type { AlarmInputs, WebhookInput } from "../../electron/alarm/inputs.ts";
import { createRate } from "../../electron/alarm/rate.ts";
import { createTakenSignatures } from "../../electron/alarm/signature.ts";
import { createTrouble } from "../../electron/alarm/trouble.ts";
import type { SeenAlarm } from "../../shared/alarm/alarm.ts";
import type { Report } from "../../shared/desk/inputs.ts";
import { site } from "../desk/drive.ts";
import { until } from "../journeys/desk.ts";

const webhook: WebhookInput = {
  address: "127.0.0.1",
  port: 0,
  secret: "0123456789abcdef0123456789abcdef",
  timestampHeader: "X-Timestamp",
  signatureHeader: "X-Signature",
  class: null,
};
const none: AlarmInputs = { webhook: null, mqtt: null, message: null };

function ways() {
  const taken: SeenAlarm[] = [];
  const present = new Map<string, string>();
  const alarms = createAlarms({
    clientId: "test",
    signatures: createTakenSignatures(),
    site: () => site,
    wall: () => Date.now(),
    take: async (alarm) => {
      taken.push(alarm);
      return "e1";
    },
    isKnown: () => false,
    report(report: Report) {
      if (report.type !== "fault") return;
      const key = `${report.fault} ${report.subject}`;
      if (report.present) present.set(key, report.words);
      else present.delete(key);
    },
  });
  onTestFinished(() => alarms.stop());
  return { alarms, taken, present };
}

test("nothing is open where the site names nothing: no port, and a MESSAGE gets 405", async () => {
  const { alarms, taken } = ways();
  alarms.open(undefined);
  expect(alarms.webhookPort).toBeNull();
  expect(await alarms.message({ id: "1", number: "301", asserted: true, text: "x" })).toBe(405);
  expect(taken).toEqual([]);
});

test("a site that is loaded again without its webhook closes it", async () => {
  const { alarms } = ways();
  alarms.open({ ...none, webhook });
  await until("it listens", () => alarms.webhookPort !== null);
  const port = alarms.webhookPort;
  alarms.open({ ...none, webhook: { ...webhook } });
  expect(alarms.webhookPort).toBe(port);
  alarms.open(null);
  await until("it is closed", () => alarms.webhookPort === null);
  await expect(fetch(`http://127.0.0.1:${port}/alarm`)).rejects.toThrow();
});

test("a port that another program has is a fault in words, and the webhook opens once it is free", async () => {
  const holder = createServer();
  await new Promise<void>((resolve) => holder.listen(0, "127.0.0.1", resolve));
  const { port } = holder.address() as AddressInfo;
  const { alarms, present } = ways();
  alarms.open({ ...none, webhook: { ...webhook, port } });
  await until("it says so", () => present.has("alarmsLost webhook"));
  expect(present.get("alarmsLost webhook")).toBe(
    `The webhook cannot listen on 127.0.0.1 port ${port}: another program has it. It is tried again every 5 s.`,
  );
  await new Promise((resolve) => holder.close(resolve));
  await until("it listens", () => alarms.webhookPort === port);
  expect(present.has("alarmsLost webhook")).toBe(false);
});

test("wrong signatures become a fault from the fifth on, which names neither secret nor signature", async () => {
  const { alarms, present } = ways();
  alarms.open({ ...none, webhook });
  await until("it listens", () => alarms.webhookPort !== null);
  const signature = "ab".repeat(32);
  const send = () =>
    fetch(`http://127.0.0.1:${alarms.webhookPort}/alarm`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "x-timestamp": String(Math.floor(Date.now() / 1000)),
        "x-signature": signature,
      },
      body: "{}",
    });
  for (let i = 0; i < 4; i += 1) await send();
  expect(present.has("alarmsRefused webhook")).toBe(false);
  await send();
  const words = present.get("alarmsRefused webhook") ?? "";
  expect(words).toMatch(/^Requests to the webhook: 5 were not taken .*does not match. It came from 127.0.0.1/);
  expect(words).not.toContain(signature);
  expect(words).not.toContain(webhook.secret);
});

/** Sends one that is signed well. */
async function sendSigned(port: number | null, body: string, at = Date.now()): Promise<number> {
  const timestamp = String(Math.floor(at / 1000));
  const signature = createHmac("sha256", webhook.secret).update(`${timestamp}.${body}`).digest("hex");
  const answer = await fetch(`http://127.0.0.1:${port}/alarm`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-timestamp": timestamp, "x-signature": signature },
    body,
  });
  return answer.status;
}

test("of what is signed well the first that is not taken is a fault: an alarm is missing", async () => {
  const { alarms, present } = ways();
  alarms.open({ ...none, webhook });
  await until("it listens", () => alarms.webhookPort !== null);
  expect(await sendSigned(alarms.webhookPort, '{"Mrs Miller":"fell"}')).toBe(400);
  const words = present.get("alarmsRefused webhook") ?? "";
  expect(words).toMatch(/^Requests to the webhook: 1 was not taken .* it was signed well. The body is not an alarm/);
  expect(words).not.toMatch(/Miller|fell/);
});

test("what was taken is known after the site has changed the ways in: a copied request is believed once", async () => {
  const { alarms, taken } = ways();
  alarms.open({ ...none, webhook });
  await until("it listens", () => alarms.webhookPort !== null);
  const before = alarms.webhookPort;
  const at = Date.now();
  expect(await sendSigned(before, '{"id":"smoke-1"}', at)).toBe(202);
  alarms.open({ ...none, webhook: { ...webhook, class: "urgent" } });
  await until("it listens anew", () => alarms.webhookPort !== null && alarms.webhookPort !== before);
  expect(await sendSigned(alarms.webhookPort, '{"id":"smoke-1"}', at)).toBe(401);
  expect(taken).toHaveLength(1);
});

test("signed alarms that come too fast are a fault at once", async () => {
  const { alarms, present } = ways();
  alarms.open({ ...none, webhook });
  await until("it listens", () => alarms.webhookPort !== null);
  let status = 202;
  for (let i = 0; status === 202; i += 1) status = await sendSigned(alarms.webhookPort, JSON.stringify({ id: `${i}` }));
  expect(status).toBe(429);
  expect(present.get("alarmsRefused webhook")).toContain("signed alarms come too fast");
});

test("a MESSAGE is taken from an asserted station; from a claimed one only where the site says so; from nobody else", async () => {
  const { alarms, taken } = ways();
  const message = { from: "asserted" as const, cleared: "OFF", class: null };
  const ask = (number: string | null, asserted: boolean, text = "Smoke") =>
    alarms.message({ id: `${number} ${text}`, number, asserted, text });
  alarms.open({ ...none, message });
  await until("it is open", () => alarms.webhookPort === null);
  await new Promise((resolve) => setImmediate(resolve));
  expect([await ask("301", true), await ask("301", false), await ask("7002", true), await ask(null, true)]).toEqual([
    200, 403, 403, 403,
  ]);
  expect(await ask("301", true, "off: smoke")).toBe(200);
  alarms.open({ ...none, message: { ...message, from: "claimed" } });
  await new Promise((resolve) => setImmediate(resolve));
  expect(await ask("302", false)).toBe(200);
  expect(taken.map(({ kind, id, stationId, asserted }) => [kind, id, stationId, asserted])).toEqual([
    ["raised", "301 Smoke", "h1", true],
    ["cleared", "", "h1", true],
    ["raised", "302 Smoke", "h2", false],
  ]);
});

test("a station that sends MESSAGE after MESSAGE gets 480 and is named; the others are heard", async () => {
  const { alarms, taken, present } = ways();
  alarms.open({ ...none, message: { from: "asserted", cleared: null, class: null } });
  await new Promise((resolve) => setImmediate(resolve));
  let sent = 0;
  const say = (number: string) => alarms.message({ id: `${++sent}`, number, asserted: true, text: "x" });
  while ((await say("301")) === 200);
  // What it was refused uses up nothing of the others' room, which comes back 10 times a second.
  for (let i = 0; i < 500; i += 1) expect(await say("301")).toBe(480);
  await until("another is heard", () => {
    void say("302");
    return taken.some(({ stationId }) => stationId === "h2");
  });
  expect(present.get("alarmsRefused message")).toMatch(/The last one: those of .+ come faster than 2 a second\./);
});

test("a rate gives so many at once and then so many a second, to all and to each; what finds no room uses nothing up", () => {
  let now = 0;
  const all = { atOnce: 4, perSecond: 2 };
  const roomFor = createRate({ all, each: { atOnce: 2, perSecond: 1 } }, () => now);
  expect(["a", "a", "a", "a", "b", "c", "d"].map(roomFor)).toEqual([
    "room",
    "room",
    "babbles",
    "babbles",
    "room",
    "room",
    "crowded",
  ]);
  now = 1_000;
  expect(["a", "a", "d", "d"].map(roomFor)).toEqual(["room", "babbles", "room", "crowded"]);
  now = 60_000;
  expect(["a", "a", "a", "b", "b", "c"].map(roomFor)).toEqual(["room", "room", "babbles", "room", "room", "crowded"]);
});

test("trouble is told from the fifth on, again when it has doubled, and is over after a quiet time", async () => {
  const told: [boolean, string][] = [];
  const trouble = createTrouble("Requests", (present, words) => told.push([present, words]), 30);
  for (let i = 1; i <= 10; i += 1) trouble.count(`wrong ${i}.`);
  expect(told.map(([present, words]) => [present, /wrong \d+/.exec(words)?.[0]])).toEqual([
    [true, "wrong 5"],
    [true, "wrong 10"],
  ]);
  await until("it is over", () => told.at(-1)?.[0] === false);
  trouble.count("wrong again.");
  expect(told).toHaveLength(3);
  trouble.count("lost 1.", true);
  trouble.count("lost 2.", true);
  expect(told.slice(3).map(([present, words]) => [present, /lost \d/.exec(words)?.[0]])).toEqual([[true, "lost 1"]]);
});
