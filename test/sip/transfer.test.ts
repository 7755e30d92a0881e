/** REFER and what is told of it, as raw frames. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { readFragment } from "../../electron/sip/transfer.ts";
import { backwards, type Frame, sdp } from "./fakePbx.ts";
import { type Border, startBorder } from "./startBorder.ts";

let bench: Border;
let ours: Frame;
let refer: Frame;
beforeEach(async () => {
  bench = await startBorder();
  const dial = {
    type: "dialCall",
    callId: "out-1",
    pbxId: "a",
    number: "2014",
    purpose: "call",
    members: false,
  } as const;
  bench.border.order(dial);
  ours = await bench.pbx.until(({ kind }) => kind === "INVITE");
  const typed = ["Content-Type: application/sdp", "Contact: <sip:2014@pbx.invalid;transport=ws>"];
  bench.pbx.reply(ours, "200 OK", typed, sdp);
  await bench.until("callEstablished");
  bench.border.order({ type: "transferCall", callId: "out-1", number: "7002" });
  refer = await bench.pbx.until(({ kind }) => kind === "REFER");
});
afterEach(() => bench.stop());

let sent = 0;
function notify(fragment: string, state = "active;expires=60", event = "refer"): void {
  sent += 1;
  const head = backwards("NOTIFY", ours, 100 + sent)
    .replace(/Content-Length: 0\r\n/i, "")
    .trimEnd();
  const lines = [
    `Event: ${event}`,
    `Subscription-State: ${state}`,
    "Contact: <sip:2014@pbx.invalid;transport=ws>",
    "Content-Type: message/sipfrag;version=2.0",
    `Content-Length: ${fragment.length}`,
  ];
  bench.pbx.send(`${head}\r\n${lines.join("\r\n")}\r\n\r\n${fragment}`);
}

test("a REFER names the target and who refers, and each NOTIFY is answered and told", async () => {
  expect(refer.header("refer-to")).toContain("sip:7002@pbx.invalid");
  expect(refer.header("referred-by")).toBe("<sip:6000@pbx.invalid>");
  bench.pbx.reply(refer, "202 Accepted");
  notify("SIP/2.0 100 Trying\r\n");
  notify("SIP/2.0 180 Ringing\r\n");
  expect((await bench.until("transferProgress", ({ code }) => code === 180)).callId).toBe("out-1");
  notify("SIP/2.0 200 OK\r\n", "terminated;reason=noresource");
  await bench.until("transferred");
  await bench.pbx.until(({ kind, header }) => kind === "200" && /NOTIFY/.test(header("cseq")));
  expect(bench.all("transferProgress").map(({ code }) => code)).toEqual([100, 180]);
  expect(bench.all("transferFailed")).toEqual([]);
});

test("a target that is busy fails it with its own words", async () => {
  bench.pbx.reply(refer, "202 Accepted");
  notify("SIP/2.0 486 Busy Here\r\n", "terminated;reason=noresource");
  expect(await bench.until("transferFailed")).toMatchObject({ code: 486, text: "Busy Here" });
});

test("a REFER that the PBX refuses fails it with the status", async () => {
  bench.pbx.reply(refer, "403 Forbidden");
  expect(await bench.until("transferFailed")).toMatchObject({ code: 403, text: "Forbidden" });
});

test("a PBX that stops telling before it is decided fails it", async () => {
  bench.pbx.reply(refer, "202 Accepted");
  notify("", "terminated;reason=timeout");
  expect((await bench.until("transferFailed")).code).toBeNull();
});

test("words of another REFER are not taken for ours", async () => {
  bench.pbx.reply(refer, "202 Accepted");
  const cseq = Number.parseInt(refer.header("cseq"), 10);
  notify("SIP/2.0 200 OK\r\n", "terminated;reason=noresource", "refer;id=1");
  notify("SIP/2.0 180 Ringing\r\n", "active", `refer;id=${cseq}`);
  await bench.until("transferProgress");
  expect(bench.all("transferred")).toEqual([]);
});

test("a call that the far end ends in mid-transfer is ended, once", async () => {
  bench.pbx.reply(refer, "202 Accepted");
  bench.pbx.send(backwards("BYE", ours, 300));
  expect((await bench.until("callEnded")).by).toBe("far");
  expect(bench.reports.filter((report) => report.type.startsWith("transfer"))).toEqual([]);
});

test.each([
  ["SIP/2.0 200 OK", { code: 200, text: "OK" }],
  ["sip/2.0 486\r\n", { code: 486, text: "" }],
  ["\r\nSIP/2.0 603 Decline\r\nTo: x", { code: 603, text: "Decline" }],
  ["SIP/2.0 999 Odd", null],
  ["INVITE sip:x SIP/2.0", null],
  ["", null],
])("the fragment %j is read", (body, wanted) => {
  expect(readFragment(body)).toEqual(wanted);
});
