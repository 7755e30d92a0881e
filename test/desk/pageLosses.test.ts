/** A page whose link, sound page or host is lost: it goes on where its sound does, and is over and off the air where it cannot. */
import { describe, expect, test } from "vitest";
import { planSound } from "../../shared/call/planSound.ts";
import { type Drive, drive, site } from "./drive.ts";

const registered = { type: "pbx", pbxId: "A", state: "registered", why: "" } as const;
const lost = { type: "pbx", pbxId: "A", state: "lost", why: "gone" } as const;
const noMedia = { type: "media", status: { up: false, microphone: null, talk: null, ring: null } } as const;

/** A page on the air; `legs`: the calls of its zones, in order. */
function onAir(zoneIds: string[], message?: "clear"): { desk: Drive; legs: string[] } {
  const desk = drive(site, message ? "ben" : "anna");
  const ask = { zoneIds, allCall: false, approvedBy: null };
  desk.command(message ? { type: "playMessage", messageId: message, ...ask } : { type: "startPage", ...ask });
  const legs = desk.desk.page?.legs.map(({ callId }) => callId) ?? [];
  for (const callId of legs) desk.report({ type: "callEstablished", callId });
  return { desk, legs };
}
const since = (desk: Drive, act: () => void): unknown[] => {
  const before = desk.orders.length;
  act();
  return desk.orders.slice(before);
};
const states = (desk: Drive) => (desk.desk.page ?? desk.desk.lastPage)?.legs.map(({ state }) => state);

describe("the link", () => {
  test("lost leaves a page on the air; when it is back each open zone is refreshed, once", () => {
    const { desk, legs } = onAir(["tubeA", "tubeB"]);
    expect(since(desk, () => desk.report(lost))).toEqual([]);
    expect(desk.desk.page).toMatchObject({ state: "open" });
    expect(planSound(desk.desk, site, desk.now).legs[legs[0] ?? ""]).toMatchObject({ microphone: true });
    expect(since(desk, () => desk.report(registered))).toEqual(
      legs.map((callId) => ({ type: "healCall", callId, because: "linkBack" })),
    );
    for (const callId of legs) desk.report({ type: "callHealed", callId });
    expect(states(desk)).toEqual(["open", "open"]);
    expect(desk.kinds().filter((kind) => kind === "pageLegRefreshed")).toHaveLength(2);
  });

  test("of another PBX, a zone that is still dialled, and a page that is being closed ask for nothing", () => {
    const { desk, legs } = onAir(["tubeA"]);
    expect(since(desk, () => desk.report({ ...registered, pbxId: "B" }))).toEqual([]);
    desk.command({ type: "stopPage", pageId: desk.desk.page?.id ?? "" });
    desk.report(lost);
    expect(since(desk, () => desk.report(registered))).toEqual([]);
    desk.report({ type: "callEnded", callId: legs[0] ?? "", by: "us" });
    desk.command({ type: "startPage", zoneIds: ["tubeA"], allCall: false, approvedBy: null });
    desk.report(lost);
    expect(since(desk, () => desk.report(registered))).toEqual([]);
  });

  test("back to a PBX that has ended a zone says so of that zone, in words, and the others go on", () => {
    const { desk, legs } = onAir(["tubeA", "tubeB"]);
    desk.report(lost);
    desk.report(registered);
    desk.report({ type: "callNotHealed", callId: legs[0] ?? "", gone: true, words: "481 No such call" });
    expect(states(desk)).toEqual(["ended", "open"]);
    expect(desk.desk.page?.legs[0]?.failure).toBe("The PBX ended it while the connection was lost (481 No such call)");
    desk.report({ type: "callNotHealed", callId: legs[1] ?? "", gone: true, words: "481 No such call" });
    expect(desk.desk.page).toBeNull();
    expect(desk.desk.lastPage).toMatchObject({ reason: "failed" });
    expect(planSound(desk.desk, site, desk.now).onAir).toBe(false);
  });

  test("a refresh that is refused for another reason leaves the zone open, and is on record", () => {
    const { desk, legs } = onAir(["tubeA"]);
    desk.report(lost);
    desk.report(registered);
    desk.report({ type: "callNotHealed", callId: legs[0] ?? "", gone: false, words: "500" });
    expect(states(desk)).toEqual(["open"]);
    expect(desk.entries.at(-1)).toMatchObject({ kind: "pageLegRefreshed", data: { failure: "500" } });
  });
});

describe.each([undefined, "clear"] as const)("a page with %s for its message", (message) => {
  test("is over with its sound page, before the next one is there, and each zone is ended", () => {
    const { desk, legs } = onAir(["tubeA", "tubeB"], message);
    expect(since(desk, () => desk.report(noMedia))).toEqual(legs.map((callId) => ({ type: "endCall", callId })));
    expect(desk.desk.page).toMatchObject({ state: "closing", releasedBecause: "lost" });
    expect(planSound(desk.desk, site, desk.now).onAir).toBe(false);
  });

  test("is over with its host, and each zone is ended by the next life", () => {
    const { desk, legs } = onAir(["tubeA", "tubeB"], message);
    desk.report({ type: "callEnded", callId: legs[0] ?? "", by: "far" });
    const orders = since(desk, () => desk.report({ type: "hostStarted", version: "test", gapMs: 2_000, kept: legs }));
    expect(orders).toEqual([{ type: "endCall", callId: legs[1] }]);
    expect(desk.desk).toMatchObject({ page: null, lastPage: { reason: "lost" } });
    expect(desk.refusals).toEqual([]);
    desk.report({ type: "callEnded", callId: legs[1] ?? "", by: "us" });
    expect(desk.desk.page).toBeNull();
  });

  test("is over when its host is stopped in order", () => {
    const { desk, legs } = onAir(["tubeA"], message);
    expect(since(desk, () => desk.report({ type: "hostStopping" }))).toEqual([{ type: "endCall", callId: legs[0] }]);
    expect(desk.desk.page?.releasedBecause).toBe("lost");
  });
});
