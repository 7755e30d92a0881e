/** Calls that heal, frame by frame: refreshed in their dialog, or put in the place of a lost one (RFC 3891). */
import { describe, expect, test } from "vitest";
import type { KeptLeg } from "../../electron/host/ports.ts";
import { answered, backwards, cancelOf, type Frame, inDialog, invite, sdp, sip } from "./fakePbx.ts";
import { accept, again, bench, branchOf, calledUp, callerUp, heal, keptUp, nthInvite, tagOf } from "./healingBorder.ts";

describe("a dialog whose link is back", () => {
  test("is refreshed by re-INVITE with our Contact and the same peer", async () => {
    const { callId, ok } = await callerUp();
    heal(callId, "linkBack");
    const refresh = await nthInvite(0);
    expect(refresh.header("call-id")).toBe("theirs");
    expect(tagOf(refresh.header("from"))).toBe(tagOf(ok.header("to")));
    expect(tagOf(refresh.header("to"))).toBe("caller");
    expect(refresh.header("contact")).toContain("console-6f1c2b7e0d3a@");
    expect(bench.asked.at(-1)).toMatchObject({ op: "offer", callId, path: "same" });
    accept(refresh);
    expect(await bench.until("callHealed")).toEqual({ type: "callHealed", callId });
    await bench.pbx.until(
      ({ kind, header }) => kind === "ACK" && header("cseq") === refresh.header("cseq").replace("INVITE", "ACK"),
    );
  });

  test.each(["481 Call/Transaction Does Not Exist", "408 Request Timeout"])("and gets %s is gone", async (status) => {
    const { callId } = await callerUp();
    heal(callId, "linkBack");
    bench.pbx.reply(await nthInvite(0), status);
    expect(await bench.until("callNotHealed")).toMatchObject({ callId, gone: true, words: status });
    expect(bench.closed).toContain(callId);
    expect(bench.all("callEnded").concat(bench.all("callFailed") as never)).toEqual([]);
  });

  test("and is refused otherwise goes on", async () => {
    const { callId, ok } = await callerUp();
    heal(callId, "linkBack");
    bench.pbx.reply(await nthInvite(0), "500 Server Internal Error");
    expect(await bench.until("callNotHealed")).toMatchObject({ callId, gone: false });
    bench.pbx.send(inDialog("BYE", ok, 2));
    expect(await bench.until("callEnded")).toMatchObject({ callId, by: "far" });
  });

  test("and meets the far end's own re-INVITE is tried again", async () => {
    const { callId } = await callerUp();
    heal(callId, "linkBack");
    bench.pbx.reply(await nthInvite(0), "491 Request Pending");
    accept(await nthInvite(1));
    await bench.until("callHealed");
    expect(bench.all("callNotHealed")).toEqual([]);
    expect(bench.kept.get(callId)?.dialog?.localSeq).toBe(2);
  });

  test("and is ended by the far end meanwhile has ended, and nothing more is said of it", async () => {
    const { callId, ok } = await callerUp();
    heal(callId, "linkBack");
    const refresh = await nthInvite(0);
    bench.pbx.send(inDialog("BYE", ok, 2));
    expect(await bench.until("callEnded")).toMatchObject({ callId, by: "far" });
    bench.pbx.reply(refresh, "481 Call/Transaction Does Not Exist");
    bench.pbx.send(invite());
    await bench.until("callTaken", (report) => report.callId !== callId);
    expect(bench.all("callNotHealed")).toEqual([]);
    expect(bench.kept.has(callId)).toBe(false);
  });

  test("and is lost again before the answer says the same once more over the next link", async () => {
    const { callId } = await callerUp();
    heal(callId, "linkBack");
    const first = await nthInvite(0);
    heal(callId, "linkBack");
    const second = await nthInvite(1);
    expect(second.text).toBe(first.text);
    accept(second);
    await bench.until("callHealed");
  });
});

test("a call without sound gets one ICE restart in its dialog", async () => {
  await calledUp();
  heal("out-1", "noSound");
  const restart = await nthInvite(1);
  expect(bench.asked.at(-1)).toMatchObject({ op: "offer", callId: "out-1", path: "restartIce" });
  expect(restart.header("cseq")).toBe("2 INVITE");
  accept(restart);
  await bench.until("callHealed");
});

test("a call whose far end is away longer than its proxy waits goes on, and a late answer is taken, once, and acknowledged", async () => {
  const ours = await calledUp();
  heal("out-1", "noSound");
  const restart = await nthInvite(1);
  bench.pbx.reply(restart, "408 Request Timeout");
  expect(await bench.until("callNotHealed")).toMatchObject({ gone: false, words: "408 Request Timeout" });
  // That of the 408 has the branch of the INVITE (RFC 3261, 17.1.1.3).
  const isAck = (frame: Frame): boolean =>
    frame.kind === "ACK" && frame.header("cseq") === "2 ACK" && branchOf(frame) !== branchOf(restart);
  const asked = bench.asked.length;
  accept(restart);
  accept(restart);
  const ack = await bench.pbx.until((frame) => isAck(frame) && bench.pbx.received.filter(isAck).length === 2);
  expect(ack.header("call-id")).toBe(restart.header("call-id"));
  expect(ack.header("to")).toBe(restart.header("to"));
  expect(bench.asked.slice(asked)).toEqual([{ op: "accept", callId: "out-1", sdp }]);
  bench.pbx.send(backwards("BYE", ours, 1));
  expect(await bench.until("callEnded")).toMatchObject({ callId: "out-1", by: "far" });
});

describe("a call whose sound page was lost", () => {
  test("is taken back by re-INVITE with another peer where the PBX restarts DTLS", async () => {
    await again({ account: { takesBackBy: "reInvite" } });
    await calledUp();
    heal("out-1", "mediaPage");
    const refresh = await nthInvite(1);
    expect(refresh.headers("replaces")).toEqual([]);
    expect(bench.asked.at(-1)).toMatchObject({ op: "offer", path: "fresh" });
    accept(refresh);
    await bench.until("callHealed");
  });

  test("is taken back by Replaces: the tag of the PBX, then ours; and from then on lives in the new dialog", async () => {
    const { callId, ok } = await callerUp();
    heal(callId, "mediaPage");
    const taking = await nthInvite(0);
    expect(taking.startLine).toBe("INVITE sip:2014@pbx.invalid SIP/2.0");
    expect(taking.headers("replaces")).toEqual([`theirs;to-tag=caller;from-tag=${tagOf(ok.header("to"))}`]);
    expect(taking.headers("require")).toEqual(["replaces"]);
    expect(taking.header("call-id")).not.toBe("theirs");
    expect(bench.asked.at(-1)).toMatchObject({ op: "offer", callId, path: "fresh" });
    accept(taking);
    await bench.until("callHealed");
    expect(bench.kept.get(callId)).toMatchObject({ direction: "in", number: "2014", invite: null });
    expect(bench.kept.get(callId)?.dialog).toMatchObject({ sipCallId: taking.header("call-id"), remoteTag: "pbx" });

    // The PBX ends the old dialog, which means nothing.
    bench.pbx.send(inDialog("BYE", ok, 2));
    await bench.pbx.until(({ kind, header }) => kind === "200" && header("cseq") === "2 BYE");
    expect(bench.all("callEnded")).toEqual([]);
    expect(bench.closed).toEqual([]);

    bench.media.answer = () => Promise.reject(new Error("no telephone events"));
    bench.border.order({ type: "sendDigits", callId, digits: "7" });
    const info = await bench.pbx.until(({ kind }) => kind === "INFO");
    expect(info.header("call-id")).toBe(taking.header("call-id"));
    bench.pbx.reply(info, "200 OK");
    bench.border.order({ type: "endCall", callId });
    const bye = await bench.pbx.until(({ kind }) => kind === "BYE");
    expect(bye.header("call-id")).toBe(taking.header("call-id"));
    expect(await bench.until("callEnded")).toMatchObject({ callId, by: "us" });
  });

  test("is not ended by a BYE of the old dialog that comes before the answer", async () => {
    const ours = await calledUp();
    heal("out-1", "mediaPage");
    const taking = await nthInvite(1);
    bench.pbx.send(backwards("BYE", ours, 1));
    await bench.pbx.until(({ kind, header }) => kind === "200" && header("cseq") === "1 BYE");
    expect(bench.closed).toEqual([]);
    accept(taking);
    await bench.until("callHealed");
    expect(bench.all("callEnded")).toEqual([]);
    bench.border.order({ type: "endCall", callId: "out-1" });
    expect(bench.closed).toEqual(["out-1"]);
  });

  test("has ended when its far end's BYE is followed by a refusal", async () => {
    const ours = await calledUp();
    heal("out-1", "mediaPage");
    const taking = await nthInvite(1);
    bench.pbx.send(backwards("BYE", ours, 1));
    await bench.pbx.until(({ kind, header }) => kind === "200" && header("cseq") === "1 BYE");
    bench.pbx.reply(taking, "481 Call/Transaction Does Not Exist");
    expect(await bench.until("callEnded")).toMatchObject({ callId: "out-1", by: "far" });
    expect(bench.all("callNotHealed")).toEqual([]);
    expect(bench.kept.size).toBe(0);
  });

  test("that is ended by us meanwhile is cancelled and ended in both dialogs", async () => {
    await calledUp();
    heal("out-1", "mediaPage");
    const taking = await nthInvite(1);
    bench.pbx.reply(taking, "100 Trying");
    bench.border.order({ type: "endCall", callId: "out-1" });
    expect(await bench.until("callEnded")).toMatchObject({ by: "us" });
    await bench.pbx.until(({ kind }) => kind === "BYE");
    await bench.pbx.until(({ kind }) => kind === "CANCEL");
  });

  test.each(["420 Bad Extension", "486 Busy Here", "481 Call/Transaction Does Not Exist"])(
    "and gets %s is gone",
    async (status) => {
      await calledUp();
      heal("out-1", "mediaPage");
      bench.pbx.reply(await nthInvite(1), status);
      expect(await bench.until("callNotHealed")).toMatchObject({ callId: "out-1", gone: true, words: status });
      expect(bench.all("callFailed")).toEqual([]);
      // What the PBX may still have is ended before the next call.
      expect(bench.kept.has("out-1")).toBe(!status.startsWith("481"));
    },
  );

  test("is not dropped by the next page's failure, and the page after that takes it back", async () => {
    await again({ account: { takesBackBy: "reInvite" } });
    await calledUp();
    bench.media.answer = (ask) =>
      ask.op === "offer" ? Promise.resolve(sdp) : Promise.reject(new Error("The sound page went away."));
    heal("out-1", "mediaPage");
    accept(await nthInvite(1));
    await bench.pbx.until(({ kind, header }) => kind === "ACK" && header("cseq") === "2 ACK");
    bench.media.answer = async () => sdp;
    heal("out-1", "mediaPage");
    accept(await nthInvite(2));
    await bench.until("callHealed");
    expect(bench.pbx.received.some(({ kind }) => kind === "BYE")).toBe(false);
    expect(bench.all("callNotHealed")).toEqual([]);
  });
});

describe("after a restart", () => {
  test("a kept dialog is taken back by Replaces, and its leg does what legs do", async () => {
    await again({ kept: [keptUp], account: { takesBackBy: "reInvite" } });
    heal("in-kept", "hostRestarted");
    const taking = await nthInvite(0);
    expect(taking.startLine).toBe("INVITE sip:2014@pbx.invalid SIP/2.0");
    expect(taking.headers("replaces")).toEqual(["old;to-tag=theirs;from-tag=ours"]);
    expect(taking.headers("require")).toEqual(["replaces"]);
    expect(bench.asked).toEqual([{ op: "offer", callId: "in-kept", purpose: "call", path: "fresh" }]);
    accept(taking);
    await bench.until("callHealed");
    bench.border.order({ type: "endCall", callId: "in-kept" });
    const bye = await bench.pbx.until(({ kind }) => kind === "BYE");
    expect(bye.header("call-id")).toBe(taking.header("call-id"));
    bench.pbx.reply(bye, "200 OK");
    await expect.poll(() => bench.kept.size).toBe(0);
  });

  test("a far end that hangs up before it is taken back has ended the call, and is answered", async () => {
    await again({ kept: [keptUp] });
    bench.pbx.send(
      sip("BYE sip:console-6f1c2b7e0d3a@console.invalid SIP/2.0", [
        "Via: SIP/2.0/WS pbx.invalid;branch=z9hG4bKbye",
        "From: <sip:2014@pbx.invalid>;tag=theirs",
        "To: <sip:6000@pbx.invalid>;tag=ours",
        "Call-ID: old",
        "CSeq: 9 BYE",
      ]),
    );
    expect(await bench.until("callEnded")).toEqual({ type: "callEnded", callId: "in-kept", by: "far" });
    await bench.pbx.until(answered("200", "BYE"));
    expect(bench.kept.size).toBe(0);
  });

  test("a call that nothing is kept of is gone", async () => {
    heal("in-unknown", "hostRestarted");
    expect(await bench.until("callNotHealed")).toMatchObject({ callId: "in-unknown", gone: true });
  });

  const frame = invite({ callId: "ringing", from: "<sip:2014@pbx.invalid>;tag=r", branch: "z9hG4bKring" });
  const keptRinging: KeptLeg = { ...keptUp, callId: "in-ring", dialog: null, invite: frame };

  test("a ringing INVITE is replayed under its own call, and can be answered", async () => {
    await again({ kept: [keptRinging] });
    bench.border.order({ type: "replayCall", callId: "in-ring" });
    expect(await bench.until("callTaken")).toEqual({ type: "callTaken", callId: "in-ring" });
    expect(bench.all("callSeen")).toEqual([]);
    bench.border.order({ type: "answerCall", callId: "in-ring" });
    const ok = await bench.pbx.until(answered("200", "INVITE"));
    expect(ok.header("via")).toContain("z9hG4bKring");
    bench.pbx.send(inDialog("ACK", ok, 1));
    await bench.until("callEstablished");
    expect(bench.kept.get("in-ring")).toMatchObject({ since: 999_000, invite: null, dialog: { sipCallId: "ringing" } });
  });

  test("a retransmission is the same press and as good as the replay", async () => {
    await again({ kept: [keptRinging] });
    bench.pbx.send(frame);
    await bench.until("callTaken", ({ callId }) => callId === "in-ring");
    bench.border.order({ type: "replayCall", callId: "in-ring" });
    bench.border.order({ type: "endCall", callId: "in-ring" });
    await bench.pbx.until(answered("486", "INVITE"));
    expect(bench.all("callSeen")).toEqual([]);
    expect(bench.all("callNotHealed")).toEqual([]);
  });

  test("a CANCEL before the replay is answered, and so is its INVITE", async () => {
    await again({ kept: [keptRinging] });
    bench.pbx.send(cancelOf(frame, ['Reason: SIP;cause=200;text="Call completed elsewhere"']));
    expect(await bench.until("callCancelled")).toMatchObject({ callId: "in-ring", elsewhere: true });
    await bench.pbx.until(answered("200", "CANCEL"));
    await bench.pbx.until(answered("487", "INVITE"));
    expect(bench.kept.size).toBe(0);
  });

  test("a ringing INVITE that nobody asks for is given back to the PBX", async () => {
    await again({ kept: [keptRinging] }, { parkedForMs: 50 });
    await bench.pbx.until(answered("480", "INVITE"));
    expect(bench.kept.size).toBe(0);
  });
});
