/** What a message of a broker reads as: topics, words, fields, and what is no alarm. */
import { expect, test } from "vitest";
import type { MqttTopic } from "../../electron/alarm/inputs.ts";
import { matchesTopic, plusOf, readMqtt } from "../../electron/alarm/readAlarm.ts";
import { site } from "../desk/drive.ts";
import { plainTopic } from "./plainTopic.ts";

const read = (topic: string, payload: string | Buffer, template: Partial<MqttTopic> = {}) =>
  readMqtt({ topic, payload: Buffer.from(payload), retain: false }, { ...plainTopic, ...template }, site);

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
  expect(read("fire", "{}", { topic: "fire", fields: { ...plainTopic.fields, station: "constructor" } })).toMatchObject(
    {
      alarm: { stationId: null, named: "" },
    },
  );
});

test("a + stands for one level", () => {
  expect(matchesTopic("plant/+/alarm", "plant/h1/alarm")).toBe(true);
  expect(matchesTopic("plant/+/alarm", "plant/h1/x/alarm")).toBe(false);
  expect(matchesTopic("plant/+/alarm", "plant/alarm")).toBe(false);
  expect(plusOf("plant/+/alarm", "plant/h1/alarm")).toBe("h1");
  expect(plusOf("fire", "fire")).toBeNull();
});
