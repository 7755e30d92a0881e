/** States of a call, its procedure, a page and the sign-in that no other scene shows. `opens`: a tab or button that is pressed first. */
import type { Site } from "../../shared/site/site.ts";
import type { Told } from "./desks.ts";
import { type Story, started } from "./story.ts";

/** A help point that talks, with sound both ways. */
function talking(site: Site, now: number): { story: Story; eventId: string; callId: string } {
  const story = started(site, now);
  const live = story.press(138, "hp-031");
  story.answer(134, live);
  return { story, ...live };
}

const muted: Told = (site, now) => {
  const { story, callId } = talking(site, now);
  story.tell(9, "callMuted", { callId, muted: true }, "operator:anna");
  return { desk: story.desk };
};
const heldAgain: Told = (site, now) => {
  const { story, callId, eventId } = talking(site, now);
  story
    .tell(40, "callHeld", { callId, returnMs: 30_000 }, "operator:anna")
    .tell(10, "eventSoundedAgain", { eventId, because: "holdReturn", callId, targetMs: 15_000 });
  return { desk: story.desk };
};
const silentCaller: Told = (site, now) => {
  const { story, callId } = talking(site, now);
  story.tell(6, "callSilent", { callId, silent: true });
  return { desk: story.desk };
};
const noSound: Told = (site, now) => {
  const { story, callId } = talking(site, now);
  story
    .tell(9, "callSoundChanged", { callId, in: false, out: true })
    .tell(7, "callHealing", { callId, because: "noSound", dueMs: 5_000 })
    .tell(6, "callHealed", { callId });
  return { desk: story.desk };
};
const healing: Told = (site, now) => {
  const { story, callId } = talking(site, now);
  story
    .tell(4, "faultRaised", { fault: "mediaPageLost", subject: "", words: "It is being started again." })
    .tell(3, "callHealing", { callId, because: "mediaPage", dueMs: null });
  return { desk: story.desk };
};
const callerBack: Told = (site, now) => {
  const { story, callId, eventId } = talking(site, now);
  story
    .tell(8, "callHealing", { callId, because: "hostRestarted", dueMs: null })
    .tell(6, "callHealed", { callId })
    .tell(6, "callSoundChanged", { callId, in: true, out: true })
    .tell(6, "eventSoundedAgain", { eventId, because: "callerBack", callId, targetMs: 15_000 });
  return { desk: story.desk };
};
const callLost: Told = (site, now) => {
  const { story, callId, eventId } = talking(site, now);
  story
    .tell(20, "callEnded", { callId, reason: { kind: "lost" }, stalledMs: 60_000 })
    .tell(20, "eventSoundedAgain", { eventId, because: "callLost", callId: null, targetMs: 15_000 });
  return { desk: story.desk };
};
/** The link was lost and is back while it rang. */
const unsure: Told = (site, now) => {
  const story = started(site, now);
  story.press(20, "sos-214", { priority: "emergency" });
  story
    .tell(12, "pbxChanged", { pbxId: "A", state: "lost", why: "connection reset" })
    .tell(4, "pbxChanged", { pbxId: "A", state: "registered", why: "" });
  return { desk: story.desk };
};
const notAnswerable: Told = (site, now) => {
  const story = started(site, now);
  const { callId } = story.press(5, "hp-118");
  story.tell(4, "callNotTaken", { callId, why: "Call received, sound not available: call back" });
  return { desk: story.desk };
};
const procedureDone: Told = (site, now) => {
  const { story, eventId } = talking(site, now);
  const procedure = site.procedures.find(({ id }) => id === story.desk.events[eventId]?.procedureId);
  procedure?.steps.forEach((step, i) => {
    const answer = step.answers?.[0] ?? null;
    story.tell(100 - 9 * i, "stepDone", { eventId, step: i, answer, stalledMs: 60_000 }, "operator:anna");
  });
  return { desk: story.desk };
};
const outcomeForm: Told = (site, now) => {
  const { story, callId, eventId } = talking(site, now);
  story.end(12, callId);
  return { desk: story.desk, view: { selectedEventId: eventId, outcomeEventId: eventId } };
};
const pagePartly: Told = (site, now) => {
  const story = started(site, now);
  const legs = ["tube-b", "platform-1"].map((zoneId, i) => ({
    zoneId,
    callId: `p${i}`,
    pbxId: "A",
    number: site.zones.find(({ id }) => id === zoneId)?.number ?? "",
    reportsMembers: true,
  }));
  story
    .tell(6, "pageRequested", { pageId: "page", legs, allCall: false, approvedBy: null, dueMs: 5_000 }, "operator:anna")
    .tell(5, "pageLegOpened", { pageId: "page", callId: "p0" })
    .tell(5, "pageLegFailed", { pageId: "page", callId: "p1", words: "Busy: another page is running there" });
  return { desk: story.desk, view: { chosenZoneIds: ["tube-b", "platform-1"] } };
};
const callOutRuns: Told = (site, now) => {
  const { story, eventId } = talking(site, now);
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
  const busy = { kind: "refusedByFarEnd" as const, code: 486, text: "Busy Here" };
  story
    .tell(30, "callOutStarted", { ...of, listId: list.id, name: list.name, eachMs: 20_000, members }, "operator:anna")
    .tell(30, "callDialled", dialled(0), "rule:callOut")
    .tell(22, "callEnded", { callId: "l0", reason: busy, stalledMs: 60_000 })
    .tell(22, "callOutMemberDone", {
      ...of,
      name: list.name,
      member: 0,
      memberName: members[0]?.name ?? "",
      result: { kind: "ended", reason: busy },
    })
    .tell(21, "callDialled", dialled(1), "rule:callOut")
    .tell(19, "callAlerting", { callId: "l1" });
  return { desk: story.desk, opens: "Call-out lists" };
};
const opened =
  (opens: string): Told =>
  (site, now) => ({ desk: talking(site, now).story.desk, opens });

export const callScenes: Readonly<Record<string, Told>> = {
  muted,
  heldAgain,
  silentCaller,
  noSound,
  healing,
  callerBack,
  callLost,
  unsure,
  notAnswerable,
  procedureDone,
  outcomeForm,
  pagePartly,
  callOutRuns,
  stations: opened("Stations"),
  contacts: opened("Contacts"),
  recent: opened("Recent"),
  keypad: opened("Keypad"),
  mapList: opened("List of stations on this map"),
  region: opened("Region"),
};
