/** A page's zones when a link or a life of the host is lost, frame by frame: refreshed while they go on, ended where they do not. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { KeptLeg } from "../../electron/host/ports.ts";
import { answered, type Frame, provesPassword, sdp } from "./fakePbx.ts";
import { type Border, startBorder } from "./startBorder.ts";

let bench: Border;
/** Long enough for a test to act while the link is lost. */
const soon = { retryMs: 400, retrySpreadMs: 0 } as const;
beforeEach(async () => {
  bench = await startBorder(soon);
});
afterEach(() => bench.stop());

const typed = ["Content-Type: application/sdp", "Contact: <sip:8001@pbx.invalid;transport=ws>"];
const tagOf = (value: string): string => /;tag=([^;>]+)/.exec(value)?.[1] ?? "";
const of = (kind: string): Frame[] => bench.pbx.received.filter((frame) => frame.kind === kind);
const nth = (kind: string, n: number): Promise<Frame> => bench.pbx.until((frame) => frame === of(kind)[n]);
/** Of a running page's members, as its focus tells. */
const members = (version: number, number: string): string =>
  `<conference-info entity="sip:8001@pbx.invalid" state="full" version="${version}"><users><user entity="sip:${number}@pbx.invalid"><endpoint><status>connected</status></endpoint></user></users></conference-info>`;

async function zoneOpen(asks = false): Promise<Frame> {
  bench.border.order({
    type: "dialCall",
    callId: "p1-1",
    pbxId: "a",
    number: "8001",
    purpose: "page",
    members: asks,
  });
  const ours = await nth("INVITE", 0);
  bench.pbx.reply(ours, "200 OK", typed, sdp);
  await bench.until("callEstablished");
  return ours;
}

async function linkLost(): Promise<void> {
  const before = bench.all("pbx").length;
  bench.pbx.drop();
  await expect
    .poll(() =>
      bench
        .all("pbx")
        .slice(before)
        .some(({ state }) => state === "lost"),
    )
    .toBe(true);
}
async function linkBack(connections: number): Promise<void> {
  await bench.pbx.untilConnections(connections);
  await expect.poll(() => bench.all("pbx").at(-1)?.state).toBe("registered");
}

function notify(subscribe: Frame, version: number, number: string): void {
  const body = members(version, number);
  const target = /<([^>]+)>/.exec(subscribe.header("contact"))?.[1] ?? "";
  bench.pbx.send(
    [
      `NOTIFY ${target} SIP/2.0`,
      `Via: SIP/2.0/WS pbx.invalid;branch=z9hG4bKn${version}${tagOf(subscribe.header("from"))}`,
      "Max-Forwards: 69",
      `From: ${subscribe.header("to")};tag=focus`,
      `To: ${subscribe.header("from")}`,
      `Call-ID: ${subscribe.header("call-id")}`,
      `CSeq: ${version} NOTIFY`,
      "Contact: <sip:8001@pbx.invalid;transport=ws>",
      "Event: conference",
      "Subscription-State: active;expires=300",
      "Content-Type: application/conference-info+xml",
      `Content-Length: ${body.length}`,
      "",
      body,
    ].join("\r\n"),
  );
}

describe("an open zone whose link is back", () => {
  test("is refreshed by re-INVITE with the same peer, and the far end's BYE arrives", async () => {
    const ours = await zoneOpen();
    await linkLost();
    await linkBack(2);
    bench.border.order({ type: "healCall", callId: "p1-1", because: "linkBack" });
    const refresh = await nth("INVITE", 1);
    expect([refresh.connection, refresh.header("cseq")]).toEqual([2, "2 INVITE"]);
    expect([refresh.header("call-id"), tagOf(refresh.header("to"))]).toEqual([ours.header("call-id"), "pbx"]);
    expect(bench.asked.at(-1)).toMatchObject({ op: "offer", callId: "p1-1", purpose: "page", path: "same" });
    bench.pbx.reply(refresh, "200 OK", typed, sdp);
    expect(await bench.until("callHealed")).toEqual({ type: "callHealed", callId: "p1-1" });
    expect(bench.closed).toEqual([]);
  });

  test("and that the PBX has ended meanwhile is gone, with its words", async () => {
    await zoneOpen();
    await linkLost();
    await linkBack(2);
    bench.border.order({ type: "healCall", callId: "p1-1", because: "linkBack" });
    bench.pbx.reply(await nth("INVITE", 1), "481 Call/Transaction Does Not Exist");
    expect(await bench.until("callNotHealed")).toMatchObject({ callId: "p1-1", gone: true });
    expect(bench.closed).toEqual(["p1-1"]);
  });

  test("asks anew who is in it, and takes no more notice of the former subscription", async () => {
    await zoneOpen(true);
    const first = await nth("SUBSCRIBE", 0);
    bench.pbx.reply(first, "200 OK", ["Expires: 300", "Contact: <sip:8001@pbx.invalid>"]);
    notify(first, 7, "301");
    await bench.until("pageMembers", (report) => report.members[0]?.number === "301");
    await linkLost();
    await linkBack(2);
    bench.border.order({ type: "healCall", callId: "p1-1", because: "linkBack" });
    const again = await bench.pbx.until(
      ({ kind, header }) => kind === "SUBSCRIBE" && header("call-id") !== first.header("call-id"),
    );
    expect(again.header("expires")).toBe("300");
    const over = await bench.pbx.until(
      ({ kind, header }) =>
        kind === "SUBSCRIBE" && header("call-id") === first.header("call-id") && header("expires") === "0",
    );
    expect(over.connection).toBe(2);
    bench.pbx.reply(again, "200 OK", ["Expires: 300", "Contact: <sip:8001@pbx.invalid>"]);
    notify(again, 1, "302");
    await bench.until("pageMembers", (report) => report.members[0]?.number === "302");
  });
});

describe("a zone that is ended while the link is lost", () => {
  test("is over for us at once, and is ended at the PBX by what was kept as soon as the link is back", async () => {
    const ours = await zoneOpen();
    await linkLost();
    bench.border.order({ type: "endCall", callId: "p1-1" });
    expect(await bench.until("callEnded")).toEqual({ type: "callEnded", callId: "p1-1", by: "us" });
    expect(bench.closed).toEqual(["p1-1"]);
    expect(bench.kept.get("p1-1")?.ended).toBe(true);
    await linkBack(2);
    const bye = await bench.pbx.until(({ kind, connection }) => kind === "BYE" && connection === 2);
    expect([bye.header("call-id"), tagOf(bye.header("from")), tagOf(bye.header("to"))]).toEqual([
      ours.header("call-id"),
      tagOf(ours.header("from")),
      "pbx",
    ]);
    bench.pbx.reply(bye, "200 OK");
    await expect.poll(() => bench.kept.size).toBe(0);
  });

  test("by a BYE that nobody answered is ended again over each next link, until the PBX answers", async () => {
    await zoneOpen();
    bench.border.order({ type: "endCall", callId: "p1-1" });
    const first = await nth("BYE", 0);
    await linkLost();
    await linkBack(2);
    const second = await nth("BYE", 1);
    expect(Number.parseInt(second.header("cseq"), 10)).toBeGreaterThan(Number.parseInt(first.header("cseq"), 10));
    await linkLost();
    await linkBack(3);
    bench.pbx.reply(await nth("BYE", 2), "481 Call/Transaction Does Not Exist");
    await expect.poll(() => bench.kept.size).toBe(0);
    await linkLost();
    await linkBack(4);
    await bench.pbx.until(({ kind, connection }) => kind === "REGISTER" && connection === 4);
    expect(of("BYE")).toHaveLength(3);
  });
});

const keptZone: KeptLeg = {
  callId: "p1-1",
  pbxId: "a",
  direction: "out",
  number: "8001",
  since: 999_000,
  dialog: {
    sipCallId: "old",
    localTag: "ours",
    remoteTag: "theirs",
    localSeq: 1,
    localUri: "sip:6000@pbx.invalid",
    remoteUri: "sip:8001@pbx.invalid",
    remoteTarget: "sip:8001@10.0.0.7:5060;transport=ws",
    routeSet: ["<sip:edge.pbx.invalid;lr>"],
  },
  invite: null,
};

async function nextLife(kept: KeptLeg): Promise<void> {
  await bench.stop();
  bench = await startBorder(soon, false, { kept: [kept] });
}

describe("after a restart", () => {
  test("a zone that the desk ends before the PBX is there is ended when it is, again with digest", async () => {
    await nextLife(keptZone);
    bench.border.order({ type: "endCall", callId: "p1-1" });
    bench.border.start();
    const bye = await nth("BYE", 0);
    expect(bye.startLine).toBe("BYE sip:8001@10.0.0.7:5060;transport=ws SIP/2.0");
    expect(bye.header("call-id")).toBe("old");
    // The one that found no connection was counted.
    expect(Number.parseInt(bye.header("cseq"), 10)).toBeGreaterThan(1);
    expect(bye.headers("route")).toEqual(["<sip:edge.pbx.invalid;lr>"]);
    bench.pbx.reply(bye, "401 Unauthorized", [
      'WWW-Authenticate: Digest realm="pbx", nonce="n", qop="auth", algorithm=MD5',
    ]);
    const second = await nth("BYE", 1);
    expect(provesPassword(second, "6000", "secret")).toBe(true);
    bench.pbx.reply(second, "200 OK");
    await expect.poll(() => bench.kept.size).toBe(0);
  });

  test("a dialog that the earlier life had ended, unheard, is ended without an order; one that was up is left to the desk", async () => {
    await nextLife({ ...keptZone, ended: true });
    bench.border.start();
    bench.pbx.reply(await nth("BYE", 0), "200 OK");
    await expect.poll(() => bench.kept.size).toBe(0);

    await nextLife(keptZone);
    bench.border.start();
    await bench.until("pbx", ({ state }) => state === "registered");
    await bench.pbx.until(answered("REGISTER", "REGISTER"));
    expect(of("BYE")).toEqual([]);
    expect(bench.kept.size).toBe(1);
  });
});
