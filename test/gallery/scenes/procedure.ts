/** What is to be done for an event, and how it is closed. */
import type { Page } from "@playwright/test";
import type { Site } from "../../../shared/site/site.ts";
import type { Told } from "../scene.ts";
import { type Story, started } from "../story.ts";
import { talkingStory } from "./calls.ts";

/** A decision is next: its answers have the digits. */
const decision: Told = (site, now) => {
  const { story, eventId } = talkingStory(site, now);
  return { story: story.step(100, eventId, 0) };
};

const procedureDone: Told = (site, now) => {
  const { story, eventId } = talkingStory(site, now);
  const procedure = site.procedures.find(({ id }) => id === story.desk.events[eventId]?.procedureId);
  procedure?.steps.forEach((step, i) => {
    story.step(100 - 9 * i, eventId, i, step.answers?.[0] ?? null);
  });
  return { story };
};

const stepRefused: Told = (site, now) => {
  const { story, eventId } = talkingStory(site, now);
  story.step(100, eventId, 0);
  return {
    story,
    does: async (page) => {
      await page.keyboard.press("d");
      await page.getByText("This step asks").waitFor();
    },
  };
};

/** An SOS in the car park, whose procedure has a step that must be done, with its call over. */
function mustStory(site: Site, now: number): { story: Story; eventId: string } {
  const story = started(site, now);
  const one = story.press(90, "sos-401", { priority: "emergency" });
  story.answer(86, one).end(8, one.callId);
  return { story, eventId: one.eventId };
}

/** It is refused. */
async function closeOverSteps(page: Page): Promise<void> {
  await page.getByRole("radio", { name: "Helped" }).click();
  await page.getByRole("button", { name: "Close event SOS 401" }).click();
  await page.getByText("Not done yet").waitFor();
}

const mandatoryOpen: Told = (site, now) => {
  const { story, eventId } = mustStory(site, now);
  return {
    story,
    view: { selectedEventId: eventId, outcomeEventId: eventId },
    does: closeOverSteps,
  };
};

/** Closed over it with a reason of its own. */
const overrideReason: Told = (site, now) => {
  const { story, eventId } = mustStory(site, now);
  return {
    story,
    view: { selectedEventId: eventId, outcomeEventId: eventId },
    does: async (page) => {
      await closeOverSteps(page);
      await page
        .locator("textarea:focus")
        .and(page.getByLabel(/reason/i))
        .waitFor();
      await page.keyboard.type("The fire brigade was on site and took it over before anybody could ask");
    },
  };
};

const outcomeMissing: Told = (site, now) => {
  const { story, eventId } = mustStory(site, now);
  return {
    story,
    view: { selectedEventId: eventId, outcomeEventId: eventId },
    does: async (page) => {
      await page.getByRole("button", { name: "Close event SOS 401" }).click();
      await page.getByText("Choose an outcome").waitFor();
    },
  };
};

const outcomeForm: Told = (site, now) => {
  const { story, callId, eventId } = talkingStory(site, now);
  story.end(12, callId);
  return { story, view: { selectedEventId: eventId, outcomeEventId: eventId } };
};

export const procedureScenes: Readonly<Record<string, Told>> = {
  decision,
  procedureDone,
  stepRefused,
  mandatoryOpen,
  overrideReason,
  outcomeMissing,
  outcomeForm,
};
