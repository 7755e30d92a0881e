/** The ladder at real PBXs: a telephone rings by itself, hears why, and its key 1 acknowledges. */
import { afterAll, beforeAll, describe, expect } from "vitest";
import type { Site } from "../../shared/site/site.ts";
import { startStation } from "./baresip.ts";
import { startPbxDesk, until } from "./desk.ts";
import type { Pbx } from "./pbx.ts";
import { pbxs, pbxTest, startPbx } from "./pbxs.ts";
import { plantSite } from "./position.ts";

const { lifeSafety } = plantSite.classes;
const climbing: Site = {
  ...plantSite,
  supervisor: "7010",
  classes: { ...plantSite.classes, lifeSafety: { ...lifeSafety, supervisorAfterS: 1 } },
};

describe.each(pbxs)("on %s", (name) => {
  let pbx: Pbx;
  beforeAll(async () => {
    pbx = await startPbx(name);
  });
  afterAll(() => pbx?.stop());

  pbxTest(
    name,
    "the supervisor's telephone is called, hears the announcement, and its key 1 acknowledges",
    async () => {
      const desk = await startPbxDesk(pbx, { site: climbing });
      const { console } = desk;
      const supervisor = await startStation(pbx, "7010");
      const sos = await startStation(pbx, "214");
      await sos.dial("6000");
      const event = await desk.rings("214");
      await console.until("he is being told", ({ ladder }) => ladder.call?.state === "telling");
      await until("he hears a voice", () => supervisor.loudness() > 0.02);
      await supervisor.key("1");
      await console.until("it is acknowledged", (now) => now.events[event.id]?.acknowledged === true);
      expect(desk.event("214")).toMatchObject({ acknowledgedHow: "bySupervisor", condition: "active" });
      await console.until("the call is over", ({ ladder }) => ladder.call === null);
      await until("it is over there", () => supervisor.events().includes("CALL_CLOSED"));
      expect(console.entriesOf("ladderCallEnded").map(({ data }) => data.result.kind)).toEqual(["acknowledged"]);
    },
  );
});
