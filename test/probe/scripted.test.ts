/** PBXs that the embedded plant is not: written frame by frame, to see what the probe sends and what it leaves behind. */
import type { ServerOptions } from "node:https";
import { expect, onTestFinished, test as plainTest } from "vitest";
import { newAuthority } from "../sip/authority.ts";
import { answered, backwards, cancelOf, type FakePbx, type Frame, invite, startFakePbx } from "../sip/fakePbx.ts";
import { probed, siteAt, startProbe } from "./probed.ts";

const test = (name: string, body: () => Promise<void>): void => plainTest(name, body, 60_000);

const rtpOnly = [
  "v=0",
  "o=- 1 1 IN IP4 192.0.2.10",
  "s=-",
  "c=IN IP4 192.0.2.10",
  "t=0 0",
  "m=audio 4000 RTP/AVP 8 101",
  "a=rtpmap:101 telephone-event/8000",
  "",
].join("\r\n");

async function pbxHere(tls: ServerOptions | null = null): Promise<FakePbx> {
  const pbx = await startFakePbx(tls);
  onTestFinished(() => pbx.stop());
  // Lists whoever is registered, as a registrar does: nobody, when asked before or after.
  pbx.onRegister = (request) => {
    const contact = request.header("contact");
    const stays = contact !== "" && !contact.endsWith("expires=0");
    pbx.reply(request, "200 OK", ["Supported: replaces, timer", ...(stays ? [`Contact: ${contact}`] : [])]);
  };
  return pbx;
}

/** Each INVITE to this number, as it comes. */
async function onCall(pbx: FakePbx, number: string, act: (call: Frame, turn: number) => void): Promise<void> {
  for (let turn = 0; turn < 2; turn += 1) {
    const known = new Set(pbx.received.filter(({ kind }) => kind === "INVITE").slice(0, turn));
    act(await pbx.until((frame) => frame.startLine.startsWith(`INVITE sip:${number}@`) && !known.has(frame)), turn);
  }
}
const refuseEvents = (pbx: FakePbx): void => {
  for (const event of ["dialog", "conference", "presence"])
    void pbx
      .until(({ kind, header }) => kind === "SUBSCRIBE" && header("event") === event)
      .then((frame) => pbx.reply(frame, "489 Bad Event"));
};

/** The call as a B2BUA sends it on, with these headers of the original. */
const sentOn = (call: Frame, kept: readonly string[], branch: string): string =>
  invite({
    from: `${call.header("from").replace(/;tag=.*/, "")};tag=b2bua`,
    callId: `b2bua-${branch}`,
    branch,
    extra: kept.flatMap((name) => call.headers(name).map((value) => `${name}: ${value}`)),
    body: rtpOnly,
  });

test("a PBX that passes a forged identity on and drops the rest is told so; nothing stays behind", async () => {
  const pbx = await pbxHere();
  refuseEvents(pbx);
  void onCall(pbx, "6000", (call) => {
    pbx.reply(call, "100 Trying");
    const back = sentOn(call, ["p-asserted-identity"], "z9hG4bKself");
    pbx.send(back);
    // A station presses in the same moment: it must be heard somewhere.
    pbx.send(invite({ from: "<sip:214@pbx.invalid>;tag=press", branch: "z9hG4bKpress", callId: "press" }));
    void pbx
      .until(({ kind, header }) => kind === "CANCEL" && header("call-id") === call.header("call-id"))
      .then((cancel) => {
        pbx.reply(cancel, "200 OK");
        pbx.reply(call, "487 Request Terminated");
        pbx.send(cancelOf(back));
      });
  });
  const seen = await probed("--site", await siteAt(pbx.url, "pbx.invalid", "right"), "--json");
  expect(seen.told("P-Asserted-Identity")).toMatch(/^look: a forged one came through \| assertsIdentity must stay no/);
  expect(seen.told("Headers")).toMatch(/^look: none was kept; dropped: Priority/);
  expect(seen.told("Way in")).toMatch(/^ok/);
  expect(seen.told("Sound offered: encryption")).toMatch(/^missing: none \(RTP\/AVP\)/);
  expect(seen.told("Calls meanwhile")).toMatch(/^look: 1 from 214/);
  expect(seen.told("Password")).toMatch(/^look: none was asked for/);
  expect(seen.code).toBe(1);
  // The self-call: 100, then 487 to the PBX's CANCEL and nothing that an overflow could catch. The press: 480.
  const to = (callId: string) =>
    pbx.received
      .filter(({ header, startLine }) => header("call-id") === callId && startLine.startsWith("SIP"))
      .map(({ kind }) => kind);
  expect(to("b2bua-z9hG4bKself")).toEqual(["100", "200", "487"]);
  expect(to("press")).toEqual(["480"]);
  const last = pbx.received.findLast(({ kind }) => kind === "REGISTER");
  expect(last?.header("contact")).toMatch(/;expires=0$/);
  expect(seen.report().facts.registration?.gone).toBe(true);
});

test("a PBX on which our own number is not reached cannot be used as it is", async () => {
  const pbx = await pbxHere();
  refuseEvents(pbx);
  void onCall(pbx, "6000", (call) => pbx.reply(call, "480 Temporarily Unavailable"));
  const seen = await probed("--site", await siteAt(pbx.url, "pbx.invalid", "right"), "--json");
  expect(seen.code).toBe(1);
  expect(seen.told("Way in")).toMatch(
    /^missing: a call to 6000 did not come: the PBX answers 480 Temporarily Unavailable/,
  );
});

test("a call is taken over by Replaces, and every dialog of it is ended", async () => {
  const pbx = await pbxHere();
  refuseEvents(pbx);
  const contact = ["Contact: <sip:7010@pbx.invalid;transport=ws>", "Content-Type: application/sdp"];
  void onCall(pbx, "7010", (call, turn) => {
    if (turn === 0) {
      pbx.reply(call, "183 Session Progress", contact, rtpOnly);
      pbx.reply(call, "200 OK", contact, rtpOnly);
      return;
    }
    const first = pbx.received.find(({ kind }) => kind === "INVITE");
    expect(call.header("replaces")).toBe(
      `${first?.header("call-id")};to-tag=pbx;from-tag=${/tag=(.*)/.exec(first?.header("from") ?? "")?.[1]}`,
    );
    expect(call.header("require")).toBe("replaces");
    pbx.reply(call, "200 OK", contact, rtpOnly);
    if (first) pbx.send(backwards("BYE", first, 1));
  });
  void pbx.until(({ kind }) => kind === "BYE").then((bye) => pbx.reply(bye, "200 OK"));
  const site = await siteAt(pbx.url, "pbx.invalid", "right", "\n    checkWayIn: no");
  const seen = await probed("--site", site, "--json", "--call", "7010", "--yes");
  expect(seen.told("Replaces")).toMatch(/^ok: a call was taken over/);
  expect(seen.told("Test call: early media")).toBe("ok: offered before the answer");
  expect(seen.told("Way in")).toMatch(/^look: no call to our own number: the site file says checkWayIn: no/);
  expect(seen.report().facts.testCall?.ended).toBe(true);
  const [first, second] = pbx.received.filter(({ kind }) => kind === "INVITE");
  const byes = pbx.received.filter(({ kind }) => kind === "BYE").map(({ header }) => header("call-id"));
  expect(byes).toEqual([second?.header("call-id")]);
  await pbx.until((frame) => answered("200", "BYE")(frame) && frame.header("call-id") === first?.header("call-id"));
});

test("a PBX that takes Replaces for a new call is not left ringing", async () => {
  const pbx = await pbxHere();
  refuseEvents(pbx);
  const contact = ["Contact: <sip:7010@pbx.invalid;transport=ws>"];
  void onCall(pbx, "7010", (call, turn) => {
    if (turn === 0) return pbx.reply(call, "200 OK", [...contact, "Content-Type: application/sdp"], rtpOnly);
    pbx.reply(call, "180 Ringing", contact);
    void pbx
      .until(({ kind }) => kind === "CANCEL")
      .then((cancel) => {
        pbx.reply(cancel, "200 OK");
        pbx.reply(call, "487 Request Terminated");
      });
  });
  void pbx.until(({ kind }) => kind === "BYE").then((bye) => pbx.reply(bye, "200 OK"));
  const site = await siteAt(pbx.url, "pbx.invalid", "right", "\n    checkWayIn: no");
  const seen = await probed("--site", site, "--json", "--call", "7010", "--yes");
  expect(seen.told("Replaces")).toMatch(/^missing: taken for a new call: it rang again/);
  expect(seen.report().facts.testCall?.ended).toBe(true);
});

test("over WSS the certificate's names and days are told, and an unknown authority ends the attempt", async () => {
  const authority = newAuthority("Plant CA");
  onTestFinished(() => authority.remove());
  const pbx = await pbxHere(authority.issue("IP:127.0.0.1,DNS:pbx.example", 20));
  refuseEvents(pbx);
  const closed = "\n    checkWayIn: no";
  const known = await siteAt(pbx.url, "pbx.invalid", "right", `${closed}\n    ca: ca.pem`, "6000", {
    "ca.pem": authority.ca,
  });
  const seen = await probed("--site", known, "--json");
  expect(seen.code, seen.errors).toBe(0);
  expect(seen.told("Connection")).toMatch(/^ok: WSS, open after/);
  expect(seen.told("Certificate")).toMatch(/^look: for .*pbx\.example.*, (19|20) days left \| .*within 30 days/);
  const unknown = await probed("--site", await siteAt(pbx.url, "pbx.invalid", "right", closed), "--json");
  expect(unknown.code).toBe(1);
  expect(unknown.told("Connection")).toMatch(/^missing: its certificate is signed by an unknown authority/);
});

test("stopped by Ctrl+C while it rings, it hangs up and takes its registration back first", async () => {
  const pbx = await pbxHere();
  refuseEvents(pbx);
  const site = await siteAt(pbx.url, "pbx.invalid", "right", "\n    checkWayIn: no");
  const { ended, interrupt } = startProbe("--site", site, "--json", "--call", "7010", "--yes");
  const call = await pbx.until(({ kind }) => kind === "INVITE");
  pbx.reply(call, "180 Ringing", ["Contact: <sip:7010@pbx.invalid;transport=ws>"]);
  interrupt();
  pbx.reply(await pbx.until(({ kind }) => kind === "CANCEL"), "200 OK");
  pbx.reply(call, "487 Request Terminated");
  const { code, errors } = await ended;
  expect(code, errors).toBe(130);
  expect(errors).toContain("Stopped; nothing is left behind.");
  expect(pbx.received.findLast(({ kind }) => kind === "REGISTER")?.header("contact")).toMatch(/;expires=0$/);
});
