/** Reaching others: pages and messages to zones, call-out lists, the tabs, finding and dialling. */
import type { Page } from "@playwright/test";
import type { Site } from "../../../shared/site/site.ts";
import type { Told } from "../scene.ts";
import { anna, type Story, stalledMs, started } from "../story.ts";
import { talkingStory } from "./calls.ts";

/** One zone that is on air, heard by all of its members. */
export function onAir(story: Story): void {
  const leg = { zoneId: "tube-b", callId: "p1", pbxId: "A", number: "6802", reportsMembers: true };
  story
    .tell(10, "pageRequested", { pageId: "page", legs: [leg], allCall: false, approvedBy: null, dueMs: 5000 }, anna)
    .tell(9, "pageLegOpened", { pageId: "page", callId: "p1" })
    .tell(8, "pageMembersReported", { pageId: "page", callId: "p1", members: joined(story.site, "tube-b", 0) });
}

/** All members of a zone but the last few. */
const joined = (site: Site, zoneId: string, missing: number) => {
  const ids = site.zones.find((zone) => zone.id === zoneId)?.stationIds ?? [];
  return ids.slice(0, ids.length - missing).map((id) => ({ number: id, stationId: id, status: "joined" as const }));
};

const legsTo = (site: Site, ...zoneIds: readonly string[]) =>
  zoneIds.map((zoneId, i) => ({
    zoneId,
    callId: `p${i}`,
    pbxId: "A",
    number: site.zones.find(({ id }) => id === zoneId)?.number ?? "",
    reportsMembers: site.zones.find(({ id }) => id === zoneId)?.reportsMembers ?? true,
  }));

const page: Told = (site, now) => {
  const story = started(site, now);
  story.answer(36, story.press(40, "hp-031"));
  onAir(story);
  return { story, view: { chosenZoneIds: ["tube-b"] } };
};

const pageOpening: Told = (site, now) => {
  const story = started(site, now);
  const legs = legsTo(site, "tube-b", "platform-1");
  story.tell(1, "pageRequested", { pageId: "page", legs, allCall: false, approvedBy: null, dueMs: 5_000 }, anna);
  return { story, view: { chosenZoneIds: ["tube-b", "platform-1"] } };
};

/** Three zones: one with members missing, one that was refused, one that does not report. */
function partly(site: Site, now: number): Story {
  const legs = legsTo(site, "tube-b", "platform-1", "car-park-p3");
  return started(site, now)
    .tell(16, "pageRequested", { pageId: "page", legs, allCall: false, approvedBy: null, dueMs: 5_000 }, anna)
    .tell(15, "pageLegOpened", { pageId: "page", callId: "p0" })
    .tell(15, "pageLegFailed", { pageId: "page", callId: "p1", words: "Busy: another page is running there" })
    .tell(14, "pageMembersReported", { pageId: "page", callId: "p0", members: joined(site, "tube-b", 2) })
    .tell(14, "pageLegOpened", { pageId: "page", callId: "p2" });
}

const pagePartly: Told = (site, now) => ({
  story: partly(site, now),
  view: { chosenZoneIds: ["tube-b", "platform-1", "car-park-p3"] },
});

const pageReceipt: Told = (site, now) => {
  const story = partly(site, now)
    .tell(6, "pageReleased", { pageId: "page", reason: "released" }, anna)
    .tell(5, "pageLegEnded", { pageId: "page", callId: "p0" })
    .tell(5, "pageLegEnded", { pageId: "page", callId: "p2" })
    .tell(5, "pageClosed", { pageId: "page", reason: "released" });
  return { story, view: { chosenZoneIds: ["tube-b"] } };
};

const message: Told = (site, now) => {
  const legs = legsTo(site, "tube-b", "platform-1");
  const played = site.messages[0];
  if (!played) throw new Error("the demo site has no message");
  const story = started(site, now)
    .tell(
      9,
      "pageRequested",
      {
        pageId: "page",
        legs,
        allCall: false,
        approvedBy: null,
        dueMs: 5_000,
        message: { id: played.id, durationMs: played.durationMs },
      },
      anna,
    )
    .tell(8, "pageLegOpened", { pageId: "page", callId: "p0" })
    .tell(8, "pageLegOpened", { pageId: "page", callId: "p1" })
    .tell(7, "pageMembersReported", { pageId: "page", callId: "p0", members: joined(site, "tube-b", 0) })
    .tell(7, "pageMessageBegan", { pageId: "page", callId: "p0" });
  return { story, view: { chosenZoneIds: ["tube-b", "platform-1"] } };
};

const messages: Told = (site, now) => ({
  story: started(site, now),
  view: { chosenZoneIds: ["tube-b"] },
  does: async (window) => {
    await window.getByRole("button", { name: "Play message" }).click();
    await window.getByRole("group", { name: "Play a message to Tube B all" }).waitFor();
  },
});

const askAllCall = async (window: Page) => {
  await window.getByRole("button", { name: /^All call/ }).click();
  await window.getByLabel("Second operator", { exact: true }).waitFor();
};

const allCall: Told = (site, now) => ({ story: started(site, now), does: askAllCall });

const allCallArmed: Told = (site, now) => ({
  story: started(site, now),
  does: async (window) => {
    await askAllCall(window);
    await window.getByLabel("Second operator", { exact: true }).selectOption("carla");
    await window.getByLabel("PIN of the second operator").fill("0000");
    await window.getByRole("button", { name: "Approve all call" }).click();
    await window.getByRole("button", { name: "Cancel all call" }).waitFor();
  },
});

const busy = { kind: "refusedByFarEnd" as const, code: 486, text: "Busy Here" };

/** A call-out list whose first member is busy, and whose second is being called. */
function callOutStory(site: Site, now: number): Story {
  const { story, eventId } = talkingStory(site, now);
  const list = site.callOutLists[0];
  if (!list) throw new Error("the demo site has no call-out list");
  const nameOf = (number: string) => site.contacts.find((one) => one.number === number)?.name ?? number;
  const members = list.members.map((number) => ({ number, name: nameOf(number) }));
  const of = { callOutId: "list", eventId };
  const dialled = (member: number) => ({
    callId: `l${member}`,
    pbxId: "A",
    ...(members[member] ?? { number: "", name: "" }),
    stationId: null,
    eventId,
    purpose: "call" as const,
    dueMs: 20_000,
    callOut: { callOutId: "list", member },
  });
  const memberName = members[0]?.name ?? "";
  return story
    .tell(30, "callOutStarted", { ...of, listId: list.id, name: list.name, eachMs: 20_000, members }, anna)
    .tell(30, "callDialled", dialled(0), "rule:callOut")
    .tell(22, "callEnded", { callId: "l0", reason: busy, stalledMs })
    .tell(22, "callOutMemberDone", {
      ...of,
      name: list.name,
      member: 0,
      memberName,
      result: { kind: "ended", reason: busy },
    })
    .tell(21, "callDialled", dialled(1), "rule:callOut")
    .tell(19, "callAlerting", { callId: "l1" });
}

const openTab = (name: string) => async (window: Page) => {
  await window.getByRole("tab", { name }).click();
  await window.locator(`[role=tab][aria-selected=true]`, { hasText: name }).waitFor();
};

const callOutRuns: Told = (site, now) => ({ story: callOutStory(site, now), does: openTab("Call-out lists") });

/** The second member has answered. */
const callOutEnded: Told = (site, now) => {
  const story = callOutStory(site, now);
  const { name, eventId, members } = story.desk.callOut ?? { name: "", eventId: null, members: [] };
  const of = { callOutId: "list", name, eventId };
  const results = members.map((member, i) => ({
    name: member.name,
    result: i === 0 ? { kind: "ended" as const, reason: busy } : i === 1 ? { kind: "reached" as const } : null,
  }));
  story
    .tell(9, "callEstablished", { callId: "l1" })
    .tell(9, "callOutMemberDone", { ...of, member: 1, memberName: members[1]?.name ?? "", result: { kind: "reached" } })
    .tell(9, "callOutEnded", { ...of, outcome: "reached", results });
  return { story, does: openTab("Call-out lists") };
};

/** Calls of the last minutes, and one that was just refused by the far end. */
const recentCalls: Told = (site, now) => {
  const story = started(site, now);
  const call = { pbxId: "A", stationId: null, eventId: null, purpose: "call" as const, dueMs: 60_000 };
  const calls = [
    { ago: 900, number: "7002", name: "Patrol", lasted: 41, reason: { kind: "farEndEnded" as const } },
    { ago: 500, number: "7020", name: "Station staff", lasted: 95, reason: { kind: "operatorEnded" as const } },
    {
      ago: 200,
      number: "0660555017",
      name: "0660555017",
      lasted: null,
      reason: { kind: "cancelledByOperator" as const },
    },
    { ago: 12, number: "7030", name: "Maintenance on duty", lasted: null, reason: busy },
  ];
  calls.forEach(({ ago, number, name, lasted, reason }, i) => {
    const callId = `o${i}`;
    story.tell(ago, "callDialled", { ...call, callId, number, name }, anna).tell(ago - 2, "callAlerting", { callId });
    if (lasted !== null) story.tell(ago - 5, "callEstablished", { callId });
    story.tell(ago - 6 - (lasted ?? 0), "callEnded", { callId, reason, stalledMs });
  });
  return { story, does: openTab("Recent") };
};

const opened =
  (name: string): Told =>
  (site, now) => ({ story: talkingStory(site, now).story, does: openTab(name) });

const keypadDialled: Told = (site, now) => ({
  story: started(site, now),
  does: async (window) => {
    await openTab("Keypad")(window);
    await window.getByLabel("Number", { exact: true }).fill("7002");
    await window.getByRole("button", { name: "Call Patrol" }).waitFor();
  },
});

const findFor =
  (text: string): Told =>
  (site, now) => ({
    story: started(site, now),
    does: async (window) => {
      await window.getByRole("combobox", { name: "Find or dial" }).fill(text);
      await window.getByRole("listbox", { name: "Found" }).waitFor();
    },
  });

/** A number abroad, which this role may not call. */
const callRefused: Told = (site, now) => ({
  story: started(site, now),
  does: async (window) => {
    await window.getByRole("combobox", { name: "Find or dial" }).fill("+99 555 0199");
    await window.keyboard.press("Enter");
    await window.locator(".callRefusal").waitFor();
  },
});

export const reachScenes: Readonly<Record<string, Told>> = {
  page,
  pageOpening,
  pagePartly,
  pageReceipt,
  message,
  messages,
  allCall,
  allCallArmed,
  callOutRuns,
  callOutEnded,
  stations: opened("Stations"),
  contacts: opened("Contacts"),
  recent: opened("Recent"),
  recentCalls,
  keypad: opened("Keypad"),
  keypadDialled,
  find: findFor("lake"),
  findNothing: findFor("zeppelin"),
  callRefused,
};
