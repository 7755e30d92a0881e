/** Journey: an alarm without voice, by a signed webhook, from its first byte to the close, and across a restart of the host. */
import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { planSound } from "../../shared/call/planSound.ts";
import { startBroker } from "../alarm/broker.ts";
import { plainBroker } from "../alarm/plainTopic.ts";
import { startDesk, until } from "./desk.ts";
import { smallSite } from "./smallSite.ts";

const secret = "0123456789abcdef0123456789abcdef";

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const begun = Math.floor(Date.now() / 1000);
let signed = 0;
interface Answer {
  status: number;
  event: string | null;
}

/** As the plant's controller does it. Each is a second older than the last: a signature is good once. */
const post = (port: number, alarm: object): Promise<Answer> => postAt(port, alarm, begun - signed++);

async function postAt(port: number, alarm: object, second: number): Promise<Answer> {
  const body = JSON.stringify(alarm);
  const timestamp = String(second);
  const signature = createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex");
  const headers = {
    "content-type": "application/json",
    "x-timestamp": timestamp,
    "x-signature": `sha256=${signature}`,
  };
  const answer = await fetch(`http://127.0.0.1:${port}/alarm`, { method: "POST", headers, body });
  return { status: answer.status, event: ((await answer.json()) as { event?: string }).event ?? null };
}

test("an alarm rings, is acknowledged, survives a restart, is told to be over, and is closed into the history", async () => {
  const port = await freePort();
  const webhook = {
    address: "127.0.0.1",
    port,
    secret,
    timestampHeader: "X-Timestamp",
    signatureHeader: "X-Signature",
    class: null,
  };
  const desk = await startDesk({ alarms: { webhook, mqtt: null, message: null } });
  const { console } = desk;

  const raised = await post(port, { id: "smoke-3", station: "s214", text: "Smoke detector 3" });
  expect(raised.status).toBe(202);
  const event = await desk.seen("214");
  expect(raised.event).toBe(event.id);
  expect(event).toMatchObject({ class: "lifeSafety", condition: "active", callIds: [], trust: "asserted" });
  await desk.untilRings("threeFast");

  // Once more, as a sender does that did not hear the answer: the same event, and no second alarm.
  expect(await post(port, { id: "smoke-3", station: "s214", text: "Smoke detector 3" })).toEqual(raised);
  expect(desk.event("214").presses).toHaveLength(1);

  expect(await console.send({ type: "acknowledge", eventId: event.id })).toBeNull();
  await desk.untilQuiet();
  await desk.restartHost();
  expect(desk.event("214")).toMatchObject({ acknowledged: true, condition: "active", callLost: false });
  expect(desk.event("214").alarms).toMatchObject([{ source: "webhook", id: "smoke-3", text: "Smoke detector 3" }]);
  expect(planSound(console.desk, smallSite, Date.now()).ring).toBeNull();
  // The alarm lasts across the restart: told again it is still the same.
  expect((await post(port, { id: "smoke-3", station: "s214" })).event).toBe(event.id);
  expect(desk.event("214").presses).toHaveLength(1);

  expect(await post(port, { id: "smoke-3", station: "s214", kind: "cleared" })).toEqual(raised);
  await console.until("it is over", () => desk.event("214").condition === "returned");
  expect(await console.send({ type: "close", eventId: event.id, outcome: "falsePress", note: "" })).toBeNull();
  expect(console.desk.events).toEqual({});
  expect(console.entriesOf("alarmCleared")).toHaveLength(1);
  // Who copied the first request may send it again: it is known across the restart, and opens nothing.
  expect((await postAt(port, { id: "smoke-3", station: "s214", text: "Smoke detector 3" }, begun)).status).toBe(401);
  expect(console.desk.events).toEqual({});
});

test("what a broker is told while the console is dead is there after its restart, and what it tells twice is one alarm", async () => {
  const broker = await startBroker();
  const mqtt = plainBroker(broker.port);
  const desk = await startDesk({ inChild: true, alarms: { webhook: null, mqtt, message: null } });
  const { console } = desk;
  await broker.untilSubscribed(1);
  const smoke = JSON.stringify({ id: "smoke-3", text: "Smoke detector 3" });
  await broker.publish("plant/214/alarm", smoke);
  const event = await desk.seen("214");
  await console.until("it is on disk", (now) => console.recordedSeq >= now.seq);
  const whileDead = async (): Promise<void> => {
    await broker.publish("plant/214/alarm", smoke);
    await broker.publish("plant/209/alarm", JSON.stringify({ id: "tamper-1", text: "Tamper" }));
  };
  await desk.restartHost({ kill: true, whileDead });
  await desk.seen("209");
  expect(desk.event("214")).toMatchObject({ id: event.id, acknowledged: false });
  expect(desk.event("214").presses).toHaveLength(1);
  await until("all is acknowledged", () => broker.acknowledged >= 3);
}, 60_000);

test("a SIP MESSAGE of a station, through the PBX, is an alarm; of who is no station it is refused, and nothing rings", async () => {
  const message = { from: "asserted" as const, cleared: "OFF", class: null };
  const desk = await startDesk({ alarms: { webhook: null, mqtt: null, message }, online: ["209", "7010"] });
  const { console } = desk;
  expect(await desk.stations.find("7010").send("6000", "I am a patrol")).toBe(403);
  expect(console.desk.events).toEqual({});

  expect(await desk.stations.find("209").send("6000", "Tamper: cover open")).toBe(200);
  const event = await desk.seen("209");
  expect(event).toMatchObject({ class: "urgent", stationId: "s209", trust: "asserted", callIds: [] });
  expect(event.alarms).toMatchObject([{ source: "message", text: "Tamper: cover open", clearedAt: null }]);
  await desk.untilRings("twoPulses");

  expect(await desk.stations.find("209").send("6000", "OFF")).toBe(200);
  await console.until("it is over", () => desk.event("209").condition === "returned");
  // A press of the same station is on the same card, and can be answered.
  await desk.talkWith("209");
  expect(Object.keys(console.desk.events)).toEqual([event.id]);
});

test("a site that takes no messages answers 405", async () => {
  const desk = await startDesk({ online: ["209"] });
  expect(await desk.stations.find("209").send("6000", "Tamper")).toBe(405);
  expect(desk.console.desk.events).toEqual({});
});
