/** A SIP MESSAGE at the border (RFC 3428): whom it is from, what is taken, and what it is answered. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { MessageAnswer, TextMessage } from "../../electron/alarm/alarms.ts";
import { invite, sip } from "./fakePbx.ts";
import { type Border, startBorder } from "./startBorder.ts";

let bench: Border;
const taken: TextMessage[] = [];
let answer: MessageAnswer = 200;
beforeAll(async () => {
  bench = await startBorder({}, true, {
    message: async (message) => {
      taken.push(message);
      return answer;
    },
  });
});
afterAll(() => bench.stop());
beforeEach(() => {
  taken.length = 0;
  answer = 200;
});

let sent = 0;
/** Sends one, right behind the frames of `after`, and gives the status of its answer. */
async function send(
  body: string,
  { type = "text/plain", extra = [] as string[], from = "301", callId = "", after = [] as string[] } = {},
) {
  sent += 1;
  const id = callId || `message-${sent}`;
  bench.pbx.sendAtOnce([
    ...after,
    sip(
      "MESSAGE sip:6000@console.invalid SIP/2.0",
      [
        `Via: SIP/2.0/WS pbx.invalid;branch=z9hG4bKm${sent}`,
        "Max-Forwards: 69",
        `From: <sip:${from}@pbx.invalid>;tag=m${sent}`,
        "To: <sip:6000@pbx.invalid>",
        `Call-ID: ${id}`,
        `CSeq: ${sent} MESSAGE`,
        ...(type === "" ? [] : [`Content-Type: ${type}`]),
        ...extra,
      ],
      body,
    ),
  ]);
  const cseq = `${sent} MESSAGE`;
  const frame = await bench.pbx.until(({ kind, header }) => /^[2-6]/.test(kind) && header("cseq") === cseq);
  return frame.kind;
}

test("its sender is whom the PBX asserts, else whom From claims", async () => {
  expect(await send("Smoke", { extra: ["P-Asserted-Identity: <sip:302@pbx.invalid>"] })).toBe("200");
  expect(await send("Smoke", { type: "text/plain;charset=UTF-8" })).toBe("200");
  expect(taken.map(({ number, asserted, text }) => [number, asserted, text])).toEqual([
    ["302", true, "Smoke"],
    ["301", false, "Smoke"],
  ]);
  expect(new Set(taken.map(({ id }) => id)).size).toBe(2);
});

test.each([403, 405, 480] as const)("what the host says of it is its answer: %i", async (status) => {
  answer = status;
  expect(await send("Smoke")).toBe(String(status));
});

test("a body that is no plain text gets 415, one that is too long 413, and the host is not asked", async () => {
  expect(await send("<x/>", { type: "application/xml" })).toBe("415");
  expect(await send("x", { type: "" })).toBe("415");
  expect(await send("x".repeat(5_000))).toBe("413");
  expect(taken).toEqual([]);
});

test("it is neither a press nor a call", async () => {
  await send("Smoke");
  expect(bench.all("callSeen")).toEqual([]);
  expect(bench.all("bugCaught")).toEqual([]);
});

test("it is answered before presses that came in front of it", async () => {
  const after = Array.from({ length: 40 }, (_, i) => invite({ callId: `press-${i}` }));
  expect(await send("Smoke", { after })).toBe("200");
  const answers = bench.pbx.received.filter(({ kind }) => /^[1-6]/.test(kind)).map(({ header }) => header("cseq"));
  const before = answers.slice(0, answers.indexOf(`${sent} MESSAGE`));
  expect(before.filter((cseq) => cseq.endsWith(" INVITE"))).toEqual([]);
  expect(bench.all("callSeen").length).toBe(after.length);
});
