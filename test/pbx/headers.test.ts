/** What a caller says of itself: a station's headers reach the console, a forged identity and a telephone's claims do not. */
import { afterAll, beforeAll, describe, expect } from "vitest";
import { circle, pidfLo } from "../sip/located.ts";
import { stationHz } from "./baresip.ts";
import { startPbxDesk, until } from "./desk.ts";
import type { Pbx } from "./pbx.ts";
import { pbxs, pbxTest, startPbx } from "./pbxs.ts";
import { pressBySipp } from "./sipp.ts";

const claims = [
  "Priority: emergency",
  "Resource-Priority: esnet.3",
  "Resource-Priority: wps.0",
  "Alert-Info: <http://plant.invalid/sos.wav>;info=emergency",
  "Call-Info: <http://plant.invalid/214.jpg>;purpose=icon",
  "Subject: SOS button (left), door #2",
];

/** By value: the name of a part of the body. By reference: the address of somebody who knows. */
const located = (uri: string): string[] => [...claims, `Geolocation: <${uri}>`, "Geolocation-Routing: yes"];

describe.each(pbxs)("on %s", (name) => {
  let pbx: Pbx;
  beforeAll(async () => {
    pbx = await startPbx(name);
  });
  afterAll(() => pbx?.stop());

  pbxTest(name, "a station's headers arrive, and a forged identity is replaced by its own", async () => {
    const desk = await startPbxDesk(pbx);
    const forged = ["P-Asserted-Identity: <sip:215@plant.invalid>", "Remote-Party-ID: <sip:215@plant.invalid>"];
    const station = await pressBySipp(pbx, "214", "6000", [...located("https://lis.invalid/214"), ...forged]);
    const event = await desk.rings("214");
    expect(event).toMatchObject({ stationId: "s214", class: "lifeSafety", trust: "asserted" });
    const [offered] = desk.console.entriesOf("callOffered");
    expect(offered?.data.evidence).toMatchObject({
      number: "214",
      assertedNumber: "214",
      calledNumber: "6000",
      priority: "emergency",
      alertInfo: ["<http://plant.invalid/sos.wav>;info=emergency"],
    });
    expect([...(offered?.data.evidence.resourcePriority ?? [])].sort()).toEqual(["esnet.3", "wps.0"]);
    const invite = desk.wire.given.find((frame) => frame.startsWith("INVITE ")) ?? "";
    for (const claim of located("https://lis.invalid/214")) expect(invite).toContain(claim);
    // Ports, tags and branches may have these digits too.
    expect(invite).not.toContain("sip:215@");

    await desk.answers("214");
    await until("the operator hears the station", () => desk.heard("214", stationHz) > 0.3);
    expect(await desk.console.send({ type: "end", callId: desk.call("214").id })).toBeNull();
    await until("its call is over as in the scenario", () => station.ended !== null);
    expect(station.ended).toBe("code 0");
  });

  pbxTest(name, "a station's location, in a part of its body beside the offer, comes with its call", async () => {
    const desk = await startPbxDesk(pbx);
    const part = {
      type: "application/pidf+xml",
      id: "214@plant.invalid",
      text: pidfLo(circle("46.88 11.2", "50")),
    };
    const station = await pressBySipp(pbx, "214", "6000", located("cid:214@plant.invalid"), part);
    await desk.rings("214");
    await until("its location was looked at", () => desk.console.entriesOf("callLocated").length > 0);
    expect(desk.console.entriesOf("callLocated")[0]?.data.location).toMatchObject({
      point: { latitude: 46.88, longitude: 11.2 },
      radiusM: 50,
      method: "GPS",
      problem: "",
    });
    await desk.answers("214");
    await until("the operator hears the station", () => desk.heard("214", stationHz) > 0.3);
    expect(await desk.console.send({ type: "end", callId: desk.call("214").id })).toBeNull();
    await until("its call is over as in the scenario", () => station.ended !== null);
    expect(station.ended).toBe("code 0");
  });

  pbxTest(name, "a telephone's claim of emergency stays outside", async () => {
    const desk = await startPbxDesk(pbx);
    await pressBySipp(pbx, "7010", "6000", located("https://lis.invalid/214"));
    const event = await desk.rings("7010");
    expect(event).toMatchObject({ name: "Patrol", class: "routine", trust: "asserted" });
    const [offered] = desk.console.entriesOf("callOffered");
    expect(offered?.data.evidence).toMatchObject({ priority: null, resourcePriority: [], alertInfo: [] });
    expect(desk.wire.given.find((frame) => frame.startsWith("INVITE "))).not.toMatch(/^Geolocation/im);
  });
});
