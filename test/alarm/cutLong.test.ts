/** No packet of a broker fills the memory: what is too long is cut on its way in, and what is no MQTT ends the connection. */
import { expect, test } from "vitest";
import { createCut, longestPacket } from "../../electron/alarm/cutLong.ts";

/** MQTT 3.1.1, 3.3: QoS 1, message id 7. */
function publish(payload: Buffer, topic = "plant/h1/alarm"): Buffer {
  const body = Buffer.concat([
    Buffer.from([topic.length >> 8, topic.length & 255]),
    Buffer.from(topic),
    Buffer.from([0, 7]),
    payload,
  ]);
  const length: number[] = [];
  for (let left = body.length; left > 0 || length.length === 0; left >>= 7)
    length.push((left & 127) | (left > 127 ? 128 : 0));
  return Buffer.concat([Buffer.from([0x32, ...length]), body]);
}
const split = (bytes: Buffer, size: number): Buffer[] =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size));

test.each([1, 2, 3, 7, 1_000, 65_536])("in pieces of %s bytes, what is short passes as it is", (size) => {
  const bytes = Buffer.concat([
    Buffer.from([0x20, 2, 0, 0]),
    publish(Buffer.alloc(0)),
    Buffer.from([0xd0, 0]),
    publish(Buffer.alloc(16_000, "x")),
    publish(Buffer.alloc(130, "y")),
  ]);
  const cut = createCut();
  expect(Buffer.concat(split(bytes, size).map(cut)).equals(bytes)).toBe(true);
});

test.each([
  [5, 30_000],
  [65_536, 5_000_000],
])("in pieces of %s bytes, %s of payload are cut, and what follows is whole", (size, length) => {
  const most = size === 5 ? 20_000 : longestPacket;
  const next = publish(Buffer.from("raised"));
  const cut = createCut(most);
  const passed = Buffer.concat(split(Buffer.concat([publish(Buffer.alloc(length, "x")), next]), size).map(cut));
  expect(passed.length).toBe(1 + 3 + most + next.length);
  expect(passed.subarray(-next.length).equals(next)).toBe(true);
  // Topic and message id stay, so that it can be told and acknowledged.
  expect(passed.subarray(4, 22).equals(publish(Buffer.alloc(0)).subarray(2))).toBe(true);
});

test("a topic as long as may be leaves room for a whole payload", () => {
  const bytes = publish(Buffer.alloc(16_001, "x"), "x".repeat(65_535));
  expect(createCut()(bytes).equals(bytes)).toBe(true);
});

test.each([
  ["a long packet that is no message", Buffer.from([0x90, 0xff, 0xff, 0xff, 0x7f])],
  ["a length of more than four bytes", Buffer.from([0x30, 0xff, 0xff, 0xff, 0xff])],
])("%s is refused", (_what, bytes) => {
  expect(() => createCut()(bytes)).toThrow(/^it sends /);
});
