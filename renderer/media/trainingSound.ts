/**
 * The sound of an exercise: a second media page within the page, over the same link, made when the first exercise begins. The
 * real one keeps its lease, its ring and its microphone, and knows nothing of it.
 */
import type { FromTrainingSound, ToTrainingSound } from "../../shared/link/mediaLink.ts";
import type { MediaPage } from "./mediaPage.ts";

export interface TrainingSound {
  opened(send: (message: FromTrainingSound) => void): void;
  /** False: the message is not for it. */
  took(message: { t: unknown }): boolean;
  lost(): void;
}

export function createTrainingSound(makePage: () => MediaPage): TrainingSound {
  let send: ((message: FromTrainingSound) => void) | null = null;
  let page: MediaPage | null = null;

  return {
    opened(next) {
      send = next;
    },
    took(given) {
      const message = given as ToTrainingSound;
      switch (message.t) {
        case "trainingBegan":
          page ??= makePage();
          page.opened((said) => send?.({ t: "trainingSound", message: said }));
          return true;
        case "trainingSound":
          page?.heard(message.message);
          return true;
        case "trainingOver":
          page?.over();
          return true;
        default:
          return false;
      }
    },
    /** The host that played the exercise is gone, and does not go on with it. */
    lost() {
      send = null;
      page?.over();
    },
  };
}
