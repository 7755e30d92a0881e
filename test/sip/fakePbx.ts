/** A PBX of the test's own: a real WebSocket server on loopback that writes and reads raw SIP, frame by frame. */
import { createHash } from "node:crypto";
import { createServer as createHttpServer } from "node:http";
import { createServer as createHttpsServer, type ServerOptions } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";

export interface Frame {
  text: string;
  /** "REGISTER", or "200" for a response. */
  kind: string;
  startLine: string;
  /** First value of a header, lower-case name; "" where none. */
  header(name: string): string;
  headers(name: string): string[];
  body: string;
  /** Number of the connection it came by, from 1. */
  connection: number;
}

export interface FakePbx {
  url: string;
  received: Frame[];
  /** The first frame, come or to come, that the test asks for. */
  until(wanted: (frame: Frame) => boolean): Promise<Frame>;
  /** Sends a raw frame over the newest connection. */
  send(text: string): void;
  /** Sends frames so that they arrive in one piece. */
  sendAtOnce(texts: readonly string[]): void;
  /** Answers a request. */
  reply(request: Frame, status: string, extra?: readonly string[], body?: string): void;
  /** What REGISTER gets; by default a 200 that lists the Contact as it came. */
  onRegister: (request: Frame) => void;
  /** Answers OPTIONS and keep-alives while true. */
  alive: boolean;
  /** False: keep-alives only. */
  answersOptions: boolean;
  /** Resolves once so many connections have come. */
  untilConnections(count: number): Promise<void>;
  drop(): void;
  stop(): Promise<void>;
}

/** `tls`: it speaks wss://. */
export async function startFakePbx(tls: ServerOptions | null = null): Promise<FakePbx> {
  const carrier = tls === null ? createHttpServer() : createHttpsServer(tls);
  const server = new WebSocketServer({ server: carrier, handleProtocols: () => "sip" });
  await new Promise<void>((resolve) => carrier.listen(0, "127.0.0.1", resolve));
  const waiting = new Set<{ wanted: (frame: Frame) => boolean; found: (frame: Frame) => void }>();
  let newest: WebSocket | null = null;
  let connections = 0;

  const pbx: FakePbx = {
    url: `${tls === null ? "ws" : "wss"}://127.0.0.1:${(carrier.address() as AddressInfo).port}`,
    received: [],
    alive: true,
    answersOptions: true,
    untilConnections(count) {
      if (connections >= count) return Promise.resolve();
      return new Promise((resolve) => server.on("connection", () => connections >= count && resolve()));
    },
    until(wanted) {
      const come = pbx.received.find(wanted);
      if (come) return Promise.resolve(come);
      return new Promise((found) => waiting.add({ wanted, found }));
    },
    send: (text) => newest?.send(text),
    sendAtOnce(texts) {
      const { _socket: socket } = newest as unknown as { _socket: Socket };
      socket.cork();
      for (const text of texts) newest?.send(text);
      socket.uncork();
    },
    reply: (request, status, extra, body) => pbx.send(answerTo(request, status, extra, body)),
    onRegister: (request) => pbx.reply(request, "200 OK", [`Contact: ${request.header("contact")}`]),
    drop: () => newest?.terminate(),
    async stop() {
      for (const client of server.clients) client.terminate();
      server.close();
      carrier.closeAllConnections();
      await new Promise((resolve) => carrier.close(resolve));
    },
  };

  server.on("connection", (socket) => {
    newest = socket;
    connections += 1;
    const connection = connections;
    socket.on("message", (data) => {
      const text = String(data);
      if (/^[\r\n]+$/.test(text)) {
        if (pbx.alive && text.length === 4) socket.send("\r\n");
        return;
      }
      const frame = readFrame(text, connection);
      pbx.received.push(frame);
      if (frame.kind === "REGISTER") pbx.onRegister(frame);
      if (frame.kind === "OPTIONS" && pbx.alive && pbx.answersOptions) pbx.reply(frame, "200 OK");
      for (const one of waiting) {
        if (!one.wanted(frame)) continue;
        waiting.delete(one);
        one.found(frame);
      }
    });
  });
  return pbx;
}

export function readFrame(text: string, connection: number): Frame {
  const split = text.indexOf("\r\n\r\n");
  const [startLine = "", ...lines] = text.slice(0, split).split("\r\n");
  const headers = (name: string) =>
    lines.filter((line) => line.toLowerCase().startsWith(`${name}:`)).map((line) => line.slice(name.length + 1).trim());
  const words = startLine.split(" ");
  return {
    text,
    kind: (startLine.startsWith("SIP/2.0") ? words[1] : words[0]) ?? "",
    startLine,
    header: (name) => headers(name)[0] ?? "",
    headers,
    body: text.slice(split + 4),
    connection,
  };
}

/** What `until` is asked for an answer: its status, and the method that it answers. */
export const answered =
  (status: string, method: string) =>
  ({ kind, header }: Frame): boolean =>
    kind === status && header("cseq").endsWith(method);

export function answerTo(request: Frame, status: string, extra: readonly string[] = [], body = ""): string {
  const to = request.header("to");
  const tagged = /;tag=/.test(to) || status.startsWith("100") ? to : `${to};tag=pbx`;
  return sip(
    `SIP/2.0 ${status}`,
    [
      ...request.headers("via").map((via) => `Via: ${via}`),
      `From: ${request.header("from")}`,
      `To: ${tagged}`,
      `Call-ID: ${request.header("call-id")}`,
      `CSeq: ${request.header("cseq")}`,
      ...extra,
    ],
    body,
  );
}

export const sip = (startLine: string, headers: readonly string[], body = ""): string =>
  `${[startLine, ...headers, `Content-Length: ${Buffer.byteLength(body)}`].join("\r\n")}\r\n\r\n${body}`;

export const sdp =
  "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n";

export interface Press {
  to?: string;
  from?: string;
  callId?: string;
  cseq?: number;
  branch?: string;
  extra?: readonly string[];
  body?: string;
}

let presses = 0;

/** An INVITE as a PBX forwards it. `to`: the request URI. */
export function invite(press: Press = {}): string {
  presses += 1;
  const body = press.body ?? sdp;
  return sip(
    `INVITE ${press.to ?? "sip:6000@console.invalid"} SIP/2.0`,
    [
      `Via: SIP/2.0/WS pbx.invalid;branch=${press.branch ?? `z9hG4bK${presses}`}`,
      "Max-Forwards: 69",
      `From: ${press.from ?? `"Help point" <sip:2014@pbx.invalid>;tag=f${presses}`}`,
      "To: <sip:6000@pbx.invalid>",
      `Call-ID: ${press.callId ?? `call-${presses}`}`,
      `CSeq: ${press.cseq ?? 1} INVITE`,
      "Contact: <sip:2014@pbx.invalid;transport=ws>",
      ...(press.extra ?? []),
      ...(body === "" ? [] : ["Content-Type: application/sdp"]),
    ],
    body,
  );
}

/** CANCEL of an INVITE (RFC 3261, 9.1: same Via, From, To, Call-ID, CSeq number). */
export function cancelOf(frame: string, extra: readonly string[] = []): string {
  const of = readFrame(frame, 0);
  return sip(of.startLine.replace("INVITE", "CANCEL"), [
    `Via: ${of.header("via")}`,
    `From: ${of.header("from")}`,
    `To: ${of.header("to")}`,
    `Call-ID: ${of.header("call-id")}`,
    `CSeq: ${of.header("cseq").replace("INVITE", "CANCEL")}`,
    ...extra,
  ]);
}

/** A request of the caller inside the dialog that `answer` (our 200) opened. */
export function inDialog(
  method: string,
  answer: Frame,
  cseq: number,
  extra: readonly string[] = [],
  body = "",
): string {
  const target = /<([^>]+)>/.exec(answer.header("contact"))?.[1] ?? "sip:6000@console.invalid";
  return sip(
    `${method} ${target} SIP/2.0`,
    [
      `Via: SIP/2.0/WS pbx.invalid;branch=z9hG4bKin${method}${cseq}of${answer.header("call-id").replace(/\W/g, "")}`,
      "Max-Forwards: 69",
      `From: ${answer.header("from")}`,
      `To: ${answer.header("to")}`,
      `Call-ID: ${answer.header("call-id")}`,
      `CSeq: ${cseq} ${method}`,
      "Contact: <sip:2014@pbx.invalid;transport=ws>",
      ...extra,
    ],
    body,
  );
}

/** A request of the far end inside the dialog that its own 200 to our INVITE opened. */
export function backwards(method: string, ours: Frame, cseq: number, more: readonly string[] = [], body = ""): string {
  const target = /<([^>]+)>/.exec(ours.header("contact"))?.[1] ?? "";
  const headers = [
    `Via: SIP/2.0/WS pbx.invalid;branch=z9hG4bKback${cseq}`,
    "Max-Forwards: 69",
    `From: ${ours.header("to")};tag=pbx`,
    `To: ${ours.header("from")}`,
    `Call-ID: ${ours.header("call-id")}`,
    `CSeq: ${cseq} ${method}`,
    ...more,
  ];
  return sip(`${method} ${target} SIP/2.0`, headers, body);
}

const md5 = (text: string): string => createHash("md5").update(text).digest("hex");

/** RFC 2617, 3.2.2: whether an Authorization header proves the password. */
export function provesPassword(frame: Frame, user: string, password: string): boolean {
  const given = frame.header("authorization");
  const field = (name: string) => new RegExp(`\\b${name}="?([^",]+)"?`).exec(given)?.[1] ?? "";
  const ha1 = md5(`${user}:${field("realm")}:${password}`);
  const ha2 = md5(`${frame.kind}:${field("uri")}`);
  return (
    given !== "" &&
    field("response") === md5([ha1, field("nonce"), field("nc"), field("cnonce"), field("qop"), ha2].join(":"))
  );
}
