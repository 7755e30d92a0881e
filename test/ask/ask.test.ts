/** One request to a device that wants HTTP Digest, over real HTTP: what is sent, how often, and what is never sent. */
import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { expect, test } from "vitest";
import { type Ask, ask } from "../../electron/ask/ask.ts";
import { startDevice } from "../door/device.ts";
import { digestLock, type LockOptions, login } from "./digestLock.ts";

const asking = (url: string, more: Partial<Ask> = {}) =>
  ask({ url, withinMs: 2_000, mostBytes: 1_000, digest: { ...login }, ...more });
const failure = (asked: Promise<unknown>): Promise<string> => asked.then(String, ({ message }: Error) => message);
const sent = ({ headers }: IncomingMessage): string => headers.authorization ?? "nothing";
const counts = (requests: readonly IncomingMessage[]) =>
  requests.map((request) => /nc=([0-9a-f]{8})/.exec(sent(request))?.[1] ?? "none");

function locked(options?: LockOptions) {
  const letsIn = digestLock(options);
  return startDevice((request, response) => void (letsIn(request, response) && response.end("welcome")));
}
/** Asks whoever comes with these headers, whatever is answered. */
const challenging = (...values: string[]) =>
  startDevice((_request, response) => void response.writeHead(401, { "www-authenticate": values }).end("who?"));

test.each([
  ["MD5", ["MD5"], /algorithm=MD5,/],
  ["SHA-256", ["SHA-256"], /algorithm=SHA-256,/],
  ["the stronger of two", ["MD5", "SHA-256"], /algorithm=SHA-256,/],
])("a device that asks is answered with %s, for its path and query", async (_what, algorithms, algorithm) => {
  const { url, asked, requests } = await locked({ algorithms });
  expect((await asking(`${url}/a%20b/jpg?size=1&x="y"`, { method: "PUT" })).body.toString()).toBe("welcome");
  expect(asked).toEqual(Array(2).fill("PUT /a%20b/jpg?size=1&x=%22y%22"));
  expect(requests.map(sent)).toEqual(["nothing", expect.stringMatching(algorithm)]);
});

test("what it asked for is kept: further requests there are one each, counted, also several at once", async () => {
  const { url, requests } = await locked();
  const digest = { ...login };
  await asking(url, { digest });
  await asking(url, { digest });
  expect(counts(requests)).toEqual(["none", "00000001", "00000002"]);
  await Promise.all([asking(url, { digest }), asking(url, { digest }), asking(url, { digest })]);
  // Whichever comes too late for a strict device is asked afresh.
  expect(counts(requests)).toEqual(expect.arrayContaining(["00000003", "00000004", "00000005"]));
});

test("another address of the device, and the same one in a new site, are asked afresh", async () => {
  const { url, requests } = await locked();
  const digest = { ...login };
  await asking(`${url}/1`, { digest });
  await asking(`${url}/2`, { digest });
  await asking(`${url}/1`);
  expect(counts(requests)).toEqual(["none", "00000001", "none", "00000001", "none", "00000001"]);
});

test("a nonce that has become too old is replaced; one that is too old at once, once", async () => {
  const { url, requests } = await locked({ usesOfNonce: 1 });
  const digest = { ...login };
  await asking(url, { digest });
  await asking(url, { digest });
  expect(counts(requests)).toEqual(["none", "00000001", "00000002", "00000001"]);
  const never = await locked({ usesOfNonce: 0 });
  expect(await failure(asking(never.url))).toBe("it refuses the user or password (401)");
  expect(never.requests).toHaveLength(3);
});

test("a nonce that is given again is counted on", async () => {
  let times = 0;
  const { url, requests } = await startDevice((request, response) => {
    times += 1;
    if (request.headers.authorization && times !== 3) return void response.end();
    response.writeHead(401, { "www-authenticate": 'Digest realm="r", nonce="same", qop="auth"' }).end();
  });
  const digest = { ...login };
  await asking(url, { digest });
  await asking(url, { digest });
  expect(counts(requests)).toEqual(["none", "00000001", "00000002", "00000003"]);
});

test("a wrong password is tried once, and neither it nor the user is in the words", async () => {
  const { url, requests } = await locked({ password: "another" });
  expect(await failure(asking(url))).toBe("it refuses the user or password (401)");
  expect(requests).toHaveLength(2);
  expect(requests.map(sent).join()).not.toContain("sesame");
});

test("without a login, 401 is told as it is", async () => {
  const { url, requests } = await locked();
  expect(await failure(asking(url, { digest: null }))).toBe("it answers 401");
  expect(requests).toHaveLength(1);
});

test("the old form without qop is answered (RFC 2069)", async () => {
  const md5 = (text: string) => createHash("md5").update(text).digest("hex");
  const right = md5(`${md5(`${login.user}:old:${login.password}`)}:n1:${md5("GET:/jpg")}`);
  const { url, requests } = await startDevice((request, response) => {
    if (sent(request).includes(`response="${right}"`)) return void response.end("welcome");
    response.writeHead(401, { "www-authenticate": 'Digest realm="old", nonce="n1"' }).end();
  });
  const digest = { ...login };
  for (const _twice of [1, 2]) expect((await asking(`${url}/jpg`, { digest })).body.toString()).toBe("welcome");
  expect(requests).toHaveLength(3);
});

test.each([
  ["Basic alone", ['Basic realm="gate"']],
  ["an unknown algorithm", ['Digest realm="gate", nonce="n", algorithm=SHA-512-256, qop="auth"', "Basic realm=gate"]],
  ["the body's hash alone", ['Digest realm="gate", nonce="n", qop="auth-int"']],
  ["nothing that can be read", ["Digest"]],
  ["nothing", []],
])("a device that asks for %s is not answered", async (_what, values) => {
  const { url, requests } = await challenging(...values);
  expect(await failure(asking(url))).toBe("it asks for a password in a way that is not known here");
  expect(requests.map(sent)).toEqual(["nothing"]);
});

test("Digest is answered where Basic is offered beside it, before or after", async () => {
  for (const values of [
    ['Basic realm="x"', 'Digest realm="g", nonce="n", qop="auth"'],
    ['Digest realm="g", nonce="n", qop="auth", Basic realm="x"'],
  ]) {
    const { url, requests } = await challenging(...values);
    expect(await failure(asking(url))).toBe("it refuses the user or password (401)");
    expect(requests.map(sent)).toEqual(["nothing", expect.stringMatching(/^Digest username="desk", realm="g", nonce/)]);
  }
});

test("nobody else is told: a redirect is not followed, and a challenge's domain is not asked", async () => {
  const other = await startDevice((_request, response) => void response.end());
  const letsIn = digestLock();
  const bent = await startDevice((request, response) => {
    if (letsIn(request, response)) response.writeHead(307, { location: other.url }).end();
  });
  expect(await failure(asking(bent.url))).toBe("it answers with a redirect (307), which is not followed");
  const wide = await challenging(`Digest realm="g", nonce="n", domain="${other.url}/"`);
  await failure(asking(wide.url));
  await failure(asking(other.url, { digest: null }));
  expect(other.requests.map(sent)).toEqual(["nothing"]);
});

test("both requests have one time together", async () => {
  const letsIn = digestLock();
  const { url } = await startDevice((request, response) => {
    // Each answer alone would be in time.
    setTimeout(() => letsIn(request, response) && response.end(), 300);
  });
  expect(await failure(asking(url, { withinMs: 500 }))).toBe("no answer within 0.5 s");
});
