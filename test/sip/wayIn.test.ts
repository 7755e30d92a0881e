/** The call to our own number: it comes back, leaves nothing behind, and its absence is said in words. */
import { afterEach, describe, expect, test } from "vitest";
import { cancelOf, type Frame, invite, sdp } from "./fakePbx.ts";
import { type Border, startBorder } from "./startBorder.ts";

let open: Border | null = null;
afterEach(async () => {
  await open?.stop();
  open = null;
});

async function checking(pace = {}): Promise<{ bench: Border; call: Frame }> {
  open = await startBorder({ wayInAfterMs: 1, ...pace }, true, { account: { checkNumber: "6000" } });
  return { bench: open, call: await open.pbx.until(({ kind }) => kind === "INVITE") };
}

const nameOf = (call: Frame): string => call.header("from").replace(/;tag=.*/, "");
/** The call as a PBX of the usual kind (B2BUA) sends it on to us: own Call-ID, tags and headers, our name and number. */
const sentOn = (call: Frame, branch = "z9hG4bKway"): string =>
  invite({ from: `${nameOf(call)};tag=b2bua`, callId: "b2bua-1", branch, extra: [] });
const fault = (present: boolean) => (report: { fault: string; present: boolean }) =>
  report.fault === "wayInUnproved" && report.present === present;

describe("a call to our own number", () => {
  test("goes out once registered, comes back, is hung up by us, and leaves no event behind", async () => {
    const { bench, call } = await checking();
    expect(call.startLine).toBe("INVITE sip:6000@pbx.invalid SIP/2.0");
    bench.pbx.reply(call, "180 Ringing");
    const back = sentOn(call);
    bench.pbx.send(back);
    await bench.pbx.until(({ kind, header }) => kind === "100" && header("call-id") === "b2bua-1");
    await bench.pbx.until(({ kind, header }) => kind === "CANCEL" && header("call-id") === call.header("call-id"));
    await bench.until("fault", fault(false));
    bench.pbx.send(cancelOf(back));
    await bench.pbx.until(({ kind, header }) => kind === "200" && header("cseq") === "1 CANCEL");
    await bench.pbx.until(({ kind, header }) => kind === "487" && header("call-id") === "b2bua-1");
    // A press right after it is one.
    bench.pbx.send(invite());
    await bench.until("callSeen");
    expect(bench.all("callSeen")).toHaveLength(1);
    expect(bench.asked).toEqual([]);
  });

  test("is known by its Call-ID where the PBX is a proxy and takes the name away", async () => {
    const { bench, call } = await checking();
    bench.pbx.send(invite({ callId: call.header("call-id"), from: "<sip:6000@pbx.invalid>;tag=p" }));
    await bench.until("fault", fault(false));
    expect(bench.all("callSeen")).toEqual([]);
  });

  test("that does not come back is a fault in words; a later one that does clears it", async () => {
    const { bench, call } = await checking({ wayInRetryMs: 20 });
    bench.pbx.reply(call, "404 Not Found");
    const { words } = await bench.until("fault", fault(true));
    expect(words).toContain("a test call to our own number 6000 did not arrive: the PBX answers 404 Not Found.");
    const again = await bench.pbx.until(
      ({ kind, header }) => kind === "INVITE" && header("call-id") !== call.header("call-id"),
    );
    bench.pbx.send(sentOn(again));
    await bench.until("fault", fault(false));
  });

  test("that nobody answers in time, or somebody else answers, is a fault too", async () => {
    const { bench } = await checking({ wayInLimitMs: 20 });
    expect((await bench.until("fault", fault(true))).words).toContain("nothing came within 0.02 s");
    await bench.stop();
    const mailbox = await checking();
    mailbox.bench.pbx.reply(
      mailbox.call,
      "200 OK",
      ["Contact: <sip:mailbox@pbx.invalid;transport=ws>", "Content-Type: application/sdp"],
      sdp,
    );
    expect((await mailbox.bench.until("fault", fault(true))).words).toContain("somebody else answered it");
    await mailbox.bench.pbx.until(({ kind }) => kind === "BYE");
  });

  test("says nothing when our line is busy", async () => {
    const { bench, call } = await checking({ wayInRetryMs: 20 });
    bench.pbx.reply(call, "486 Busy Here");
    await bench.pbx.until(({ kind, header }) => kind === "INVITE" && header("call-id") !== call.header("call-id"));
    expect(bench.all("fault")).toEqual([]);
  });

  test("is not imitated: a caller who bears our number and no token is a press", async () => {
    const { bench } = await checking();
    bench.pbx.send(invite({ from: '"Way-in check" <sip:6000@pbx.invalid>;tag=x' }));
    expect((await bench.until("callSeen")).evidence.number).toBe("6000");
  });
});
