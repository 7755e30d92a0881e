/** Frames that SIP.js would drop for their form: repaired on the way in, and back to the original's bytes on the way out. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { answered, cancelOf, type Frame, inDialog, invite, type Press, sdp } from "./fakePbx.ts";
import { type Border, startBorder } from "./startBorder.ts";

let bench: Border;
beforeEach(async () => {
  bench = await startBorder();
});
afterEach(() => bench.stop());

const contact = (value: string): Press => ({ extra: [`Contact: ${value}`] });

/** What real stations and PBXs send, and SIP.js 0.21.2 drops. */
const odd: readonly [name: string, press: Press][] = [
  ["a tel: From", { from: "<tel:+49301234;phone-context=plant>;tag=f" }],
  ["a bare tel: From", { from: "tel:+49301234;tag=f" }],
  ["a host with an underscore", { from: '"Help point" <sip:2014@help_point:5060;user=phone>;tag=f' }],
  ["an unquoted comma in the name", { from: "Tunnel, north <sip:2014@pbx.invalid>;tag=f" }],
  ["brackets in the name", { from: "Tunnel (north) <sip:2014@pbx.invalid>;tag=f" }],
  ["an unquoted name in UTF-8", { from: "Tür Süd <sip:2014@pbx.invalid>;tag=f" }],
  ["a quote that never closes", { from: '"Tunnel <sip:2014@pbx.invalid>;tag=f' }],
  ["a raw # in the user", { from: "<sip:20#14@pbx.invalid>;tag=f" }],
  ["a space in the user", { from: "<sip:20 14@pbx.invalid>;tag=f" }],
  ["a user in percent-encoded Latin-1", { from: "<sip:T%E4r@pbx.invalid>;tag=f" }],
  ["an empty user", { from: "<sip:@pbx.invalid>;tag=f" }],
  ["a host of digits", { from: "<sip:2014@10.0.0>;tag=f" }],
  ["an odd parameter of the URI", { from: "<sip:2014@pbx.invalid;x=a@b>;tag=f" }],
  ["several of these at once", { from: "Tür, süd <sip:20#14@help_point>;tag=f", ...contact("<sip:2014@help_point>") }],
  ["a Contact with an underscore", contact("<sip:2014@help_point:5061;transport=ws>")],
  ["a Record-Route with an underscore", { extra: ["Record-Route: <sip:edge.invalid;lr>, <sip:pbx_1;lr>"] }],
  ["a Max-Forwards that is no number", { extra: ["Max-Forwards: many"] }],
  ["a Refer-To that is none", { extra: ["Refer-To: nobody"] }],
  ["a challenge in a request", { extra: ["Proxy-Authenticate: Bearer"] }],
  ["a request URI with an underscore", { to: "sip:6000@control_room" }],
  ["brackets around the request URI", { to: "<sip:6000@console.invalid>" }],
];

const finals = (frame: Frame): boolean => /^[2-6]/.test(frame.kind) && frame.header("cseq").endsWith("INVITE");

/** `press` may bring a Contact of its own: the fake PBX's then goes. */
function oddInvite(press: Press): string {
  const frame = invite(press);
  return /^Contact: .*\r\n(?=[\s\S]*^Contact: )/m.test(frame) ? frame.replace(/^Contact: .*\r\n/m, "") : frame;
}

const lineOf = (frame: string, name: string): string =>
  new RegExp(`^${name}: (.*)$`, "m").exec(frame)?.[1]?.trim() ?? "";

describe.each(odd)("a call with %s", (_, press) => {
  test("is answered, spoken with and ended by us, and no frame out differs from what came in", async () => {
    const frame = oddInvite(press);
    bench.pbx.send(frame);
    const { callId } = await bench.until("callTaken");
    expect(bench.all("identityDiffers")).toEqual([]);
    bench.border.order({ type: "answerCall", callId });
    const ok = await bench.pbx.until(answered("200", "INVITE"));
    // A request of the caller is as odd as his INVITE was.
    bench.pbx.send(inDialog("ACK", ok, 1));
    await bench.until("callEstablished");
    bench.border.order({ type: "endCall", callId });
    const bye = await bench.pbx.until(({ kind }) => kind === "BYE");
    bench.pbx.reply(bye, "200 OK");
    expect(await bench.until("callEnded")).toEqual({ type: "callEnded", callId, by: "us" });

    const from = lineOf(frame, "From");
    const mine = bench.pbx.received.filter((one) => one.header("call-id") === lineOf(frame, "Call-ID"));
    for (const answer of mine.filter(({ startLine }) => startLine.startsWith("SIP/2.0"))) {
      expect(answer.header("from")).toBe(from);
      expect(answer.header("via")).toBe(lineOf(frame, "Via"));
    }
    expect(bye.startLine).toBe(`BYE ${/<(.*)>/.exec(lineOf(frame, "Contact"))?.[1]} SIP/2.0`);
    expect(bye.header("to")).toContain(/<(.*)>/.exec(from)?.[1] ?? from.split(";")[0]);
    expect(bye.headers("route").join(", ")).toBe(lineOf(frame, "Record-Route"));
    for (const one of mine) expect(one.text).not.toMatch(/zq[a-z][0-9a-f]*z|r\.invalid/);
  });

  test("is ended by its caller's BYE, and by his CANCEL", async () => {
    const gone = oddInvite({ ...press, callId: "gone" });
    bench.pbx.send(gone);
    await bench.until("callTaken");
    bench.pbx.send(cancelOf(gone));
    await bench.pbx.until(answered("487", "INVITE"));
    expect((await bench.pbx.until(answered("200", "CANCEL"))).header("from")).toBe(lineOf(gone, "From"));

    bench.pbx.send(oddInvite(press));
    const { callId } = await bench.until("callTaken", (one) => one.callId !== bench.all("callTaken")[0]?.callId);
    bench.border.order({ type: "answerCall", callId });
    const ok = await bench.pbx.until(answered("200", "INVITE"));
    bench.pbx.send(inDialog("ACK", ok, 1));
    await bench.until("callEstablished");
    bench.pbx.send(inDialog("BYE", ok, 2));
    expect((await bench.pbx.until(answered("200", "BYE"))).header("from")).toBe(ok.header("from"));
    expect(await bench.until("callEnded")).toEqual({ type: "callEnded", callId, by: "far" });
  });
});

test("a frame with bare line ends throughout is read as if they were whole", async () => {
  bench.pbx.send(invite({ from: "<tel:2014>;tag=f", body: "" }).replaceAll("\r\n", "\n"));
  await bench.until("callTaken");
});

test("the original frame is what is kept", async () => {
  bench.pbx.send(invite({ from: "Tür, süd <tel:2014>;tag=f" }));
  const { attach } = await bench.until("callSeen");
  expect(attach.frame).toContain("From: Tür, süd <tel:2014>;tag=f");
});

test("a call out is established by an answer whose Contact and To are odd, and ended at that Contact", async () => {
  const order = {
    type: "dialCall",
    callId: "out",
    pbxId: "a",
    number: "7002",
    purpose: "call",
    members: false,
  } as const;
  bench.border.order(order);
  const ours = await bench.pbx.until(({ kind }) => kind === "INVITE");
  bench.pbx.reply(ours, "200 OK", ["Contact: <sip:7002@help_point>", "Content-Type: application/sdp"], sdp);
  await bench.until("callEstablished");
  bench.border.order({ type: "endCall", callId: "out" });
  expect((await bench.pbx.until(({ kind }) => kind === "BYE")).startLine).toBe("BYE sip:7002@help_point SIP/2.0");
  expect((await bench.pbx.until(({ kind }) => kind === "ACK")).startLine).toBe("ACK sip:7002@help_point SIP/2.0");
});

test("what cannot be undone is seen and not answerable", async () => {
  bench.pbx.send(invite({ from: "<sip:2014@pbx.invalid>;tag=f;x=a@b" }));
  expect((await bench.until("callNotTaken")).why).toBe(
    "Call received, sound not available: call back (its From cannot be read).",
  );
  expect((await bench.pbx.until(finals)).kind).toBe("480");
});

test.each(["0", "soon", "4294967295", "36893488147419103232"])(
  "an INVITE that SIP.js would let expire at once rings on: Expires: %s",
  async (expires) => {
    bench.pbx.send(invite({ extra: [`Expires: ${expires}`] }));
    const { callId } = await bench.until("callTaken");
    // A probe and its answer later it still rings.
    await bench.pbx.until(answered("180", "INVITE"));
    bench.pbx.send(invite());
    await bench.until("callTaken", (one) => one.callId !== callId);
    bench.border.order({ type: "answerCall", callId });
    await bench.pbx.until(answered("200", "INVITE"));
    expect(bench.all("callCancelled")).toEqual([]);
  },
);

test("an INVITE with an Expires that leaves time keeps it", async () => {
  bench.pbx.send(invite({ from: "<sip:2014@pbx.invalid>;tag=f", extra: ["Expires: 1"] }));
  await bench.until("callTaken");
  await bench.until("callCancelled");
  await bench.pbx.until(answered("487", "INVITE"));
});

describe("who is calling", () => {
  test("is in doubt when a bare line end hides an asserted identity from one of the readers", async () => {
    bench.pbx.send(invite({ extra: ["Subject: x\nP-Asserted-Identity: <sip:2099@pbx.invalid>"] }));
    const { callId } = await bench.until("callTaken");
    expect(bench.all("callSeen")[0]?.evidence.assertedNumber).toBe("2099");
    expect(bench.all("identityDiffers")).toEqual([{ type: "identityDiffers", callId, readAs: "2014" }]);
  });

  test.each([
    { from: '"A" <sip:20%2314;phone-context=x@pbx.invalid>;tag=f' },
    { from: "sip:2014@pbx.invalid;tag=f" },
    { from: "<SIPS:2014:pw@PBX.invalid>;tag=f" },
    { from: "<sip:pbx.invalid>;tag=f" },
    { from: "<sip:T%C3%A4r+&=$,/?x@pbx.invalid>;tag=f" },
    { extra: ['P-Asserted-Identity: "A, b"\r\n <sip:2099@pbx.invalid>, <tel:+49>'] },
  ])("is not in doubt in a well-formed frame: %s", async (press) => {
    bench.pbx.send(invite(press));
    await bench.until("callTaken");
    expect(bench.all("identityDiffers")).toEqual([]);
  });
});
