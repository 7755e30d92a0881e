/** The plant's registrar and what its door survives, on raw sockets where the bytes matter. */
import { createHash } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { WebSocket } from "ws";
import { type Plant, startPlant } from "../../electron/plant/plant.ts";
import { demoSetup } from "./demoPlant.ts";
import { startTestConsole, until } from "./testConsole.ts";

let plant: Plant;
const sockets: WebSocket[] = [];

beforeEach(async () => {
  plant = await startPlant(demoSetup, { attachStations: "never", voice: "tone" });
});

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate();
  await plant.stop();
});

/** A socket that sends bytes as they are and keeps what comes back. */
async function rawSocket(options: { origin?: string } = {}) {
  const received: string[] = [];
  const socket = new WebSocket(plant.sipUrl, "sip", options);
  sockets.push(socket);
  socket.on("message", (data) => void received.push(data.toString()));
  await new Promise<void>((resolve, reject) => {
    socket.once("open", resolve);
    socket.once("error", reject);
  });
  let asked = 0;
  return {
    received,
    send: (text: string | Buffer) => socket.send(text),
    async request(method: string, lines: readonly string[] = [], uri = "sip:plant.invalid"): Promise<string> {
      asked += 1;
      const branch = `z9hG4bK-test-${method}-${asked}`;
      socket.send(message(method, uri, branch, asked, lines));
      await until(`an answer to ${method}`, () => received.some((text) => text.includes(branch)));
      return received.find((text) => text.includes(branch)) ?? "";
    },
  };
}

function message(method: string, uri: string, branch: string, cseq: number, lines: readonly string[]): string {
  return [
    `${method} ${uri} SIP/2.0`,
    `Via: SIP/2.0/WS test.invalid;branch=${branch}`,
    "Max-Forwards: 70",
    `From: <sip:6000@plant.invalid>;tag=test`,
    `To: <sip:6000@plant.invalid>`,
    `Call-ID: raw-test`,
    `CSeq: ${cseq} ${method}`,
    ...lines,
    "Content-Length: 0",
    "",
    "",
  ].join("\r\n");
}

const md5 = (text: string) => createHash("md5").update(text).digest("hex");

function authorization(challenge: string, method: string, password: string): string {
  const nonce = /nonce="([^"]+)"/.exec(challenge)?.[1] ?? "";
  const ha1 = md5(`6000:plant.invalid:${password}`);
  const response = md5(`${ha1}:${nonce}:00000001:cn:auth:${md5(`${method}:sip:plant.invalid`)}`);
  return `Authorization: Digest username="6000", realm="plant.invalid", nonce="${nonce}", uri="sip:plant.invalid", response="${response}", algorithm=MD5, cnonce="cn", qop=auth, nc=00000001`;
}

const contact = (extra = "") => `Contact: <sip:6000@test.invalid;transport=ws>${extra}`;

test("the right password registers, a wrong one and an unknown user are refused", async () => {
  const good = await startTestConsole(plant.sipUrl, "6000", "right");
  await good.register();
  for (const [user, password] of [
    ["6000", "wrong"],
    ["nobody", "right"],
  ] as const) {
    const bad = await startTestConsole(plant.sipUrl, user, password);
    await expect(bad.register()).rejects.toThrow("401");
    await bad.stop();
  }
  await good.stop();
});

test("every 200 lists all contacts with their own expires, also when it was only asked", async () => {
  const { request } = await rawSocket();
  const challenge = await request("REGISTER", [contact(';+sip.instance="<urn:uuid:1>"')]);
  expect(challenge).toMatch(/^SIP\/2.0 401/);
  const proof = authorization(challenge, "REGISTER", "right");
  const first = await request("REGISTER", [contact(';expires=120;+sip.instance="<urn:uuid:1>"'), proof]);
  expect(first).toMatch(/^SIP\/2.0 200/);
  expect(first).toMatch(
    /^Contact: <sip:6000@test\.invalid;transport=ws>;expires=120;\+sip\.instance="<urn:uuid:1>"\r$/m,
  );
  await request("REGISTER", ["Contact: <sip:6000@other.invalid;transport=ws>;expires=60", proof]);
  const asked = await request("REGISTER", [proof]);
  expect(asked.match(/^Contact: .*;expires=\d+/gm)).toHaveLength(2);
  const removed = await request("REGISTER", ["Contact: *", "Expires: 0", proof]);
  expect(removed).toMatch(/^SIP\/2.0 200/);
  expect(removed).not.toContain("Contact:");
});

test("nobody registers another one's address", async () => {
  const { request, send, received } = await rawSocket();
  const proof = authorization(await request("REGISTER"), "REGISTER", "right");
  send(
    message("REGISTER", "sip:plant.invalid", "z9hG4bK-other", 9, [contact(), proof]).replace(
      "To: <sip:6000@",
      "To: <sip:6001@",
    ),
  );
  await until("it is refused", () =>
    received.some((text) => text.startsWith("SIP/2.0 403") && text.includes("-other")),
  );
});

test("too brief a registration is refused with the least that is taken", async () => {
  const { request } = await rawSocket();
  const proof = authorization(await request("REGISTER"), "REGISTER", "right");
  const brief = await request("REGISTER", [contact(";expires=1"), proof]);
  expect(brief).toMatch(/^SIP\/2.0 423/);
  expect(brief).toMatch(/^Min-Expires: 10\r$/m);
});

test("keep-alives and OPTIONS are answered", async () => {
  const { request, received, send } = await rawSocket();
  send("\r\n\r\n");
  await until("the pong", () => received.includes("\r\n"));
  expect(await request("OPTIONS")).toMatch(/^SIP\/2.0 200/);
});

test("a call from a connection that has not registered is challenged", async () => {
  const { request } = await rawSocket();
  const answer = await request("INVITE", [contact()], "sip:209@plant.invalid");
  expect(answer).toMatch(/^SIP\/2.0 407/);
  expect(answer).toMatch(/^Proxy-Authenticate: Digest realm="plant\.invalid"/m);
});

test("whatever arrives, the plant lives on", async () => {
  const { request, send } = await rawSocket();
  const frames = [
    "",
    "\u0000\u0001\u0002",
    "hello",
    "INVITE sip:209@plant.invalid SIP/2.0\r\n\r\n",
    "SIP/2.0 200 OK\r\n\r\n",
    "SIP/2.0 999 What\r\nVia: nonsense\r\nCSeq: x\r\n\r\n",
    message("INVITE", "sip:209@plant.invalid", "z9hG4bKx", 1, ["From: <tel:1>", "Contact: <<<>>>"]),
    message("INVITE", "tel:209", "z9hG4bKy", 2, [contact()]),
    message("REGISTER", "sip:plant.invalid", "z9hG4bKz", 3, [
      "Contact: not a contact,,,;;;",
      "Authorization: Digest nonsense",
    ]),
    message("NOTIFY", "sip:plant.invalid", "z9hG4bKn", 4, ["Event: ;;;"]),
    message("REFER", "sip:plant.invalid", "z9hG4bKr", 5, ["Refer-To: ???"]),
    message("SUBSCRIBE", "sip:8001@plant.invalid", "z9hG4bKs", 6, ["Event: conference"]),
    message("CANCEL", "sip:plant.invalid", "z9hG4bKc", 7, []),
    message("INVITE", "sip:209@plant.invalid", "z9hG4bKl", 8, [contact()]).replace("Length: 0", "Length: 9999"),
    message("OPTIONS", "sip:plant.invalid", "z9hG4bKf", 9, [`X-Long: ${"a".repeat(60_000)}`]),
  ];
  for (const frame of frames) send(frame);
  for (const frame of frames) send(Buffer.from(frame.slice(0, frame.length / 2)));
  expect(await request("PRACK")).toMatch(/^SIP\/2.0 405/);
  expect(await request("BANANA")).toMatch(/^SIP\/2.0 405/);
  expect(await request("OPTIONS")).toMatch(/^SIP\/2.0 200/);
});

test("a frame over 64 kB closes its own socket and no other", async () => {
  const large = await rawSocket();
  const other = await rawSocket();
  large.send("x".repeat(70_000));
  await until("it is closed", () => sockets[0]?.readyState === WebSocket.CLOSED);
  expect(await other.request("OPTIONS")).toMatch(/^SIP\/2.0 200/);
});

test("a page of another site cannot open a socket", async () => {
  await expect(rawSocket({ origin: "https://elsewhere.example" })).rejects.toThrow("401");
});
