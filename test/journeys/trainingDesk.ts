/** A position that can play exercises, for a journey: the exercise's plant runs in this process, its sound page beside the real one. */
import type { HostOptions } from "../../electron/host/host.ts";
import { type Plant, startPlant } from "../../electron/plant/plant.ts";
import { trainingSetup } from "../../electron/plant/setup.ts";
import { createPosition } from "../../electron/training/position.ts";
import type { Site } from "../../shared/site/site.ts";
import type { Scenario } from "../../shared/training/scenario.ts";
import { type DeskOptions, type JourneyDesk, startDesk, until } from "./desk.ts";
import { attachTo, type HostLife, type WindowSide } from "./hostLife.ts";
import { type NodeMediaPage, openMediaPage } from "./nodeMediaPage.ts";
import { smallSite } from "./smallSite.ts";

export interface TrainingDesk {
  desk: JourneyDesk;
  /** Of the exercise that runs, or ran last. */
  readonly plant: Plant;
  readonly media: NodeMediaPage;
  /** Asks for it, and waits until the window shows it; gives its id. */
  begin(scenarioId: string): Promise<string>;
  untilReal(): Promise<void>;
}

/** Frames of the real wire that are not the upkeep of a registration or a link. */
export const beyondUpkeep = (sent: readonly string[]): string[] =>
  sent.filter((text) => !/^(REGISTER|OPTIONS) /.test(text) && !/^CSeq: \d+ OPTIONS/m.test(text));

/** Dispatchers may train here. */
export const trainingSmallSite: Site = {
  ...smallSite,
  roles: smallSite.roles.map((role) => (role.id === "dispatcher" ? { ...role, train: true } : role)),
};

export async function startTrainingDesk(
  scenarios: readonly Scenario[],
  more: Pick<DeskOptions, "operator" | "site"> = {},
): Promise<TrainingDesk> {
  const plants: Plant[] = [];
  const pages: NodeMediaPage[] = [];
  const { site = trainingSmallSite } = more;

  const live = async (options: HostOptions): Promise<HostLife> => {
    const position = await createPosition({
      host: options,
      scenarios,
      startPlant: () => ({
        announced: startPlant(trainingSetup(site), { attachStations: "afterConsole", voice: "tone" }).then((plant) => {
          plants.push(plant);
          return { sip: plant.sipUrl, control: plant.controlUrl, panel: plant.panelUrl };
        }),
        stop: async () => plants.at(-1)?.stop(),
      }),
    });
    return {
      attach: (kind, side) => attachTo(position, kind, kind === "media" ? withTraining(side) : side),
      stop: () => position.stop(),
      kill: () => Promise.reject(new Error("A position in this process cannot be killed.")),
      freeze() {
        throw new Error("A position in this process cannot be frozen.");
      },
    };

    /** As renderer/media/trainingSound.ts: another page beside the real one, over the same link. */
    function withTraining(real: WindowSide): WindowSide {
      let side: WindowSide | null = null;
      return {
        take(message) {
          const { t, message: inner } = message as { t: string; message?: unknown };
          if (t === "trainingSound") return side?.take(inner);
          if (t === "trainingOver") return pages.at(-1)?.crash();
          if (t !== "trainingBegan") return real.take(message);
          const page = openMediaPage();
          pages.push(page);
          page.attach({
            ...unused,
            attach: (_kind, own) => {
              side = own;
              return { say: (said) => say({ t: "trainingSound", message: said }), leave: () => undefined };
            },
          });
        },
        lost: () => real.lost(),
      };
    }
  };
  let say: (message: unknown) => void = () => undefined;
  const withSay = async (options: HostOptions): Promise<HostLife> => {
    const life = await live(options);
    return {
      ...life,
      attach(kind, side) {
        const attached = life.attach(kind, side);
        if (kind === "media") say = attached.say;
        return attached;
      },
    };
  };

  const desk = await startDesk({ ...more, site, live: withSay });
  const { console } = desk;
  return {
    desk,
    get plant() {
      const last = plants.at(-1);
      if (!last) throw new Error("No exercise has a plant.");
      return last;
    },
    get media() {
      const last = pages.at(-1);
      if (!last) throw new Error("No exercise has a sound page.");
      return last;
    },
    async begin(scenarioId) {
      const refusal = await console.send({ type: "startTraining", scenarioId });
      if (refusal) throw new Error(refusal.words);
      await until("the window shows the exercise", () => console.run !== null, 30_000);
      return console.run ?? "";
    },
    untilReal: () => until("the window shows the real desk", () => console.run === null),
  };
}

const unused: Omit<HostLife, "attach"> = {
  stop: async () => undefined,
  kill: async () => undefined,
  freeze: () => undefined,
};
