/**
 * The host's end of the console links: a snapshot for each window that comes, entries to all, commands from any.
 * Stamps who asks (the operator signed in at this position) and answers each command once what it did is shown.
 */
import type { Entry } from "../../shared/desk/entries.ts";
import type { Command } from "../../shared/desk/inputs.ts";
import type { Refusal } from "../../shared/desk/refusals.ts";
import type { FromConsole, Notice, PictureQuery, Query, Snapshot, ToConsole } from "../../shared/link/consoleLink.ts";
import type { DeviceChoice } from "../../shared/link/mediaLink.ts";
import { permitHandle, permitHistory } from "../../shared/operator/permit.ts";
import type { Cameras } from "../camera/cameras.ts";
import type { Attendance } from "./attendance.ts";
import { readFromConsole } from "./consoleMessages.ts";
import type { DeskLoop } from "./desk.ts";
import type { HoldToTalk } from "./holdToTalk.ts";
import type { Clock, Journal, Link } from "./ports.ts";
import type { PinCheck } from "./signIn.ts";

/** Entries that come within this time of the last ones are sent together. */
const togetherMs = 12;

export interface ConsoleDeskOptions {
  loop: Pick<DeskLoop, "desk" | "site" | "recordedSeq" | "input">;
  clock: Clock;
  journal: Pick<Journal, "history" | "exportCsv">;
  pins: () => PinCheck;
  /** Absent: there are no pictures. */
  cameras?: Pick<Cameras, "live" | "kept">;
  talk: HoldToTalk;
  attendance: Pick<Attendance, "presence" | "gone">;
  /** Everything of a snapshot that is not the desk's. */
  surroundings(): Omit<Snapshot, "desk" | "site" | "now" | "wall" | "recordedSeq">;
  choose(choice: DeviceChoice): void;
}

export interface ConsoleDesk {
  attach(link: Link): void;
  /** A command of the operator who is signed in, as from a window. */
  command(given: Command): Promise<Refusal | null>;
  show(entries: readonly Entry[], recordedSeq: number): void;
  recorded(seq: number): void;
  notice(notice: Notice): void;
  beat(): void;
  /** Windows that are open now. */
  readonly windows: number;
  /** A fresh snapshot to every window: the site's rules or the surroundings changed. */
  refresh(): void;
  stop(): void;
}

export function createConsoleDesk(options: ConsoleDeskOptions): ConsoleDesk {
  const { loop, clock, talk } = options;
  const links = new Set<Link>();

  const toAll = (message: ToConsole): void => {
    for (const link of links) link.send(message);
  };
  const who = (): string => (loop.desk.signedIn ? `operator:${loop.desk.signedIn.operatorId}` : "position");
  const operatorId = (): string | null => loop.desk.signedIn?.operatorId ?? null;

  let shown: Entry[] = [];
  let shownRecorded = 0;
  let sentAt = 0;
  let sending: NodeJS.Timeout | undefined;
  function sendShown(): void {
    clearTimeout(sending);
    sending = undefined;
    if (shown.length === 0) return;
    sentAt = performance.now();
    const entries = shown;
    shown = [];
    toAll({ t: "entries", entries, recordedSeq: shownRecorded, now: clock.now(), wall: clock.wall() });
  }

  function snapshot(): ToConsole {
    const { desk, site, recordedSeq } = loop;
    const now = clock.now();
    return { t: "snapshot", snapshot: { ...options.surroundings(), desk, site, now, wall: clock.wall(), recordedSeq } };
  }

  async function take(link: Link, message: FromConsole): Promise<void> {
    switch (message.t) {
      case "command":
        return answer(link, message.id, await command(message.command, message.approval));
      case "signIn":
        return answer(link, message.id, await signIn(message.operatorId, message.pin));
      case "query":
        return ask(link, message.id, message.query);
      case "talk":
        return message.on ? talk.renew(message.pageId) : talk.release(message.pageId);
      case "presence":
        return options.attendance.presence(link, message.visible, message.active);
      case "devices":
        return options.choose(message.choice);
    }
  }

  function answer(link: Link, id: number, refusal: Refusal | null): void {
    // What a command did is seen before it is said to be done.
    sendShown();
    link.send((refusal ? { t: "refused", id, refusal } : { t: "accepted", id }) satisfies ToConsole);
  }

  async function command(given: Command, approval?: { operatorId: string; pin: string }): Promise<Refusal | null> {
    let asked = given;
    if (
      approval &&
      (asked.type === "startPage" ||
        asked.type === "playMessage" ||
        asked.type === "signOut" ||
        asked.type === "shelve")
    ) {
      const checked = await options.pins().check(approval.operatorId, approval.pin);
      if (!checked.ok) return { code: "wrongPin", words: checked.words };
      asked = { ...asked, approvedBy: approval.operatorId };
    }
    const before = loop.desk.page?.id;
    const { refusal, settled } = loop.input({ type: "command", command: asked, by: who() });
    const page = loop.desk.page;
    if (asked.type === "startPage" && page && page.id !== before) talk.begin(page.id);
    await settled;
    return refusal;
  }

  async function signIn(id: string, pin: string | null): Promise<Refusal | null> {
    const known = loop.site.operators.some((operator) => operator.id === id);
    // One click is for the demo on the embedded plant only; the site says so, not the window.
    const checked =
      pin === null ? { ok: loop.site.demo && known, words: "A PIN is needed." } : await options.pins().check(id, pin);
    const { refusal, settled } = loop.input({
      type: "report",
      report: { type: "signInChecked", operatorId: id, ok: checked.ok },
    });
    await settled;
    return refusal && checked.words ? { ...refusal, words: checked.words } : refusal;
  }

  async function showPicture(link: Link, id: number, query: PictureQuery): Promise<void> {
    // Whoever may handle the event may see where it is; with nobody signed in pictures stay away, as notes do.
    const denied = permitHandle(loop.site, operatorId());
    if (denied) return answer(link, id, denied);
    const { cameras } = options;
    const none = { image: null, words: "There are no pictures here." };
    const live = query.query === "livePicture";
    const shown = await (live ? cameras?.live(query.stationId) : cameras?.kept(query.hash));
    link.send({ t: "result", id, result: { query: "picture", ...(shown ?? none) } } satisfies ToConsole);
  }

  async function ask(link: Link, id: number, query: Query): Promise<void> {
    if (query.query === "picture" || query.query === "livePicture") return showPicture(link, id, query);
    const exporting = query.query === "exportCsv";
    const denied = permitHistory(loop.site, operatorId(), exporting);
    if (denied) return answer(link, id, denied);
    try {
      const result = exporting
        ? { query: "exportCsv" as const, ...(await options.journal.exportCsv(query.filter)) }
        : { query: "history" as const, page: await options.journal.history(query.filter) };
      link.send({ t: "result", id, result } satisfies ToConsole);
    } catch (error) {
      answer(link, id, { code: "badRequest", words: `The journal could not be read: ${messageOf(error)}` });
    }
  }

  return {
    command,
    get windows() {
      return links.size;
    },
    attach(link) {
      links.add(link);
      link.onClose(() => {
        links.delete(link);
        options.attendance.gone(link);
      });
      link.onMessage((raw) => {
        const read = readFromConsole(raw);
        if ("wrong" in read) {
          if (read.id !== null) answer(link, read.id, { code: "badRequest", words: `Not understood: ${read.wrong}` });
          return;
        }
        take(link, read.message).catch((error: unknown) => {
          console.error("console message:", error);
          const report = { type: "bugCaught" as const, where: `console ${read.message.t}`, words: messageOf(error) };
          loop.input({ type: "report", report });
        });
      });
      link.send(snapshot());
    },
    show(entries, recordedSeq) {
      shown.push(...entries);
      shownRecorded = recordedSeq;
      // At once after a rest; while they pour in, together: each message costs every window and the host a wake-up.
      if (performance.now() - sentAt >= togetherMs) sendShown();
      else sending ??= setTimeout(sendShown, togetherMs);
    },
    recorded(seq) {
      if (shown.length > 0) shownRecorded = seq;
      else toAll({ t: "recorded", seq });
    },
    notice: (notice) => toAll({ t: "notice", notice }),
    beat: () => toAll({ t: "beat", now: clock.now(), wall: clock.wall() }),
    refresh() {
      if (links.size > 0) toAll(snapshot());
    },
    stop() {
      sendShown();
      for (const link of links) link.close();
      links.clear();
    },
  };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
