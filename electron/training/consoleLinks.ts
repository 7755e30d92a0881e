/**
 * The windows of this position, and which of two desks they show: all the real one, or all the exercise. Switching gives each
 * window the other desk's snapshot over the link that it has. A window says for which desk it speaks; what was meant for the
 * desk that it no longer shows is refused, so that no key pressed in an exercise acts on the plant.
 */
import type { Refusal } from "../../shared/desk/refusals.ts";
import type { ToConsole, TrainingView } from "../../shared/link/consoleLink.ts";
import type { Host } from "../host/host.ts";
import type { Link } from "../host/ports.ts";
import { type DeskLink, deskLink } from "./deskLink.ts";

/** null: the real desk's. */
export interface ShownDesk {
  host: Pick<Host, "attachConsole">;
  runId: string | null;
}

export interface ConsoleLinks {
  attach(link: Link): void;
  /** At once, for every window. */
  show(desk: ShownDesk): void;
  tell(view: TrainingView): void;
}

interface Window {
  link: Link;
  desk: DeskLink;
  /** Asked of the desk that is shown, and not answered yet. */
  asked: Set<number>;
  /** It has not yet told the desk that it was switched to whether somebody is there. */
  switched: boolean;
}

const otherDesk: Refusal = {
  code: "alreadyGone",
  words: "Not done: this window has just changed between the exercise and the real desk. Look again, then ask again.",
};

/** `onEnd`: a window of the exercise wants to end it. */
export function createConsoleLinks(
  first: ShownDesk,
  view: () => TrainingView,
  onEnd: () => Promise<Refusal | null>,
): ConsoleLinks {
  const windows = new Set<Window>();
  let shown = first;

  function open(link: Link, asked: Set<number>): DeskLink {
    const desk = deskLink(
      (message) => {
        const { t, id } = message as { t: ToConsole["t"]; id?: number };
        if (id !== undefined && (t === "accepted" || t === "refused" || t === "result")) asked.delete(id);
        link.send(message);
      },
      () => link.close(),
    );
    shown.host.attachConsole(desk.link);
    link.send({ t: "training", view: view() } satisfies ToConsole);
    return desk;
  }

  function take(window: Window, raw: unknown): void {
    const message = (typeof raw === "object" && raw !== null ? raw : {}) as Record<string, unknown>;
    const id = typeof message["id"] === "number" ? message["id"] : null;
    if ((message["run"] ?? null) !== shown.runId) {
      if (id !== null) window.link.send({ t: "refused", id, refusal: otherDesk } satisfies ToConsole);
      return;
    }
    if (id !== null && shown.runId !== null && endsTraining(message)) {
      const answer = (refusal: Refusal | null) =>
        window.link.send((refusal ? { t: "refused", id, refusal } : { t: "accepted", id }) satisfies ToConsole);
      onEnd().then(answer, (error: unknown) => answer({ code: "badRequest", words: String(error) }));
      return;
    }
    if (id !== null) window.asked.add(id);
    if (message["t"] === "presence" && window.switched) {
      window.switched = false;
      // Keys pressed while it showed the other desk were told to that one: this one must not take its operator for idle. A
      // link that only comes back proves nobody: it must not acknowledge what was answered by itself.
      return window.desk.deliver({ ...message, active: true });
    }
    window.desk.deliver(raw);
  }

  return {
    attach(link) {
      const asked = new Set<number>();
      const window: Window = { link, asked, desk: open(link, asked), switched: false };
      windows.add(window);
      link.onMessage((message) => take(window, message));
      link.onClose(() => {
        windows.delete(window);
        window.desk.end();
      });
    },
    show(desk) {
      shown = desk;
      for (const window of windows) {
        window.desk.end();
        for (const id of window.asked) window.link.send({ t: "refused", id, refusal: otherDesk } satisfies ToConsole);
        window.asked.clear();
        window.desk = open(window.link, window.asked);
        window.switched = true;
      }
    },
    tell(told) {
      for (const { link } of windows) link.send({ t: "training", view: told } satisfies ToConsole);
    },
  };
}

const endsTraining = ({ t, command }: Record<string, unknown>): boolean =>
  t === "command" &&
  typeof command === "object" &&
  command !== null &&
  "type" in command &&
  command.type === "endTraining";
