/** What is kept of a leg for a restart, and what is done of it before a call-back. */
import { describe, expect, test } from "vitest";
import { answered, cancelOf, inDialog, invite, provesPassword } from "./fakePbx.ts";
import {
  accept,
  again,
  bench,
  branchOf,
  calledUp,
  callerUp,
  dialled,
  invites,
  keptUp,
  nthInvite,
  tagOf,
} from "./healingBorder.ts";

describe("what is kept of a leg", () => {
  test("is its INVITE while it rings, its dialog while it is up with our CSeq, and nothing after", async () => {
    const frame = invite({
      callId: "theirs",
      from: "<sip:2014@pbx.invalid>;tag=caller",
      extra: ["Record-Route: <sip:edge.pbx.invalid;lr>"],
    });
    bench.pbx.send(frame);
    const { callId } = await bench.until("callTaken");
    expect(bench.kept.get(callId)).toEqual({
      callId,
      pbxId: "a",
      direction: "in",
      number: "2014",
      since: 1_000_000,
      dialog: null,
      invite: frame,
    });
    bench.border.order({ type: "answerCall", callId });
    const ok = await bench.pbx.until(answered("200", "INVITE"));
    bench.pbx.send(inDialog("ACK", ok, 1));
    await bench.until("callEstablished");
    expect(bench.kept.get(callId)).toMatchObject({
      invite: null,
      dialog: {
        sipCallId: "theirs",
        localTag: tagOf(ok.header("to")),
        remoteTag: "caller",
        localSeq: 0,
        remoteTarget: "sip:2014@pbx.invalid;transport=ws",
        routeSet: ["<sip:edge.pbx.invalid;lr>"],
      },
    });
    bench.media.answer = () => Promise.reject(new Error("no telephone events"));
    bench.border.order({ type: "sendDigits", callId, digits: "1" });
    bench.pbx.reply(await bench.pbx.until(({ kind }) => kind === "INFO"), "200 OK");
    expect(bench.kept.get(callId)?.dialog?.localSeq).toBe(1);
    bench.pbx.send(inDialog("BYE", ok, 2));
    await bench.until("callEnded");
    expect(bench.kept.size).toBe(0);
  });

  test("is nothing once it was cancelled or refused", async () => {
    const frame = invite();
    bench.pbx.send(frame);
    await bench.until("callTaken");
    bench.pbx.send(cancelOf(frame));
    await bench.until("callCancelled");
    expect(bench.kept.size).toBe(0);
  });

  test("stays, when our BYE was not heard", async () => {
    const { callId } = await callerUp();
    bench.pbx.drop();
    await bench.until("pbx", ({ state }) => state === "lost");
    bench.border.order({ type: "endCall", callId });
    await bench.until("callEnded");
    expect(bench.kept.get(callId)?.dialog?.sipCallId).toBe("theirs");
  });
});

describe("before a call-back", () => {
  test("a lost dialog is ended by a BYE with its tags, route, target and next CSeq, again with digest; then the number is called", async () => {
    await again({ kept: [keptUp] });
    bench.border.order({
      type: "dialCall",
      callId: "out-9",
      pbxId: "a",
      number: "2014",
      purpose: "call",
      members: false,
    });
    const bye = await bench.pbx.until(({ kind }) => kind === "BYE");
    expect(bye.startLine).toBe("BYE sip:2014@10.0.0.7:5060;transport=ws SIP/2.0");
    expect(bye.headers("route")).toEqual(["<sip:edge.pbx.invalid;lr;k=1>", "<sip:core.pbx.invalid;lr>"]);
    expect([bye.header("call-id"), bye.header("cseq")]).toEqual(["old", "5 BYE"]);
    expect(tagOf(bye.header("from"))).toBe("ours");
    expect(tagOf(bye.header("to"))).toBe("theirs");
    expect(invites()).toEqual([]);
    bench.pbx.reply(bye, "401 Unauthorized", [
      'WWW-Authenticate: Digest realm="pbx", nonce="n", qop="auth", algorithm=MD5',
    ]);
    const second = await bench.pbx.until((one) => one.kind === "BYE" && one.header("cseq") === "6 BYE");
    expect(branchOf(second)).not.toBe(branchOf(bye));
    expect(provesPassword(second, "6000", "secret")).toBe(true);
    expect(invites()).toEqual([]);
    bench.pbx.reply(second, "200 OK");
    expect((await nthInvite(0)).startLine).toContain("2014");
    expect(bench.kept.has("in-kept")).toBe(false);
  });

  test("a PBX that does not answer the BYE does not stop the call-back", async () => {
    await again({ kept: [keptUp] }, { farewellWithinMs: 50 });
    accept(await dialled("out-9"));
    await bench.until("callEstablished", ({ callId }) => callId === "out-9");
  });

  test("a number that is still busy is tried twice more, as one call", async () => {
    await again({ kept: [keptUp] }, { farewellWithinMs: 50 });
    bench.pbx.reply(await dialled("out-9"), "486 Busy Here");
    bench.pbx.reply(await nthInvite(1), "486 Busy Here");
    accept(await nthInvite(2));
    await bench.until("callEstablished", ({ callId }) => callId === "out-9");
    expect(bench.all("callFailed")).toEqual([]);
    bench.border.order({ type: "endCall", callId: "out-9" });
    const bye = await bench.pbx.until((one) => one.kind === "BYE" && one.header("call-id") !== "old");
    expect(bye.header("call-id")).toBe(invites()[2]?.header("call-id"));
  });

  test("a third busy is believed", async () => {
    await again({ kept: [keptUp] }, { farewellWithinMs: 50 });
    bench.pbx.reply(await dialled("out-9"), "486 Busy Here");
    bench.pbx.reply(await nthInvite(1), "486 Busy Here");
    bench.pbx.reply(await nthInvite(2), "486 Busy Here");
    expect((await bench.until("callFailed")).reason).toMatchObject({ kind: "refusedByFarEnd", code: 486 });
  });

  test("a call that is ended between two tries is over", async () => {
    await again({ kept: [keptUp] }, { farewellWithinMs: 50, redialMs: 60_000 });
    bench.pbx.reply(await dialled("out-9"), "486 Busy Here");
    await expect.poll(() => bench.closed).toContain("out-9");
    bench.border.order({ type: "endCall", callId: "out-9" });
    expect(await bench.until("callEnded")).toMatchObject({ callId: "out-9", by: "us" });
  });

  test("our own call to the number, ended a moment ago, explains a busy; ten seconds ago it does not", async () => {
    await calledUp();
    bench.border.order({ type: "endCall", callId: "out-1" });
    bench.pbx.reply(await bench.pbx.until(({ kind }) => kind === "BYE"), "200 OK");
    bench.pbx.reply(await dialled("out-2", 1), "486 Busy Here");
    bench.pbx.reply(await nthInvite(2), "404 Not Found");
    await bench.until("callFailed", ({ callId }) => callId === "out-2");
    bench.clock.at += 10_000;
    bench.pbx.reply(await dialled("out-3", 3), "486 Busy Here");
    await bench.until("callFailed", ({ callId }) => callId === "out-3");
  });
});
