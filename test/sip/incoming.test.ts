import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { answered, cancelOf, inDialog, invite, sdp } from "./fakePbx.ts";
import { type Border, startBorder, talkingOn } from "./startBorder.ts";

let bench: Border;
beforeEach(async () => {
  bench = await startBorder();
});
afterEach(() => bench.stop());

/** Types of the reports of calls, in order. */
const story = (): string[] => bench.reports.map(({ type }) => type).filter((type) => type.startsWith("call"));

const talking = (frame = invite()) => talkingOn(bench, frame);

describe("an INVITE", () => {
  test("is seen with what its frame says, then taken, and rings at the PBX", async () => {
    bench.pbx.send(
      invite({
        to: "sip:112@console.invalid",
        from: '"Help, point" <sip:2014@pbx.invalid>;tag=x',
        extra: [
          "P-Asserted-Identity: <sip:2099@pbx.invalid>",
          "Priority: Emergency",
          "Resource-Priority: esnet.0, q735.1",
        ],
      }).replace("sip:112@console.invalid", "sip:console-6f1c2b7e0d3a@console.invalid"),
    );
    const { callId } = await bench.until("callTaken");
    expect(story()).toEqual(["callSeen", "callTaken"]);
    const [seen] = bench.all("callSeen");
    expect(seen).toMatchObject({
      callId,
      pbxId: "a",
      readable: true,
      evidence: {
        number: "2014",
        displayName: "Help, point",
        assertedNumber: "2099",
        calledNumber: "6000",
        priority: "emergency",
        resourcePriority: ["esnet.0", "q735.1"],
      },
    });
    await bench.pbx.until(answered("180", "INVITE"));
  });

  test("is one press when it comes twice, as a retransmission or as a fork", async () => {
    const press = { from: "<sip:2014@pbx.invalid>;tag=same", callId: "same" };
    bench.pbx.send(invite({ ...press, branch: "z9hG4bKone" }));
    await bench.until("callTaken");
    bench.pbx.send(invite({ ...press, branch: "z9hG4bKone" }));
    bench.pbx.send(invite({ ...press, branch: "z9hG4bKtwo" }));
    await bench.pbx.until(answered("482", "INVITE"));
    expect(story()).toEqual(["callSeen", "callTaken"]);
  });

  test("is the same press for 32 s after its leg ended, and a new one later", async () => {
    const frame = invite({ callId: "reused", from: "<sip:2014@pbx.invalid>;tag=reused", branch: "z9hG4bKreused" });
    bench.pbx.send(frame);
    await bench.until("callTaken");
    bench.pbx.send(cancelOf(frame));
    await bench.pbx.until(answered("487", "INVITE"));
    bench.pbx.send(inAck(frame));
    bench.clock.at += 31_999;
    bench.pbx.send(frame);
    await bench.pbx.until(answered("480", "INVITE"));
    expect(bench.all("callSeen").length).toBe(1);
    bench.clock.at += 1;
    bench.pbx.send(frame);
    await bench.until("callTaken", ({ callId }) => callId !== bench.all("callSeen")[0]?.callId);
    const ids = bench.all("callSeen").map(({ callId }) => callId);
    expect(ids.length).toBe(2);
    expect(new Set(ids).size).toBe(2);
  });

  test.each([
    ["a tag that is none", { from: "<sip:2014@pbx.invalid>;tag=a@b" }, "2014"],
    ["a Contact that leads nowhere", { extra: ["Contact: *"] }, "2014"],
    ["a length that is none", { extra: ["l: many"] }, "2014"],
    ["a request URI that is nobody here", { to: "sip:elsewhere@console.invalid" }, "2014"],
  ])("that SIP.js drops or refuses is seen, and refused to the PBX: %s", async (_, press, number) => {
    bench.pbx.send(invite(press));
    expect((await bench.until("callNotTaken")).why).toMatch(/^Call received, sound not available: call back/);
    expect(story()).toEqual(["callSeen", "callNotTaken"]);
    expect(bench.all("callSeen")[0]?.evidence.number).toBe(number);
    const final = await bench.pbx.until(({ kind, header }) => /^[3-6]/.test(kind) && header("cseq") === "1 INVITE");
    expect(final.kind).toMatch(/^4/);
  });

  test("that SIP.js drops gets 100 and 480 that copy its Via, From, To, Call-ID and CSeq", async () => {
    bench.pbx.send(
      invite({
        from: "Tunnel, north <tel:2014>;tag=f;x=a@b",
        callId: "c@x",
        extra: ["v: SIP/2.0/UDP far.invalid;branch=z9hG4bKfar"],
      }),
    );
    const final = await bench.pbx.until(answered("480", "INVITE"));
    expect(bench.pbx.received.filter(answered("100", "INVITE")).length).toBe(1);
    expect(final.header("from")).toBe("Tunnel, north <tel:2014>;tag=f;x=a@b");
    expect(final.headers("via").length).toBe(2);
    expect(final.headers("via")[1]).toBe("SIP/2.0/UDP far.invalid;branch=z9hG4bKfar");
    expect(final.header("to")).toMatch(/^<sip:6000@pbx.invalid>;tag=in-/);
    expect(final.header("call-id")).toBe("c@x");
  });

  test("with two From headers is seen as unreadable and never reaches SIP.js", async () => {
    bench.pbx.send(invite({ extra: ["f: <sip:1@pbx.invalid>;tag=2"] }));
    await bench.until("callNotTaken");
    expect(bench.all("callSeen")[0]?.readable).toBe(false);
    await bench.pbx.until(answered("480", "INVITE"));
  });

  test("of more than 64 kB is seen as unreadable and leaves the link up", async () => {
    bench.pbx.send(invite({ body: `v=0\r\n${"a=x\r\n".repeat(14_000)}` }));
    await bench.until("callNotTaken");
    expect(bench.all("callSeen")[0]?.readable).toBe(false);
    bench.pbx.send(invite());
    await bench.until("callTaken");
  });

  test("in Latin-1 does not close the link", async () => {
    bench.pbx.send(Buffer.from(invite({ from: '"T\u00fcr" <sip:2014@pbx.invalid>;tag=1' }), "latin1") as never);
    await bench.until("callTaken");
    expect(bench.all("pbx").at(-1)?.state).toBe("registered");
  });

  test("keeps no credentials and no keys of the sound", async () => {
    const body = `${sdp}a=ice-pwd:topsecret\r\na=fingerprint:sha-256 AA:BB\r\n`;
    bench.pbx.send(invite({ extra: ['Authorization: Digest username="x",\r\n response="topsecret"'], body }));
    const { attach } = await bench.until("callSeen");
    expect(attach.frame).toContain("Help point");
    expect(attach.frame).not.toContain("topsecret");
    expect(attach.frame).not.toContain("AA:BB");
  });
});

describe("a CANCEL", () => {
  test("without Reason leaves the call unanswered by anybody", async () => {
    const frame = invite();
    bench.pbx.send(frame);
    await bench.until("callTaken");
    bench.pbx.send(cancelOf(frame));
    expect((await bench.until("callCancelled")).elsewhere).toBe(false);
    await bench.pbx.until(answered("487", "INVITE"));
    await bench.pbx.until(answered("200", "CANCEL"));
    expect(story()).toEqual(["callSeen", "callTaken", "callCancelled"]);
  });

  test("with Reason SIP;cause=200 says that another desk took it", async () => {
    const frame = invite();
    bench.pbx.send(frame);
    await bench.until("callTaken");
    bench.pbx.send(cancelOf(frame, ['Reason: Q.850;cause=26, SIP;cause=200;text="Call completed elsewhere"']));
    expect((await bench.until("callCancelled")).elsewhere).toBe(true);
  });

  test("that comes in the same breath as its INVITE is still one press, and both are answered", async () => {
    const frame = invite();
    bench.pbx.send(frame);
    bench.pbx.send(cancelOf(frame));
    await bench.until("callCancelled");
    await bench.pbx.until(answered("487", "INVITE"));
    expect(bench.all("callSeen").length).toBe(1);
  });

  test("of another transaction cancels nothing", async () => {
    const frame = invite({ branch: "z9hG4bKmine" });
    bench.pbx.send(frame);
    await bench.until("callTaken");
    bench.pbx.send(cancelOf(frame).replace("z9hG4bKmine", "z9hG4bKother"));
    await bench.pbx.until(answered("481", "CANCEL"));
    expect(story()).toEqual(["callSeen", "callTaken"]);
  });

  test("for a call that the host refused itself is answered by the host", async () => {
    const frame = invite({ from: "<tel:2014>;tag=1@x" });
    bench.pbx.send(frame);
    await bench.pbx.until(answered("480", "INVITE"));
    bench.pbx.send(cancelOf(frame));
    await bench.pbx.until(answered("200", "CANCEL"));
  });
});

describe("an answer", () => {
  test("sends 200 with the media page's SDP and is established by the ACK", async () => {
    bench.pbx.send(invite({ body: `${sdp}a=theirs\r\n` }));
    const { callId } = await bench.until("callTaken");
    bench.border.order({ type: "answerCall", callId });
    const ok = await bench.pbx.until(answered("200", "INVITE"));
    expect(ok.body).toBe(sdp);
    expect(bench.asked).toEqual([{ op: "answer", callId, sdp: `${sdp}a=theirs\r\n` }]);
    expect(bench.all("callEstablished")).toEqual([]);
    bench.pbx.send(inDialog("ACK", ok, 1));
    await bench.until("callEstablished");
  });

  test("of an INVITE that still waits for SIP.js is given at once", async () => {
    const last = bench.until("callSeen", ({ evidence }) => evidence.number === "2020");
    bench.pbx.sendAtOnce(
      Array.from({ length: 21 }, (_, at) => invite({ from: `<sip:${2000 + at}@pbx.invalid>;tag=${at}` })),
    );
    const { callId } = await last;
    bench.border.order({ type: "answerCall", callId });
    expect(bench.all("callTaken").at(-1)?.callId).toBe(callId);
    expect(bench.all("callTaken").length).toBeLessThan(21);
    await bench.pbx.until(answered("200", "INVITE"));
  });

  test("that is ordered the moment the call is seen is given too", async () => {
    bench.onReport = (report) => {
      if (report.type === "callSeen") bench.border.order({ type: "answerCall", callId: report.callId });
    };
    bench.pbx.send(invite());
    await bench.pbx.until(answered("200", "INVITE"));
  });

  test("that the media page cannot give fails in its words, and the PBX may go elsewhere", async () => {
    bench.media.answer = async () => {
      throw new Error("No sound page.");
    };
    bench.pbx.send(invite());
    const { callId } = await bench.until("callTaken");
    bench.border.order({ type: "answerCall", callId });
    const { reason } = await bench.until("callFailed");
    expect(reason).toEqual({ kind: "failed", code: null, text: "No sound page." });
    await bench.pbx.until(answered("480", "INVITE"));
    expect(bench.closed).toContain(callId);
  });

  test("to an INVITE without SDP offers ours, and the ACK's answer is set", async () => {
    bench.pbx.send(invite({ body: "" }));
    const { callId } = await bench.until("callTaken");
    bench.border.order({ type: "answerCall", callId });
    const ok = await bench.pbx.until(answered("200", "INVITE"));
    bench.pbx.send(inDialog("ACK", ok, 1, ["Content-Type: application/sdp"], sdp));
    await bench.until("callEstablished");
    expect(bench.asked.map(({ op }) => op)).toEqual(["offer", "accept"]);
  });

  test("for a call that nobody knows any more fails instead of hanging", async () => {
    bench.border.order({ type: "answerCall", callId: "in-gone" });
    await bench.until("callFailed", ({ callId }) => callId === "in-gone");
  });
});

describe("a call that is up", () => {
  test("is ended by the caller's BYE", async () => {
    const { callId, ok } = await talking();
    bench.pbx.send(inDialog("BYE", ok, 2));
    expect(await bench.until("callEnded")).toEqual({ type: "callEnded", callId, by: "far" });
    await bench.pbx.until(answered("200", "BYE"));
    expect(bench.closed).toContain(callId);
  });

  test("is ended by us with BYE", async () => {
    const { callId } = await talking();
    bench.border.order({ type: "endCall", callId });
    await bench.pbx.until(({ kind }) => kind === "BYE");
    expect(await bench.until("callEnded")).toEqual({ type: "callEnded", callId, by: "us" });
  });

  test("answers a re-INVITE with the same peer", async () => {
    const { callId, ok } = await talking();
    bench.pbx.send(inDialog("INVITE", ok, 2, ["Content-Type: application/sdp"], sdp));
    await bench.pbx.until(({ kind, header }) => kind === "200" && header("cseq") === "2 INVITE");
    expect(bench.asked).toEqual([
      { op: "answer", callId, sdp },
      { op: "answer", callId, sdp },
    ]);
    expect(bench.all("callSeen").length).toBe(1);
  });

  test("does not follow a REFER", async () => {
    const { ok } = await talking();
    bench.pbx.send(inDialog("REFER", ok, 2, ["Refer-To: <sip:premium@elsewhere.invalid>"]));
    await bench.pbx.until(answered("403", "REFER"));
    expect(bench.pbx.received.some(({ kind }) => kind === "INVITE")).toBe(false);
  });

  test("survives a PRACK, which SIP.js throws at", async () => {
    const { ok, callId } = await talking();
    bench.pbx.send(inDialog("PRACK", ok, 2, ["RAck: 1 1 INVITE"]));
    await bench.until("bugCaught");
    bench.border.order({ type: "endCall", callId });
    await bench.until("callEnded");
  });

  test("sends digits by the media page, and by INFO where that cannot", async () => {
    const { callId } = await talking();
    bench.border.order({ type: "sendDigits", callId, digits: "12" });
    bench.media.answer = async () => {
      throw new Error("no telephone events");
    };
    bench.border.order({ type: "sendDigits", callId, digits: "3#" });
    await bench.pbx.until(({ kind, body }) => kind === "INFO" && body.startsWith("Signal=#"));
    const signals = bench.pbx.received.filter(({ kind }) => kind === "INFO").map(({ body }) => body.slice(0, 8));
    expect(signals).toEqual(["Signal=3", "Signal=#"]);
    expect(bench.asked.filter(({ op }) => op === "sendDigits").length).toBe(2);
  });

  test("says so when the far end takes digits neither as tones nor by INFO", async () => {
    const { callId } = await talking();
    bench.media.answer = async () => {
      throw new Error("no telephone events");
    };
    bench.border.order({ type: "sendDigits", callId, digits: "5" });
    bench.pbx.reply(await bench.pbx.until(({ kind }) => kind === "INFO"), "415 Unsupported Media Type");
    expect(await bench.until("digitsRefused")).toEqual({
      type: "digitsRefused",
      callId,
      digits: "5",
      why: "415 Unsupported Media Type",
    });
  });
});

test("a refusal of an offered call is 486 and is reported as our end", async () => {
  bench.pbx.send(invite());
  const { callId } = await bench.until("callTaken");
  bench.border.order({ type: "refuseCall", callId, code: 486 });
  await bench.pbx.until(answered("486", "INVITE"));
  expect(await bench.until("callEnded")).toEqual({ type: "callEnded", callId, by: "us" });
});

test("life safety goes to SIP.js before the rest", async () => {
  bench.isLifeSafety = ({ number }) => number === "2099";
  const frames = Array.from({ length: 30 }, (_, at) =>
    invite({ from: `<sip:${at === 29 ? 2099 : 3000 + at}@pbx.invalid>;tag=${at}` }),
  );
  bench.pbx.sendAtOnce(frames);
  const sos = await bench.until("callSeen", ({ evidence }) => evidence.number === "2099");
  await bench.until("callTaken", ({ callId }) => callId === sos.callId);
  const before = bench.all("callTaken").findIndex(({ callId }) => callId === sos.callId);
  await bench.until("callTaken", ({ callId }) => callId === bench.all("callSeen")[28]?.callId);
  expect(bench.all("callTaken").length).toBe(30);
  expect(before).toBeLessThan(29);
});

test("nothing that is not SIP gets an answer or does harm", async () => {
  for (const text of ["", "hello", "GET / HTTP/1.1\r\n\r\n", "SIP/2.0 abc\r\n\r\n", "\u0000\u0001", "INVITE"])
    bench.pbx.send(text);
  bench.pbx.send(invite());
  await bench.until("callTaken");
  expect(bench.all("callSeen").length).toBe(1);
});

test("a MESSAGE and a SUBSCRIBE out of nowhere are refused, never with 6xx", async () => {
  for (const method of ["MESSAGE", "SUBSCRIBE", "NOTIFY", "REFER"]) {
    bench.pbx.send(
      invite({ callId: method, body: "", extra: ["Event: presence", "Refer-To: <sip:x@y.invalid>"] }).replaceAll(
        "INVITE",
        method,
      ),
    );
    const answer = await bench.pbx.until(({ kind, header }) => /^[2-6]/.test(kind) && header("cseq") === `1 ${method}`);
    expect(answer.kind).toMatch(/^4/);
  }
});

function inAck(frame: string): string {
  return cancelOf(frame).replaceAll("CANCEL", "ACK");
}
