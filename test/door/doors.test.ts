/** Doors over real HTTP: what is sent, what is read back, and what is said when it does not work. */
import { expect, onTestFinished, test } from "vitest";
import { type DoorAccess, stateTestOf } from "../../electron/door/doorAccess.ts";
import { createDoors } from "../../electron/door/doors.ts";
import { readState } from "../../electron/door/readState.ts";
import type { Report } from "../../shared/desk/inputs.ts";
import { digestLock, type LockOptions, login } from "../ask/digestLock.ts";
import { type Device, startDevice } from "./device.ts";

const access = (url: string, more: Partial<DoorAccess> = {}): DoorAccess => ({
  url: `${url}/open`,
  method: "POST",
  headers: {},
  digest: null,
  stateUrl: `${url}/state`,
  openWhen: stateTestOf("door.state=open"),
  closedWhen: null,
  ...more,
});

/** Orders it once and gives the report. */
function opened(door: DoorAccess | undefined): Promise<Report> {
  return new Promise((resolve) => {
    const doors = createDoors({ access: () => door, report: resolve });
    onTestFinished(() => doors.stop());
    doors.order({ type: "openHttpDoor", attemptId: "d7", stationId: "g1" });
  });
}
const told = (opened: boolean, state: string, said = "") => ({
  type: "doorAnswered",
  attemptId: "d7",
  stationId: "g1",
  opened,
  state,
  said,
});

test("it is asked once, with the site's method and headers, and reads open as soon as it does", async () => {
  let reads = 0;
  const device: Device = await startDevice((request, response) => {
    if (request.url === "/open") return void response.end("ok");
    reads += 1;
    response.end(JSON.stringify({ door: { state: reads < 3 ? "moving" : "open" } }));
  });
  const headers = { Authorization: "Bearer token-of-the-gate" };
  expect(await opened(access(device.url, { method: "PUT", headers }))).toEqual(told(true, "open"));
  expect(device.asked).toEqual(["PUT /open", "GET /state", "GET /state", "GET /state"]);
  expect(device.requests.map((one) => one.headers.authorization)).toEqual(Array(4).fill("Bearer token-of-the-gate"));
});

test("one that stays shut reads closed, however well it took the request", async () => {
  const { url } = await startDevice((_request, response) => void response.end('{"door":{"state":"closed"}}'));
  expect(await opened(access(url))).toEqual(told(true, "closed"));
});

test("without an address for its state, that is not known", async () => {
  const { url, asked } = await startDevice((_request, response) => void response.end());
  expect(await opened(access(url, { stateUrl: null, openWhen: null }))).toEqual(told(true, "unknown"));
  expect(asked).toEqual(["POST /open"]);
});

test("a state that cannot be read is unknown, and says why", async () => {
  const { url } = await startDevice((request, response) => {
    response.statusCode = request.url === "/open" ? 204 : 500;
    response.end();
  });
  expect(await opened(access(url))).toEqual(told(true, "unknown", "its state could not be read: it answers 500"));
});

test("a refusal, a redirect, silence and a closed port are told in words; the request is never sent twice", async () => {
  const other = await startDevice((_request, response) => void response.end());
  const refusing = await startDevice((_request, response) => void response.writeHead(403).end());
  const bent = await startDevice(
    (_request, response) => void response.writeHead(307, { location: `${other.url}/open` }).end(),
  );
  const silent = await startDevice(() => undefined);
  const plain = { stateUrl: null, openWhen: null };
  expect(await opened(access(refusing.url, plain))).toEqual(told(false, "unknown", "it answers 403"));
  expect(await opened(access(bent.url, plain))).toEqual(
    told(false, "unknown", "it answers with a redirect (307), which is not followed"),
  );
  expect(await opened(access(silent.url, plain))).toEqual(told(false, "unknown", "no answer within 3 s"));
  expect(await opened(access("http://127.0.0.1:9", plain))).toEqual(
    told(false, "unknown", expect.stringMatching(/refused|connection/) as unknown as string),
  );
  expect([refusing.asked, bent.asked, silent.asked, other.asked]).toEqual([
    ["POST /open"],
    ["POST /open"],
    ["POST /open"],
    [],
  ]);
});

test("an answer that was lost may have opened it: its state is read all the same", async () => {
  const { url } = await startDevice((request, response) => {
    if (request.url === "/open") return void request.socket.destroy();
    response.end('{"door":{"state":"open"}}');
  });
  expect(await opened(access(url))).toEqual(told(false, "open", "the connection was cut"));
});

/** A door behind Digest: counts how often it was really opened. */
async function lockedDoor(options?: LockOptions) {
  const letsIn = digestLock(options);
  const door = { openings: 0 };
  const device = await startDevice((request, response) => {
    if (!letsIn(request, response)) return;
    if (request.url === "/open") door.openings += 1;
    response.end(`{"door":{"state":"${door.openings > 0 ? "open" : "closed"}"}}`);
  });
  return { ...device, door };
}

test("a door that asks for Digest is answered and opens once, and its state is read the same way", async () => {
  const { url, asked, door } = await lockedDoor({ algorithms: ["MD5", "SHA-256"] });
  expect(await opened(access(url, { digest: { ...login } }))).toEqual(told(true, "open"));
  expect(asked).toEqual(["POST /open", "POST /open", "GET /state", "GET /state"]);
  expect(door.openings).toBe(1);
});

test("opened again with a nonce that is too old by then, it opens once more, not twice", async () => {
  const { url, asked, door } = await lockedDoor({ usesOfNonce: 1 });
  const way = access(url, { digest: { ...login }, stateUrl: null, openWhen: null });
  await opened(way);
  expect(await opened(way)).toEqual(told(true, "unknown"));
  expect(asked).toHaveLength(4);
  expect(door.openings).toBe(2);
});

test("a door that refuses the password is not opened, and asked no third time", async () => {
  const { url, asked, door } = await lockedDoor({ password: "another" });
  const way = access(url, { digest: { ...login }, stateUrl: null, openWhen: null });
  expect(await opened(way)).toEqual(told(false, "unknown", "it refuses the user or password (401)"));
  expect(asked).toEqual(["POST /open", "POST /open"]);
  expect(door.openings).toBe(0);
});

test.each([
  ["before it asked", 1],
  ["after it was told who we are", 2],
])(
  "with a login too, a request that may have opened it is never sent again: cut, failed or silent %s",
  async (_when, asks) => {
    const asksAgain = { "retry-after": "0", "www-authenticate": 'Digest realm="r", nonce="n", qop="auth", stale=true' };
    for (const ending of ["cut", "failed", "silent"] as const) {
      const letsIn = digestLock();
      const { url, asked } = await startDevice((request, response) => {
        if (asked.length < asks) return void letsIn(request, response);
        if (ending === "cut") request.socket.destroy();
        if (ending === "failed") response.writeHead(503, asksAgain).end();
      });
      const way = access(url, { digest: { ...login }, stateUrl: null, openWhen: null });
      expect(await opened(way)).toMatchObject({ opened: false });
      expect(asked).toEqual(Array(asks).fill("POST /open"));
    }
  },
);

test("a station whose door the site no longer has is told so", async () => {
  expect(await opened(undefined)).toEqual(told(false, "unknown", "the site no longer says how it is opened"));
});

test.each([
  ["open", "open", "open", null],
  ["closed\n", "open", "closed", null],
  ["ajar", "open", "unknown", "closed"],
  ["closed", "open", "closed", "closed"],
  ["", "open", "unknown", null],
  ['{"state":"open"}', "state=open", "open", null],
  ['{"state":true}', "state=true", "open", null],
  ['{"relay":{"1":0}}', "relay.1=1", "closed", null],
  ['{"state":{"a":1}}', "state=open", "unknown", null],
  ["{}", "state=open", "unknown", null],
  ["not JSON", "state=open", "unknown", null],
  ["{}", "constructor.name=Object", "unknown", null],
] as const)("%j with openWhen %j reads %s (closedWhen %s)", (text, openWhen, state, closedWhen) => {
  const closed = closedWhen === null ? null : stateTestOf(closedWhen);
  expect(readState(text, { openWhen: stateTestOf(openWhen), closedWhen: closed })).toBe(state);
});
