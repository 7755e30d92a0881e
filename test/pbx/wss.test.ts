/** Encrypted signalling to real PBXs, with an authority of the plant's own: who is believed, and calls with sound over it. */
import { X509Certificate } from "node:crypto";
import { afterAll, beforeAll, describe, expect, onTestFinished } from "vitest";
import type { PbxTls } from "../../electron/host/ports.ts";
import { pinOf } from "../../electron/sip/tls.ts";
import { probed, siteAt } from "../probe/probed.ts";
import { type Authority, newAuthority } from "../sip/authority.ts";
import { startBorder } from "../sip/startBorder.ts";
import { startStation } from "./baresip.ts";
import { startPbxDesk, until } from "./desk.ts";
import { domain, type Pbx, password } from "./pbx.ts";
import { pbxs, pbxTest, startPbx } from "./pbxs.ts";
import { applicationData, handshake, startTlsWire, type TlsWire } from "./tlsWire.ts";

function strangersAuthority(): Authority {
  const stranger = newAuthority("Somebody's CA");
  onTestFinished(stranger.remove);
  return stranger;
}

/** A console's SIP alone, by way of `wire`; gives what becomes of its first attempt: "registered", or why it was refused. */
async function attempt(wire: TlsWire, tls: PbxTls): Promise<string> {
  const account = { url: wire.url, tls, user: "6001", password, domain };
  const bench = await startBorder({}, false, { account });
  onTestFinished(bench.stop);
  bench.border.start();
  const { state, why } = await bench.until("pbx", (report) => ["lost", "registered"].includes(report.state));
  await bench.border.stop();
  if (state === "registered") return state;
  // The connection never opened: not one message of SIP could leave.
  expect(bench.all("pbx").map((report) => report.state)).toEqual(["connecting", "lost", "down"]);
  return why;
}

/** An SOS with sound both ways that the caller ends, and a call out that is ended here. */
async function callsBothWays(pbx: Pbx, tls: PbxTls): Promise<void> {
  const desk = await startPbxDesk(pbx, { tls });
  const { console } = desk;
  const sos = await startStation(pbx, "214");
  await sos.dial("6000");
  expect(await desk.rings("214")).toMatchObject({ stationId: "s214", class: "lifeSafety", trust: "asserted" });
  await until("it sounds", () => desk.media.plan.ring?.sound === "threeFast");
  await desk.answers("214");
  await desk.untilBothHear(sos);
  await sos.hangUp();
  await console.until("the caller has gone", () => desk.event("214").lastEnded?.reason.kind === "callerEnded");

  const patrol = await startStation(pbx, "7010");
  expect(await console.send({ type: "call", number: "7010", eventId: null })).toBeNull();
  await console.until("it is up", () => desk.call("7010").state === "talking");
  await desk.untilBothHear(patrol);
  expect(await console.send({ type: "end", callId: desk.call("7010").id })).toBeNull();
  await until("it is over there", () => patrol.events().includes("CALL_CLOSED"));
  // Nothing of it went another way.
  expect([...desk.wire.sent, ...desk.wire.given]).toEqual([]);
}

describe.each(pbxs)("on %s", (name) => {
  let pbx: Pbx;
  beforeAll(async () => {
    pbx = await startPbx(name);
  });
  afterAll(() => pbx?.stop());

  pbxTest(name, "calls by wss:// with the plant's own authority are heard both ways and ended from either end", () =>
    callsBothWays(pbx, { ca: pbx.plant.ca }),
  );

  pbxTest(name, "whoever cannot prove to be the PBX is refused in words, and gets nothing but a greeting", async () => {
    const { ca } = pbx.plant;
    const wire = await startTlsWire(pbx.wssUrl);
    const authority = "its certificate is signed by an unknown authority: name its CA in the site file (ca)";
    expect(await attempt(wire, { ca: strangersAuthority().ca })).toBe(authority);
    expect(await attempt(wire, {})).toBe(authority);
    const pins = [pinOf(new X509Certificate(ca))];
    expect(await attempt(wire, { ca, pins })).toMatch(/^pin differs: its key is sha256\/.{44}, which the site file/);
    expect(wire.connections()).toBe(3);
    expect(wire.sent()).toEqual([handshake, handshake, handshake]);
    expect(await attempt(wire, { ca })).toBe("registered");
    expect(wire.sent()).toContain(applicationData);
  });

  pbxTest(name, "the probe goes there by the same authority, and says whose certificate it saw", async () => {
    const more = "\n    number: 6001\n    ca: plant-ca.pem";
    const site = await siteAt(pbx.wssUrl, domain, password, more, "6001", { "plant-ca.pem": pbx.plant.ca });
    const seen = await probed("--site", site, "--json");
    expect(seen.code, seen.errors).toBe(0);
    expect(seen.told("Connection")).toMatch(/^ok: WSS, open after/);
    expect(seen.told("Certificate")).toMatch(/127\.0\.0\.1/);
    expect(seen.told("Registration")).toMatch(/^ok/);
  });
});

describe("on kamailio, where consoles need a certificate of their own", () => {
  let pbx: Pbx;
  beforeAll(async () => {
    pbx = await startPbx("kamailio", { wantsCertificate: true });
  });
  afterAll(() => pbx?.stop());

  pbxTest("kamailio", "without one, or with a stranger's, nothing of SIP leaves, and the words say why", async () => {
    const { ca } = pbx.plant;
    const wire = await startTlsWire(pbx.wssUrl);
    expect(await attempt(wire, { ca })).toBe("it wants a certificate of ours: name it in the site file (cert, key)");
    const theirs = strangersAuthority().issue("DNS:console-1");
    expect(await attempt(wire, { ca, ...theirs })).toBe("it does not accept our certificate (cert, key)");
  });

  pbxTest("kamailio", "with one of the plant's, calls are heard both ways and ended from either end", () =>
    callsBothWays(pbx, { ca: pbx.plant.ca, ...pbx.plant.issue("DNS:console-1") }),
  );
});
