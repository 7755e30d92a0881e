/** The probe at real PBXs with the recipes of docs/pbx/: what it says is what they offer, and a test call is taken over and ended. */
import { afterAll, beforeAll, describe, expect } from "vitest";
import { probed, siteAt } from "../probe/probed.ts";
import { startStation } from "./baresip.ts";
import { until } from "./desk.ts";
import { domain, type Pbx, password } from "./pbx.ts";
import { pbxs, pbxTest, startPbx } from "./pbxs.ts";

/** An exchange makes a call of its own for each call; a proxy hands the console's on, and the station answers for itself. */
const differs = {
  asterisk: {
    "Dead connections": /^ok: a double CRLF is not answered; OPTIONS is/,
    REFER: /^ok: allowed/,
    Replaces: /^ok: a call was taken over, and the old one ended by the PBX/,
    "Dialog events (RFC 4235)": /^missing: not offered for 0101: 489/,
  },
  kamailio: {
    "Dead connections": /^ok: a double CRLF is answered/,
    "Way in": /^ok: a call to 6001 came back/,
    Headers: /^ok: kept: Priority, Resource-Priority, Alert-Info, Call-Info, Geolocation, Session-ID, X-Probe/,
    "P-Asserted-Identity": /^ok: a forged one is removed; the PBX sets its own/,
    "Sound offered: encryption": /^ok: DTLS-SRTP, sha-256/,
    Replaces: /^missing: refused: 420/,
    "Dialog events (RFC 4235)": /^look: nobody to ask at 0101/,
  },
};

describe.each(pbxs)("on %s", (name) => {
  let pbx: Pbx;
  beforeAll(async () => {
    pbx = await startPbx(name);
  });
  afterAll(() => pbx?.stop());

  pbxTest(name, "the probe tells what it offers, and leaves neither a registration nor a call behind", async () => {
    const station = await startStation(pbx, "209");
    const more = "\n    number: 6001\n    overflowAfterS: 20";
    const site = await siteAt(pbx.url, domain, password, more, "6001");
    const seen = await probed("--site", site, "--json", "--call", "209", "--yes");
    expect(seen.code, seen.errors).toBe(0);
    expect(seen.told("Software")).toBe("ok: Plant PBX");
    expect(seen.told("Password")).toBe("ok: digest MD5");
    expect(seen.told("Registration")).toMatch(/^ok: accepted, our Contact is listed, for 1(19|20) s$/);
    expect(seen.told("Test call")).toMatch(/^ok: 209 answered after 180/);
    expect(seen.told("Test call: codecs")).toBe("ok: PCMU, PCMA");
    expect(seen.told("Test call: encryption")).toMatch(/^ok: DTLS-SRTP, sha-256/);
    expect(seen.told("Test call: ICE")).toMatch(/^ok/);
    expect(seen.told("Test call: digits")).toMatch(/^ok: telephone-event/);
    for (const [what, words] of Object.entries(differs[name])) expect(seen.told(what), what).toMatch(words);
    expect(seen.report().facts.registration?.gone).toBe(true);
    expect(seen.report().facts.testCall?.ended).toBe(true);
    const count = (event: string): number => station.events().filter((one) => one === event).length;
    expect(count("CALL_ESTABLISHED")).toBeGreaterThan(0);
    await until("the station is free", () => count("CALL_CLOSED") === count("CALL_ESTABLISHED"));
  });
});
