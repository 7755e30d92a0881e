/** Plants that a host process asks for, for exercises: started here, and ended with the host that asked. */
import type { FromHostProcess, ToHostProcess } from "../start/hostMessages.ts";
import type { PlantProcess } from "../start/plantAnnouncement.ts";

export type StartPlant = (dir: string, onLost: (words: string) => void) => PlantProcess;

export interface TrainingPlants {
  heard(message: Extract<FromHostProcess, { t: "plantWanted" | "plantDone" }>): void;
  stop(): void;
}

export function trainingPlants(
  startPlant: StartPlant,
  tell: (message: ToHostProcess) => void,
  say: (words: string) => void,
): TrainingPlants {
  const plants = new Map<number, PlantProcess>();
  const end = (id: number) => {
    const plant = plants.get(id);
    plants.delete(id);
    plant?.stop().catch((error: unknown) => say(`The plant of an exercise was not stopped: ${String(error)}`));
  };
  return {
    heard(message) {
      const { id } = message;
      if (message.t === "plantDone") return end(id);
      const lost = (words: string) => tell({ t: "plantLost", id, words });
      const plant = startPlant(message.dir, lost);
      plants.set(id, plant);
      plant.announced.then(
        (announced) => tell({ t: "plantIs", id, announced }),
        (error: unknown) => lost(error instanceof Error ? error.message : String(error)),
      );
    },
    stop() {
      for (const id of [...plants.keys()]) end(id);
    },
  };
}
