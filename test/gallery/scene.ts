/** A moment worth looking at: what has happened at a desk until then, and what its window shows of it. */
import type { Locator, Page } from "@playwright/test";
import type { View } from "../../renderer/console/view.ts";
import type { TrainingView } from "../../shared/link/consoleLink.ts";
import type { Site } from "../../shared/site/site.ts";
import type { Story } from "./story.ts";

export interface Scene {
  /** Its desk is the snapshot, its entries are the journal. */
  story: Story;
  view?: Partial<View>;
  /**
   * What is not well with the host. `none`: it was never heard. `away`: it was lost after the snapshot. `slow`: it answers
   * nothing. `noJournal`: its journal file is gone.
   */
  host?: "none" | "away" | "slow" | "noJournal";
  /** `shown`: the desk is an exercise's. */
  training?: { shown?: { runId: string; name: string }; view: TrainingView };
  /** So many of the last entries come when the window is first used. `written`: they get to the disk. */
  later?: { count: number; written: boolean };
  /** What an operator does once the window is drawn. It waits for what is to be seen of it, so that a picture shows it. */
  does?(page: Page): Promise<unknown>;
  /** The pointer rests where `does` left it. */
  pointerStays?: true;
}

export type Told = (site: Site, now: number) => Scene;

/** Of every scene, in the zone of this machine. */
export const sceneTime = new Date(2026, 10, 21, 14, 6, 31).getTime();

/** Moves the pointer to something, in more than one step as a hand does: a single jump is no movement to the console. */
export async function pointAt(page: Page, what: Locator): Promise<void> {
  const box = await what.boundingBox();
  if (!box) throw new Error("there is nothing to point at");
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 4 });
}
