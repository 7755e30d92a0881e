/** The webhook over real HTTP, on a free port of loopback. */
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { connect } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import type { WebhookInput } from "../../electron/alarm/inputs.ts";
import { createTakenSignatures } from "../../electron/alarm/signature.ts";
import { startWebhook, type WebhookOptions } from "../../electron/alarm/webhook.ts";
import type { SeenAlarm } from "../../shared/alarm/alarm.ts";
import { site } from "../desk/drive.ts";

const secret = "0123456789abcdef0123456789abcdef";
const input: WebhookInput = {
  address: "127.0.0.1",
  port: 0,
  secret,
  timestampHeader: "X-Timestamp",
  signatureHeader: "X-Signature",
  class: null,
};

async function aWebhook(more: Partial<WebhookOptions> = {}) {
  const taken: SeenAlarm[] = [];
  const refused: string[] = [];
  const lost: string[] = [];
  const hook = await startWebhook({
    input,
    site: () => site,
    wall: () => Date.now(),
    signatures: createTakenSignatures(),
    refused: (words, isLost) => void (isLost ? lost : refused).push(words),
    take: async (alarm) => {
      taken.push(alarm);
      return "e7";
    },
    ...more,
  });
  onTestFinished(() => hook.stop());
  const address = `http://127.0.0.1:${hook.port}/alarm`;
  const post = async (body: string | Buffer, headers: Record<string, string> = sign(body), url = address) => {
    const answer = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: typeof body === "string" ? body : new Uint8Array(body),
    });
    return { status: answer.status, ...((await answer.json()) as { words: string; event?: string }) };
  };
  return { hook, address, taken, refused, lost, post };
}

const begun = Math.floor(Date.now() / 1000);
let signed = 0;
/** Each a second apart: a signature is good once. */
function sign(body: string | Buffer, key = secret): Record<string, string> {
  const timestamp = String(begun - (signed++ % 200));
  const signature = createHmac("sha256", key).update(`${timestamp}.`).update(body).digest("hex");
  return { "x-timestamp": timestamp, "x-signature": `sha256=${signature}` };
}

const alarm = (more: object = {}): string => JSON.stringify({ id: "smoke-1", station: "h1", text: "Smoke", ...more });

test("a signed alarm is answered 202 with its event's id, and not before the desk has taken it", async () => {
  let shown: (id: string) => void = () => undefined;
  const { post } = await aWebhook({
    take: () =>
      new Promise((resolve) => {
        shown = resolve;
      }),
  });
  let answered = false;
  const answer = post(alarm()).finally(() => {
    answered = true;
  });
  // A later request is answered all the way while the first one waits for the desk.
  expect((await post("{", { "x-timestamp": "1" })).status).toBe(401);
  expect(answered).toBe(false);
  shown("e42");
  expect(await answer).toEqual({ status: 202, event: "e42", words: "Taken by the desk." });
});

test("stations are named by id or by number, and who is not in the site is passed on as named", async () => {
  const { post, taken } = await aWebhook({ input: { ...input, class: "lifeSafety" } });
  for (const station of ["h1", "301", "pump 7"]) await post(alarm({ station }));
  await post(JSON.stringify({ id: "x", kind: "cleared" }));
  expect(taken.map(({ stationId, named, kind, class: of }) => [stationId, named, kind, of])).toEqual([
    ["h1", "h1", "raised", "lifeSafety"],
    ["h1", "301", "raised", "lifeSafety"],
    [null, "pump 7", "raised", "lifeSafety"],
    [null, "", "cleared", "lifeSafety"],
  ]);
});

describe("what is not signed well", () => {
  test("is refused with 401 in words, counted, and never reaches the desk", async () => {
    const { post, taken, refused, lost } = await aWebhook();
    const good = sign(alarm());
    expect(await post(alarm(), {})).toMatchObject({ status: 401, words: expect.stringContaining("not signed") });
    expect(await post(alarm(), sign(alarm(), "another"))).toMatchObject({ status: 401 });
    expect(await post(alarm({ text: "changed" }), good)).toMatchObject({ status: 401 });
    expect(await post(alarm(), good)).toMatchObject({ status: 202 });
    expect(await post(alarm(), good)).toMatchObject({ status: 401, words: expect.stringContaining("came before") });
    expect(taken).toHaveLength(1);
    expect(refused).toHaveLength(4);
    expect(lost).toEqual([]);
    expect(refused.join()).not.toContain(secret);
  });
});

describe("a hostile body", () => {
  test.each([
    ["no JSON", "smoke!"],
    ["half a JSON", '{"id":"smoke'],
    ["a list", "[]"],
    ["null", "null"],
    ["bytes that are not UTF-8", Buffer.from([0x7b, 0xff, 0xfe, 0x7d])],
    ["no id", alarm({ id: undefined })],
    ["an empty id", alarm({ id: "" })],
    ["an id of blanks alone", alarm({ id: " \u0000 ", kind: "cleared" })],
    ["an id that is no text", alarm({ id: { toString: 1 } })],
    ["a kind that there is not", alarm({ kind: "explode" })],
    ["a field that there is not", alarm({ statoin: "h1" })],
    ["an object's own words as a field", '{"id":"x","__proto__":{"kind":"cleared"},"constructor":1}'],
    ["a text too long", alarm({ text: "x".repeat(501) })],
    ["a station too long", alarm({ station: "x".repeat(121) })],
    ["deep nesting", `{"id":${"[".repeat(5_000)}${"]".repeat(5_000)}}`],
  ])("with %s is refused with 400 in words, and is no alarm", async (_what, body) => {
    const { post, taken, lost } = await aWebhook();
    expect(await post(body)).toMatchObject({ status: 400, words: expect.stringMatching(/^The body is not .*\.$/) });
    expect(taken).toEqual([]);
    expect(lost).toHaveLength(1);
  });

  test("whose text is markup, control characters or turned writing arrives as short inert text", async () => {
    const { post, taken } = await aWebhook();
    await post(alarm({ text: "<img src=x onerror=alert(1)>\u0000\u001b[31m\u202eevil" }));
    expect(taken[0]?.text).toBe("<img src=x onerror=alert(1)> [31m evil");
  });

  test("longer than 16 kB is refused with 413, told of its length or not", async () => {
    const { post, address, taken, hook } = await aWebhook();
    const long = alarm({ text: "x".repeat(17_000) });
    expect(await post(long)).toMatchObject({ status: 413 });
    const stream = new ReadableStream({
      start(controller) {
        for (let i = 0; i < 20; i += 1) controller.enqueue(new TextEncoder().encode("x".repeat(1_000)));
        controller.close();
      },
    });
    const chunked = { method: "POST", headers: { "content-type": "application/json" }, body: stream, duplex: "half" };
    expect((await fetch(address, chunked as RequestInit)).status).toBe(413);
    // One that never sends what it promised holds nobody up.
    const slow = connect(hook.port, "127.0.0.1");
    slow.write("POST /alarm HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{");
    expect(await post(alarm())).toMatchObject({ status: 202 });
    slow.destroy();
    expect(taken).toHaveLength(1);
  });
});

test("other paths, methods and types are refused, and nothing is told to a page of another origin", async () => {
  const { address, post } = await aWebhook();
  expect((await fetch(address)).status).toBe(405);
  expect((await fetch(address.replace("/alarm", "/"))).status).toBe(404);
  expect(await post(alarm(), { ...sign(alarm()), "content-type": "text/plain" })).toMatchObject({ status: 415 });
  const asked = await fetch(address, { method: "OPTIONS", headers: { origin: "http://evil.example" } });
  expect(asked.status).toBe(405);
  expect([...asked.headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
});

test("alarms that come too fast get 429; what is not signed uses nothing of the room up", async () => {
  const { post, taken, lost } = await aWebhook({
    rate: { all: { atOnce: 2, perSecond: 0 }, each: { atOnce: 9, perSecond: 0 } },
  });
  for (let i = 0; i < 5; i += 1) await post(alarm(), sign(alarm(), "another"));
  const statuses = [];
  for (let i = 0; i < 3; i += 1) statuses.push((await post(alarm())).status);
  expect(statuses).toEqual([202, 202, 429]);
  expect(lost).toEqual(["signed alarms come too fast."]);
  expect(taken).toHaveLength(2);
});

test("a station that babbles gets 429, and the others are heard", async () => {
  const { post, lost } = await aWebhook({
    rate: { all: { atOnce: 9, perSecond: 0 }, each: { atOnce: 1, perSecond: 0 } },
  });
  const statuses = [];
  for (const station of ["h1", "301", "h1", "h2", "pump 7", "pump 8"])
    statuses.push((await post(alarm({ station }))).status);
  // 301 is the number of h1.
  expect(statuses).toEqual([202, 429, 429, 202, 202, 202]);
  expect(lost[0]).toBe("signed alarms come too fast, of one station alone.");
});

test("connections beyond the 64 that it takes are told as a loss, and room is made for others again", async () => {
  const { hook, post, lost } = await aWebhook();
  const idle = Array.from({ length: 64 }, () => connect(hook.port, "127.0.0.1"));
  await Promise.all(idle.map((one) => once(one, "connect")));
  const late = connect(hook.port, "127.0.0.1");
  late.on("error", () => undefined);
  await once(late, "close");
  expect(lost).toEqual(["more than 64 connections at once: one was closed unread."]);
  for (const one of idle) one.destroy();
  await Promise.all(idle.map((one) => once(one, "close")));
  expect(await post(alarm())).toMatchObject({ status: 202 });
});

test("a port that is taken is told as such", async () => {
  const { hook } = await aWebhook();
  const second = startWebhook({
    input: { ...input, port: hook.port },
    site: () => site,
    wall: () => 0,
    signatures: createTakenSignatures(),
    refused: () => undefined,
    take: async () => null,
  });
  await expect(second).rejects.toMatchObject({ code: "EADDRINUSE" });
});
