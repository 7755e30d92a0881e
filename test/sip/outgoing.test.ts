import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Order } from "../../shared/desk/orders.ts";
import { backwards, type Frame, sdp, sip } from "./fakePbx.ts";
import { type Border, startBorder } from "./startBorder.ts";

let bench: Border;
beforeEach(async () => {
  bench = await startBorder();
});
afterEach(() => bench.stop());

const typed = ["Content-Type: application/sdp", "Contact: <sip:2014@pbx.invalid;transport=ws>"];

function dial(over: Partial<Extract<Order, { type: "dialCall" }>> = {}): Promise<Frame> {
  bench.border.order({
    type: "dialCall",
    callId: "out-1",
    pbxId: "a",
    number: "2014",
    purpose: "call",
    members: false,
    ...over,
  });
  return bench.pbx.until(({ kind }) => kind === "INVITE");
}

async function up(over: Parameters<typeof dial>[0] = {}): Promise<Frame> {
  const ours = await dial(over);
  bench.pbx.reply(ours, "200 OK", typed, sdp);
  await bench.until("callEstablished");
  return ours;
}

describe("a call out", () => {
  test("goes to the number at the PBX's domain, alerts, is established and acknowledged", async () => {
    const ours = await dial();
    expect(ours.startLine).toBe("INVITE sip:2014@pbx.invalid SIP/2.0");
    expect(ours.body).toBe(sdp);
    bench.pbx.reply(ours, "100 Trying");
    bench.pbx.reply(ours, "180 Ringing", ["Contact: <sip:2014@pbx.invalid>"]);
    await bench.until("callAlerting");
    bench.pbx.reply(ours, "200 OK", typed, sdp);
    await bench.until("callEstablished");
    await bench.pbx.until(({ kind }) => kind === "ACK");
    expect(bench.asked.map(({ op }) => op)).toEqual(["offer", "accept"]);
  });

  test("escapes what a number must not say in a URI", async () => {
    const ours = await dial({ number: "*21#\r\nX: y" });
    expect(ours.startLine).toBe("INVITE sip:*21%23%0D%0AX:%20y@pbx.invalid SIP/2.0");
  });

  test.each([
    ["486 Busy Here", { kind: "refusedByFarEnd", code: 486, text: "Busy Here" }],
    ["603 Decline", { kind: "refusedByFarEnd", code: 603, text: "Decline" }],
    ["404 Not Found", { kind: "refusedByFarEnd", code: 404, text: "Not Found" }],
  ])("that gets %s failed so", async (status, reason) => {
    bench.pbx.reply(await dial(), status);
    expect((await bench.until("callFailed")).reason).toEqual(reason);
    expect(bench.closed).toContain("out-1");
  });

  test("does not follow a redirection", async () => {
    bench.pbx.reply(await dial(), "302 Moved Temporarily", ["Contact: <sip:premium@elsewhere.invalid>"]);
    expect((await bench.until("callFailed")).reason).toMatchObject({ kind: "refusedByFarEnd", code: 302 });
    expect(bench.pbx.received.filter(({ kind }) => kind === "INVITE").length).toBe(1);
  });

  test("tells of a key that comes as INFO, and takes every INFO", async () => {
    const ours = await up({ purpose: "ladder" });
    expect(bench.asked.at(0)).toMatchObject({ op: "offer", purpose: "ladder" });
    bench.pbx.send(
      backwards("INFO", ours, 1, ["Content-Type: application/dtmf-relay"], "Signal=1\r\nDuration=160\r\n"),
    );
    expect(await bench.until("digitHeard")).toEqual({ type: "digitHeard", callId: "out-1", digit: "1" });
    await bench.pbx.until(({ kind, header }) => kind === "200" && header("cseq") === "1 INFO");
    bench.pbx.send(backwards("INFO", ours, 2, ["Content-Type: application/media_control+xml"], "<x/>"));
    await bench.pbx.until(({ kind, header }) => kind === "200" && header("cseq") === "2 INFO");
    expect(bench.reports.filter(({ type }) => type === "digitHeard")).toHaveLength(1);
  });

  test("is ended by the far end's BYE", async () => {
    const ours = await up();
    bench.pbx.send(backwards("BYE", ours, 1));
    expect(await bench.until("callEnded")).toEqual({ type: "callEnded", callId: "out-1", by: "far" });
    await bench.pbx.until(({ kind, header }) => kind === "200" && header("cseq") === "1 BYE");
  });

  test("is ended by us: CANCEL while it rings, BYE when it is up", async () => {
    const ringing = await dial();
    bench.pbx.reply(ringing, "180 Ringing", ["Contact: <sip:2014@pbx.invalid>"]);
    await bench.until("callAlerting");
    bench.border.order({ type: "endCall", callId: "out-1" });
    bench.pbx.reply(await bench.pbx.until(({ kind }) => kind === "CANCEL"), "200 OK");
    bench.pbx.reply(ringing, "487 Request Terminated");
    expect(await bench.until("callEnded")).toEqual({ type: "callEnded", callId: "out-1", by: "us" });

    bench.border.order({
      type: "dialCall",
      callId: "out-2",
      pbxId: "a",
      number: "2015",
      purpose: "call",
      members: false,
    });
    const second = await bench.pbx.until(({ kind, startLine }) => kind === "INVITE" && startLine.includes("2015"));
    bench.pbx.reply(second, "200 OK", typed, sdp);
    await bench.until("callEstablished");
    bench.border.order({ type: "endCall", callId: "out-2" });
    await bench.pbx.until(({ kind }) => kind === "BYE");
    await bench.until("callEnded", ({ callId, by }) => callId === "out-2" && by === "us");
  });

  test("that is ended before its SDP is there sends no byte", async () => {
    let give: (sdp: string) => void = () => undefined;
    bench.media.answer = () => new Promise((resolve) => (give = resolve));
    bench.border.order({
      type: "dialCall",
      callId: "out-1",
      pbxId: "a",
      number: "2014",
      purpose: "call",
      members: false,
    });
    bench.border.order({ type: "endCall", callId: "out-1" });
    expect((await bench.until("callEnded")).by).toBe("us");
    give(sdp);
    bench.media.answer = async () => sdp;
    bench.border.order({
      type: "dialCall",
      callId: "out-2",
      pbxId: "a",
      number: "2015",
      purpose: "call",
      members: false,
    });
    await bench.pbx.until(({ kind, startLine }) => kind === "INVITE" && startLine.includes("2015"));
    expect(bench.pbx.received.some(({ startLine }) => startLine.includes("2014"))).toBe(false);
    expect(bench.reports.filter((report) => "callId" in report && report.callId === "out-1").length).toBe(1);
  });

  test("without a media page fails in its words", async () => {
    bench.media.answer = async () => {
      throw new Error("No sound page.");
    };
    bench.border.order({
      type: "dialCall",
      callId: "out-1",
      pbxId: "a",
      number: "2014",
      purpose: "call",
      members: false,
    });
    expect((await bench.until("callFailed")).reason).toEqual({ kind: "failed", code: null, text: "No sound page." });
  });

  test("over a link that is down fails at once", async () => {
    bench.pbx.drop();
    await bench.until("pbx", ({ state }) => state === "lost");
    bench.border.order({
      type: "dialCall",
      callId: "out-1",
      pbxId: "a",
      number: "2014",
      purpose: "call",
      members: false,
    });
    expect((await bench.until("callFailed")).reason.kind).toBe("failed");
  });
});

describe("a page", () => {
  const document = (version: number, users: string) =>
    `<?xml version="1.0"?><conference-info xmlns="urn:ietf:params:xml:ns:conference-info" entity="sip:71@pbx.invalid" state="full" version="${version}"><users>${users}</users></conference-info>`;
  const user = (number: string, status: string) =>
    `<user entity="sip:${number}@pbx.invalid"><endpoint entity="sip:${number}@pbx.invalid"><status>${status}</status></endpoint></user>`;
  const notify = (subscribe: Frame, cseq: number, body: string) =>
    sip(
      `NOTIFY ${/<([^>]+)>/.exec(subscribe.header("contact"))?.[1]} SIP/2.0`,
      [
        `Via: SIP/2.0/WS pbx.invalid;branch=z9hG4bKn${cseq}`,
        "Max-Forwards: 69",
        `From: ${subscribe.header("to")};tag=pbx`,
        `To: ${subscribe.header("from")}`,
        `Call-ID: ${subscribe.header("call-id")}`,
        `CSeq: ${cseq} NOTIFY`,
        "Contact: <sip:71@pbx.invalid;transport=ws>",
        "Event: conference",
        "Subscription-State: active;expires=300",
        "Content-Type: application/conference-info+xml",
      ],
      body,
    );

  test("says that it is one, asks the focus for its members and reports them as they change", async () => {
    const ours = await up({ number: "71", purpose: "page", members: true });
    expect(ours.header("alert-info")).toBe("<http://www.notused.invalid>;info=page");
    expect(bench.asked[0]).toEqual({ op: "offer", callId: "out-1", purpose: "page" });
    const subscribe = await bench.pbx.until(({ kind }) => kind === "SUBSCRIBE");
    expect(subscribe.header("event")).toBe("conference");
    bench.pbx.reply(subscribe, "200 OK", ["Expires: 300", "Contact: <sip:71@pbx.invalid>"]);
    bench.pbx.send(notify(subscribe, 1, document(0, user("2014", "dialing-out") + user("6000", "connected"))));
    bench.pbx.send(notify(subscribe, 2, document(1, user("2014", "connected") + user("2015", "connected"))));
    const { members } = await bench.until("pageMembers", (report) => report.members.length === 2);
    expect(bench.all("pageMembers")[0]?.members).toEqual([{ number: "2014", status: "joining" }]);
    expect(members).toEqual([
      { number: "2014", status: "joined" },
      { number: "2015", status: "joined" },
    ]);
    bench.border.order({ type: "endCall", callId: "out-1" });
    await bench.pbx.until(({ kind, header }) => kind === "SUBSCRIBE" && header("expires") === "0");
  });

  test("whose focus tells nothing is a page without members", async () => {
    await up({ number: "71", purpose: "page", members: true });
    bench.pbx.reply(await bench.pbx.until(({ kind }) => kind === "SUBSCRIBE"), "489 Bad Event");
    bench.border.order({ type: "endCall", callId: "out-1" });
    await bench.until("callEnded");
    expect(bench.all("pageMembers")).toEqual([]);
  });
});
