/** The history, answered by the journal: a day of rows, filters, one event's time line, and what it says when it cannot answer. */
import type { Page } from "@playwright/test";
import type { Site } from "../../../shared/site/site.ts";
import { pointAt, type Told } from "../scene.ts";
import { anna, Story, stalledMs, started } from "../story.ts";

const hour = 3_600;

/** An event that was answered, talked about for so many seconds, and closed. */
function handled(story: Story, ago: number, stationId: string, lasted: number, outcome: string, note = ""): void {
  const one = story.press(ago, stationId);
  story
    .answer(ago - 4, one)
    .step(ago - 20, one.eventId, 0)
    .end(ago - lasted, one.callId)
    .close(ago - lasted - 10, one.eventId, outcome, note);
}

/** A shift since 06:00, told in the order in which it happened. */
function day(site: Site, now: number): Story {
  const story = new Story(site, now).ready(8 * hour + 400).signIn("jonas", 8 * hour + 380);
  story
    .tell(8 * hour, "signedOut", { operatorId: "jonas" }, "operator:jonas")
    .signIn("anna", 8 * hour)
    .tell(8 * hour, "shiftTaken", { from: "jonas", signed: true }, anna)
    .tell(8 * hour - 1, "soundTestStarted", { playMs: 2_000, dueMs: 120_000 }, "rule:signIn")
    .tell(8 * hour - 9, "soundTestEnded", { result: "heard", dueMs: 43_200_000 }, anna);
  const points = ["hp-021", "hp-118", "door-5", "hp-031", "ic-02", "hp-042", "hp-105", "sos-208", "door-2", "hp-062"];
  const outcomes = ["helped", "falsePress", "helped", "noAnswer", "helped"];
  for (let i = 0; i < 34; i++) {
    handled(story, 7.9 * hour - i * 700, points[i % 10] ?? "hp-021", 40 + i, outcomes[i % 5] ?? "helped");
    if (i === 12) {
      story
        .tell(5.5 * hour, "pbxChanged", { pbxId: "B", state: "lost", why: "connection refused" })
        .tell(5.5 * hour, "faultRaised", { fault: "pbxUnreachable", subject: "B", words: "PBX B: connection refused." })
        .tell(5.5 * hour - 42, "pbxChanged", { pbxId: "B", state: "registered", why: "" })
        .tell(5.5 * hour - 42, "faultCleared", { fault: "pbxUnreachable", subject: "B" });
    }
  }
  return theLateOne(story);
}

/** The design's own example: late, the caller gone, called back, the patrol reached. */
function theLateOne(story: Story): Story {
  const at = 1_200;
  const { callId, eventId } = story.press(at, "hp-118");
  const call = { pbxId: "A", stationId: null, eventId, purpose: "call" as const, dueMs: 60_000 };
  story
    .abandon(at - 16, callId)
    .tell(at - 30, "ladderRungReached", { eventId, rung: "supervisor" }, "rule:ladder")
    .acknowledge(at - 52, eventId)
    .tell(
      at - 52,
      "callDialled",
      { ...call, callId: "b1", number: "6118", name: "Help point 118", stationId: "hp-118", purpose: "callBack" },
      anna,
    )
    .tell(at - 54, "callEstablished", { callId: "b1" })
    .tell(at - 54, "callSoundChanged", { callId: "b1", in: true, out: true })
    .note(at - 90, eventId, "Ticket machine swallowed the card, barrier stays shut. Green van, two people.")
    .tell(at - 145, "callDialled", { ...call, callId: "o1", number: "7002", name: "Patrol" }, anna)
    .tell(at - 154, "callEstablished", { callId: "o1" })
    .tell(at - 190, "callEnded", { callId: "o1", reason: { kind: "operatorEnded" }, stalledMs })
    .tell(at - 240, "callEnded", { callId: "b1", reason: { kind: "operatorEnded" }, stalledMs })
    .close(at - 364, eventId, "helped", "Ticket machine fault, technician sent.");
  return story;
}

const rows = (page: Page) => page.getByRole("listbox", { name: "Entries, newest first" });

const historyRows: Told = (site, now) => ({ story: day(site, now), view: { centre: "history" } });

const historyFiltered: Told = (site, now) => ({
  story: day(site, now),
  view: { centre: "history" },
  does: async (page) => {
    await page.getByRole("combobox", { name: "Kind" }).selectOption("events");
    await page.getByLabel("Words, names, numbers").fill("118");
    await page
      .getByText("39 entries")
      .or(page.getByText(/^\d\d? entries$/))
      .waitFor();
    await rows(page).waitFor();
  },
});

const historyChosenTime: Told = (site, now) => ({
  story: day(site, now),
  view: { centre: "history" },
  does: async (page) => {
    await page.getByRole("combobox", { name: "Time" }).selectOption("chosen");
    await page.getByLabel("From", { exact: true }).fill("2026-11-21T10:00");
    await page.getByLabel("To", { exact: true }).fill("2026-11-21T11:00");
    await page.getByText(/^\d\d? entries$/).waitFor();
  },
});

const historyNothing: Told = (site, now) => ({
  story: day(site, now),
  view: { centre: "history" },
  does: async (page) => {
    await page.getByLabel("Words, names, numbers").fill("zeppelin");
    await page.getByText("No entry matches this filter.").waitFor();
  },
});

/** One event from its press to its close. */
const historyEvent: Told = (site, now) => ({
  story: day(site, now),
  view: { centre: "history" },
  does: async (page) => {
    await page.getByLabel("Words, names, numbers").fill("green van");
    await rows(page).getByText("Green van").click();
    await page.getByRole("region", { name: "Time line of the event" }).getByText("Green van").waitFor();
    await page.getByLabel("Words, names, numbers").fill("");
    await page.getByText("200 entries").waitFor();
  },
});

const historyOfStation: Told = (site, now) => {
  const story = day(site, now);
  story.answer(26, story.press(30, "hp-118"));
  return { story, view: { historyOf: { eventId: null, stationId: "hp-118" }, centre: "history" } };
};

/** What has come since waits while the pointer is over the rows. */
const historyNewer: Told = (site, now) => {
  const story = day(site, now);
  const before = story.entries.length;
  story.answer(1, story.press(2, "hp-031"));
  return {
    story,
    later: { count: story.entries.length - before, written: true },
    view: { centre: "history", follow: false },
    does: async (page) => {
      await pointAt(page, rows(page));
      await page.getByTestId("newer-entries").waitFor();
    },
    pointerStays: true,
  };
};

const historySaved: Told = (site, now) => ({
  story: new Story(site, now).ready().signIn("carla"),
  view: { centre: "history" },
  does: async (page) => {
    await page.getByRole("button", { name: "Export CSV" }).click();
    await page.getByText(/rows in/).waitFor();
  },
});

/** A dispatcher of the demo site may read it, and not take it away. */
const historyExportRefused: Told = (site, now) => ({
  story: day(site, now),
  view: { centre: "history" },
  does: async (page) => {
    await page.getByRole("button", { name: "Export CSV" }).click();
    await page.getByText("exports of the history").waitFor();
  },
});

const historyReading: Told = (site, now) => ({
  story: started(site, now),
  view: { centre: "history" },
  host: "slow",
  does: (page) => page.getByText("Reading the journal…").waitFor(),
});

const historyUnsigned: Told = (site, now) => ({
  story: new Story(site, now).ready(),
  view: { centre: "history", signInOpen: false },
  does: (page) => page.locator(".historySays.refusal").waitFor(),
});

const historyUnreadable: Told = (site, now) => ({
  story: started(site, now),
  view: { centre: "history" },
  host: "noJournal",
  does: (page) => page.getByText("The journal could not be read").waitFor(),
});

export const historyScenes: Readonly<Record<string, Told>> = {
  historyRows,
  historyFiltered,
  historyChosenTime,
  historyNothing,
  historyEvent,
  historyOfStation,
  historyNewer,
  historySaved,
  historyExportRefused,
  historyReading,
  historyUnsigned,
  historyUnreadable,
};
