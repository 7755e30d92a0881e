/** The plant of an exercise, asked of Electron's main: a utilityProcess cannot start another one by itself. */
import type { FromHostProcess, ToHostProcess } from "../start/hostMessages.ts";
import type { PlantAnnouncement, PlantProcess } from "../start/plantAnnouncement.ts";

export interface PlantsOfMain {
  start(dir: string, onLost: (words: string) => void): PlantProcess;
  /** What main says of a plant. */
  heard(message: Extract<ToHostProcess, { t: "plantIs" | "plantLost" }>): void;
}

interface Waiting {
  listens(announced: PlantAnnouncement): void;
  lost(words: string): void;
}

export function plantsOfMain(tell: (message: FromHostProcess) => void): PlantsOfMain {
  const plants = new Map<number, Waiting>();
  let lastId = 0;
  return {
    start(dir, onLost) {
      const id = ++lastId;
      const announced = new Promise<PlantAnnouncement>((resolve, reject) => {
        plants.set(id, {
          listens: resolve,
          lost(words) {
            // Before it listened: whoever waits is told. After: whoever uses it.
            reject(new Error(words));
            onLost(words);
          },
        });
      });
      tell({ t: "plantWanted", id, dir });
      return {
        announced,
        async stop() {
          plants.delete(id);
          tell({ t: "plantDone", id });
        },
      };
    },
    heard(message) {
      const plant = plants.get(message.id);
      if (message.t === "plantIs") plant?.listens(message.announced);
      else plant?.lost(message.words);
    },
  };
}
