/** RFC 4475's classes through the border, with a desk behind it: each INVITE leaves its event, and nothing does harm. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { drive, site } from "../desk/drive.ts";
import { answered, invite } from "./fakePbx.ts";
import { type Border, startBorder } from "./startBorder.ts";
import { invalid, semantic, type Torture, valid } from "./torture.ts";

const desk = drive({ ...site, pbxs: site.pbxs.slice(0, 1).map((pbx) => ({ ...pbx, id: "a" })) });
let bench: Border;
beforeAll(async () => {
  bench = await startBorder({ takeWithinMs: 50 });
  bench.onReport = desk.report;
});
afterAll(() => bench.stop());

describe.each<[string, readonly Torture[]]>([
  ["3.1.1, valid messages", valid],
  ["3.1.2, invalid messages", invalid],
  ["3.2 to 3.4, layers above", semantic],
])("RFC 4475, %s", (_, messages) => {
  test.each(messages.map((one) => [one.name, one] as const))("%s", async (name, { frame, outcome, number }) => {
    const before = bench.reports.length;
    bench.pbx.send(frame);
    // A call that comes behind it is taken: nothing hangs, and all before it has been worked on.
    const behind = `behind-${name.split(" ")[0]}`;
    bench.pbx.send(invite({ callId: behind }));
    await bench.pbx.until((one) => one.header("call-id") === behind && answered("180", "INVITE")(one));
    const since = bench.reports.slice(before);
    const [seen] = bench.all("callSeen").filter((one) => since.includes(one));
    if (outcome === "none") expect(seen?.attach.frame).toContain(behind);
    else {
      if (!seen) throw new Error("the INVITE left no report");
      const { callId } = seen;
      if (outcome === "answerable") await bench.until("callTaken", (one) => one.callId === callId);
      else expect((await bench.until("callNotTaken", (one) => one.callId === callId)).why).toContain("call back");
      expect(seen.readable).toBe(outcome !== "unreadable");
      const event = Object.values(desk.desk.events).find((one) => desk.desk.calls[callId]?.eventId === one.id);
      const opened = desk.entries.find((one) => one.kind === "callOffered" && one.data.callId === callId);
      expect(opened?.data).toMatchObject({ number });
      if (outcome === "answerable") expect(event?.condition).toBe("active");
    }
    expect(since.filter(({ type }) => type === "bugCaught")).toEqual([]);
    expect(bench.all("pbx").at(-1)?.state).toBe("registered");
  });
});
