/** The sound pages of this position: always the real desk's, and while an exercise runs the exercise's besides, in the same page. */
import type { FromTrainingSound, ToTrainingSound } from "../../shared/link/mediaLink.ts";
import type { Host } from "../host/host.ts";
import type { Link } from "../host/ports.ts";
import { type DeskLink, deskLink } from "./deskLink.ts";

type Sounding = Pick<Host, "attachMedia">;

export interface MediaLinks {
  attach(link: Link): void;
  /** The exercise's host gets every page too; null: it is over, and silent from now on. */
  train(host: Sounding | null): void;
}

interface Page {
  link: Link;
  real: DeskLink;
  training: DeskLink | null;
}

export function createMediaLinks(real: Sounding): MediaLinks {
  const pages = new Set<Page>();
  let exercise: Sounding | null = null;

  function follow(page: Page): void {
    const say = (message: ToTrainingSound) => page.link.send(message);
    page.training?.end();
    if (page.training && !exercise) say({ t: "trainingOver" });
    page.training = null;
    if (!exercise) return;
    // The exercise's host closes its pages when it stops: the page itself goes on.
    page.training = deskLink(
      (message) => say({ t: "trainingSound", message } as ToTrainingSound),
      () => undefined,
    );
    exercise.attachMedia(page.training.link);
    say({ t: "trainingBegan" });
  }

  return {
    attach(link) {
      const desk = deskLink(
        (message) => link.send(message),
        () => link.close(),
      );
      const page: Page = { link, real: desk, training: null };
      pages.add(page);
      link.onClose(() => {
        pages.delete(page);
        page.real.end();
        page.training?.end();
      });
      real.attachMedia(desk.link);
      link.onMessage((message) => {
        if (isOfTraining(message)) page.training?.deliver(message.message);
        else page.real.deliver(message);
      });
      follow(page);
    },
    train(host) {
      exercise = host;
      for (const page of pages) follow(page);
    },
  };
}

const isOfTraining = (message: unknown): message is FromTrainingSound =>
  typeof message === "object" && message !== null && "t" in message && message.t === "trainingSound";
