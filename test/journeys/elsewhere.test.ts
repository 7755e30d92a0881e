/** Journey: another desk with the same account answers first. */
import { expect, test } from "vitest";
import { startTestConsole } from "../plant/testConsole.ts";
import { startDesk, until } from "./desk.ts";
import { domain, password } from "./smallSite.ts";

test("a call that another desk answered is acknowledged elsewhere and sounds no more", async () => {
  const desk = await startDesk();
  const { console } = desk;
  const other = await startTestConsole(desk.plant.sipUrl, "6000", password, domain);
  await other.register();
  const event = await desk.pressed("209");
  await desk.untilRings("twoPulses");
  await until("it rings at the other desk", () => other.incoming.length === 1);
  await other.incoming[0]?.accept();
  await console.until("it is answered elsewhere", () => desk.event("209").acknowledgedHow === "answeredElsewhere");
  expect(desk.event("209")).toMatchObject({ acknowledged: true, abandoned: false, callIds: [] });
  expect(desk.event("209").lastEnded?.reason).toEqual({ kind: "answeredElsewhere" });
  await desk.untilQuiet();
  expect(await console.send({ type: "answer", eventId: event.id, holdEqual: false })).toMatchObject({
    code: "answeredElsewhere",
  });
  expect(console.desk.shift.inbound).toMatchObject({ presses: 1, answered: 0, abandoned: 0 });
  await other.stop();
});
