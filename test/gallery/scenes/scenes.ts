/** Every scene, by its name: a state of screen.md, or one that a person asked about. */
import type { Told } from "../scene.ts";
import { callScenes } from "./calls.ts";
import { deviceScenes } from "./devices.ts";
import { historyScenes } from "./history.ts";
import { mapScenes } from "./map.ts";
import { procedureScenes } from "./procedure.ts";
import { queueScenes } from "./queue.ts";
import { reachScenes } from "./reach.ts";
import { shelfScenes } from "./shelves.ts";
import { shiftScenes } from "./shift.ts";
import { statusScenes } from "./status.ts";
import { trainingScenes } from "./training.ts";

export const scenes: Readonly<Record<string, Told>> = {
  ...queueScenes,
  ...callScenes,
  ...procedureScenes,
  ...reachScenes,
  ...mapScenes,
  ...deviceScenes,
  ...shelfScenes,
  ...shiftScenes,
  ...statusScenes,
  ...historyScenes,
  ...trainingScenes,
};
