/** What the recipes promise when no console answers: the alternate telephone rings, with the same caller and the same headers. */
import { afterAll, beforeAll, describe, expect } from "vitest";
import { startStation } from "./baresip.ts";
import { startPbxDesk, until } from "./desk.ts";
import type { Pbx } from "./pbx.ts";
import { pbxs, pbxTest, startPbx } from "./pbxs.ts";

describe.each(pbxs)("on %s", (name) => {
  let pbx: Pbx;
  beforeAll(async () => {
    // The recipes have 20 s.
    pbx = await startPbx(name, { ringS: 3 });
  });
  afterAll(() => pbx?.stop());

  pbxTest(
    name,
    "with the console killed, the alternate rings at once, and later presses reach the restarted console",
    async () => {
      const desk = await startPbxDesk(pbx, { inChild: true });
      const alternate = await startStation(pbx, "7099", { answers: "byHand" });
      const sos = await startStation(pbx, "214");
      await desk.killHost();
      await sos.dial("6000");
      await until("the alternate rings", () => alternate.invites().length === 1);
      expect(alternate.invites()[0]).toMatch(/^Priority: emergency\r?$/m);
      expect(alternate.invites()[0]).toMatch(/^P-Asserted-Identity: .*<sip:214@/m);
      await alternate.answer();
      await until("they talk", () => sos.events().includes("CALL_ESTABLISHED"));
      await sos.hangUp();
      await until("it is over", () => alternate.events().includes("CALL_CLOSED"));

      await desk.restartHost();
      await sos.dial("6000");
      await desk.rings("214");
    },
  );

  pbxTest(
    name,
    "a press that the console does not answer in time goes to the alternate, and stays on the desk as given up",
    async () => {
      const desk = await startPbxDesk(pbx);
      const alternate = await startStation(pbx, "7099");
      const sos = await startStation(pbx, "214", { says: 700 });
      await sos.dial("6000");
      await desk.rings("214");
      expect(alternate.invites()).toEqual([]);
      await until("the caller hears the alternate", () => sos.heard(440) > 0.3);
      await until("and is heard", () => alternate.heard(700) > 0.3);
      expect(alternate.invites()[0]).toMatch(/^Priority: emergency\r?$/m);
      expect(alternate.invites()[0]).toMatch(/^P-Asserted-Identity: .*<sip:214@/m);
      await desk.console.until("the desk knows that it rang in vain", () => desk.event("214").condition === "returned");
      expect(desk.event("214")).toMatchObject({ acknowledged: false, abandoned: true });
    },
  );
});
