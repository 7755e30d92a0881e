/**
 * A PBX of raw frames, in a process of its own, for measuring: takes any REGISTER, answers OPTIONS, and sends INVITEs that
 * were built before the clock started. Speaks with its parent over IPC.
 *
 * In:  {do:"prepare", numbers, run} · {do:"send", from, to} (indexes, all at once) · {do:"cancel", index} · {do:"stop"}
 * Out: {at:"listening", port} · {at:"registered"} · {at:"prepared"} · {at:"sent", index, time, callId} ·
 *      {at:"answered", index, time} · {at:"ended", index}
 */
import { createHash } from "node:crypto";
import { type WebSocket, WebSocketServer } from "ws";

interface Prepared {
  callId: string;
  frame: string;
  from: string;
  branch: string;
}

const tell = (message: object): void => void process.send?.(message);
const wallNow = (): number => performance.timeOrigin + performance.now();

let socket: WebSocket | undefined;
let contact = "sip:console@bench.invalid";
let calls: Prepared[] = [];
const fingerprint = Array.from({ length: 32 }, (_, i) => i.toString(16).padStart(2, "0").toUpperCase()).join(":");
const sdp = [
  "v=0",
  "o=- 1 1 IN IP4 127.0.0.1",
  "s=-",
  "t=0 0",
  "a=group:BUNDLE 0",
  "m=audio 9 UDP/TLS/RTP/SAVPF 0 101",
  "c=IN IP4 127.0.0.1",
  "a=mid:0",
  "a=sendrecv",
  "a=rtcp-mux",
  "a=rtpmap:0 PCMU/8000",
  "a=rtpmap:101 telephone-event/8000",
  "a=ice-ufrag:abcd",
  "a=ice-pwd:abcdefghijklmnopqrstuvwx",
  `a=fingerprint:sha-256 ${fingerprint}`,
  "a=setup:actpass",
  "a=candidate:1 1 udp 2130706431 127.0.0.1 9 typ host",
  "",
].join("\r\n");

/** Station numbers to call from, and which of them are life safety: given by the parent. */
function prepare(numbers: readonly string[], run: string): void {
  calls = numbers.map((number, i) => {
    const callId = `${run}-${i}@bench`;
    const branch = `z9hG4bK${createHash("sha1").update(callId).digest("hex").slice(0, 16)}`;
    const from = `"Station ${number}" <sip:${number}@bench.invalid>;tag=f${i}`;
    const frame = [
      `INVITE ${contact} SIP/2.0`,
      `Via: SIP/2.0/WS bench.invalid;branch=${branch}`,
      "Max-Forwards: 70",
      `From: ${from}`,
      "To: <sip:6000@bench.invalid>",
      `Call-ID: ${callId}`,
      "CSeq: 1 INVITE",
      "Contact: <sip:pbx@bench.invalid;transport=ws>",
      `P-Asserted-Identity: <sip:${number}@bench.invalid>`,
      "Priority: emergency",
      "Alert-Info: <http://www.notused.invalid>;info=emergency;x=0",
      "Allow: INVITE,ACK,CANCEL,BYE,OPTIONS,INFO,NOTIFY,REFER,MESSAGE",
      "Supported: replaces,timer",
      "User-Agent: bench",
      "Content-Type: application/sdp",
      `Content-Length: ${Buffer.byteLength(sdp)}`,
      "",
      sdp,
    ].join("\r\n");
    return { callId, frame, from, branch };
  });
}

function header(frame: string, name: string): string {
  const found = new RegExp(`^${name}\\s*:\\s*(.*)$`, "im").exec(frame);
  return found?.[1]?.trim() ?? "";
}

function reply(frame: string, status: string, extra: readonly string[] = []): void {
  const vias = [...frame.matchAll(/^Via\s*:.*$/gim)].map((match) => match[0].trim());
  const to = header(frame, "To");
  socket?.send(
    [
      `SIP/2.0 ${status}`,
      ...vias,
      `From: ${header(frame, "From")}`,
      `To: ${to}${to.includes("tag=") ? "" : ";tag=pbx"}`,
      `Call-ID: ${header(frame, "Call-ID")}`,
      `CSeq: ${header(frame, "CSeq")}`,
      ...extra,
      "Content-Length: 0",
      "",
      "",
    ].join("\r\n"),
  );
}

function inCall(call: Prepared, method: string, to: string, cseq: string, branch = call.branch): string {
  return [
    `${method} ${contact} SIP/2.0`,
    `Via: SIP/2.0/WS bench.invalid;branch=${branch}`,
    "Max-Forwards: 70",
    `From: ${call.from}`,
    `To: ${to}`,
    `Call-ID: ${call.callId}`,
    `CSeq: ${cseq}`,
    "Content-Length: 0",
    "",
    "",
  ].join("\r\n");
}

function take(frame: string): void {
  if (/^(\r\n)+$/.test(frame)) return void socket?.send("\r\n");
  const [start = ""] = frame.split("\r\n", 1);
  if (start.startsWith("REGISTER")) {
    const given = /<([^>]+)>/.exec(header(frame, "Contact"))?.[1];
    if (given) contact = given;
    reply(frame, "200 OK", [`Contact: <${contact}>;expires=120`, "Expires: 120"]);
    return tell({ at: "registered" });
  }
  if (start.startsWith("OPTIONS") || start.startsWith("BYE")) return reply(frame, "200 OK");
  if (!start.startsWith("SIP/2.0 ")) return;
  const index = calls.findIndex((call) => call.callId === header(frame, "Call-ID"));
  const call = calls[index];
  if (!call || !header(frame, "CSeq").endsWith("INVITE")) return;
  const code = Number(start.split(" ")[1]);
  if (code < 200) return;
  const to = header(frame, "To");
  // RFC 3261 17.1.1.3: ACK of a failure keeps the branch; of a success it is a transaction of its own.
  socket?.send(inCall(call, "ACK", to, "1 ACK", code >= 300 ? call.branch : `${call.branch}a`));
  tell(code >= 300 ? { at: "ended", index } : { at: "answered", index, time: wallNow() });
}

const server = new WebSocketServer({ port: 0, host: "127.0.0.1", handleProtocols: () => "sip" }, () => {
  const address = server.address();
  tell({ at: "listening", port: typeof address === "object" && address ? address.port : 0 });
});
server.on("connection", (opened) => {
  socket = opened;
  opened.on("message", (data) => take(String(data)));
});

type Order =
  | { do: "prepare"; numbers: string[]; run: string }
  | { do: "send"; from: number; to: number }
  | { do: "cancel"; index: number }
  | { do: "stop" };

process.on("message", (order: Order) => {
  switch (order.do) {
    case "prepare":
      prepare(order.numbers, order.run);
      return tell({ at: "prepared" });
    case "send": {
      const wanted = calls.slice(order.from, order.to);
      const time = wallNow();
      for (const call of wanted) socket?.send(call.frame);
      return tell({ at: "sent", index: order.from, time, callId: wanted[0]?.callId });
    }
    case "cancel": {
      const call = calls[order.index];
      if (call) socket?.send(inCall(call, "CANCEL", "<sip:6000@bench.invalid>", "1 CANCEL"));
      return;
    }
    case "stop":
      process.exit(0);
  }
});
process.on("disconnect", () => process.exit(0));
