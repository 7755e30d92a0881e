/** F1, F2, F3, F28: the way to the PBX breaks, falls silent, comes back, is elsewhere. With the embedded plant and the relay. */
import dns from "node:dns";
import type { JourneyDesk } from "../journeys/desk.ts";
import { startDesk } from "../journeys/desk.ts";
import { manyHelpPoints, smallSite } from "../journeys/smallSite.ts";
import { type FaultGroup, type Injection, openings, pause, stopwatch, withoutEvent } from "./fault.ts";

const longMs = 40_000;
/** Between two presses while a fault lasts: many enough to meet every phase of it, few enough to leave the machine alone. */
const pressEveryMs = 900;

const helpPoints = manyHelpPoints(599);
const linkSite = { ...smallSite, stations: [...smallSite.stations, ...helpPoints] };

export const linkFaults: FaultGroup = async (inject) => {
  const { atEnd, close } = openings();
  try {
    const desk = await startDesk({ site: linkSite, atEnd });
    const numbers = helpPoints.map(({ number }) => number).values();
    const around = (fault: () => Promise<Pick<Injection, "seenMs" | "healedMs">>) =>
      pressesAround(desk, numbers, fault);

    for (const how of ["reset", "goodbye"] as const) {
      const name = how === "reset" ? "connection reset" : "connection closed by the PBX";
      await inject({ id: "F1", name, healedWithinMs: 2_000 }, () =>
        around(async () => {
          const clock = stopwatch();
          desk.wire.drop(how);
          const seenMs = await untilDeaf(desk, clock);
          await untilRegistered(desk);
          return { seenMs, healedMs: clock() };
        }),
      );
    }
    await inject(
      { id: "F2", name: "half-open: nothing passes, nobody is told", seenWithinMs: 12_000, healedWithinMs: 2_000 },
      // Begins at another moment between two probes each time.
      (turn) =>
        around(async () => {
          await pause((turn * 1_700) % 5_000);
          const clock = stopwatch();
          desk.wire.stall();
          const seenMs = await untilDeaf(desk, clock);
          await pause(500);
          return { seenMs, healedMs: await back(desk, () => desk.wire.resume()) };
        }),
    );
    await inject({ id: "F2", name: "network drops everything for 2 s, then goes on" }, () =>
      around(async () => {
        desk.wire.stall();
        await pause(2_000);
        const clock = stopwatch();
        desk.wire.resume();
        await untilRegistered(desk);
        return { healedMs: clock() };
      }),
    );
    await inject({ id: "F3", name: "PBX stopped and started", seenWithinMs: 2_000, healedWithinMs: 2_000 }, () =>
      around(async () => {
        const clock = stopwatch();
        await desk.stopPlant();
        const seenMs = await untilDeaf(desk, clock);
        await pause(1_500);
        await desk.startPlantAgain();
        return { seenMs, healedMs: await back(desk, () => undefined) };
      }),
    );
    await inject({ id: "F3", name: "PBX refuses every connection for 3 s", healedWithinMs: 2_000 }, () =>
      around(async () => {
        const clock = stopwatch();
        desk.wire.cut();
        const seenMs = await untilDeaf(desk, clock);
        await pause(3_000);
        return { seenMs, healedMs: await back(desk, () => desk.wire.mend()) };
      }),
    );
  } finally {
    await close();
  }
};

/** F28: the PBX's name is not known for a while, and then means another address. */
export const nameFaults: FaultGroup = async (inject) => {
  const { atEnd, close } = openings();
  const name = "pbx.plant.invalid";
  let address: string | null = "127.0.0.1";
  const { lookup } = dns;
  // The host runs in this process: what it asks of the resolver is answered here.
  dns.lookup = ((
    asked: string,
    options: object,
    done: (error: Error | null, found?: unknown, family?: number) => void,
  ) => {
    if (asked !== name) return lookup(asked, options, done as never);
    if (address === null) return done(Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: "ENOTFOUND" }));
    if ("all" in options && options.all) return done(null, [{ address, family: 4 }]);
    return done(null, address, 4);
  }) as typeof dns.lookup;
  atEnd(() => {
    dns.lookup = lookup;
  });
  try {
    const desk = await startDesk({ site: linkSite, hostName: name, atEnd });
    const numbers = helpPoints.map(({ number }) => number).values();
    await inject({ id: "F28", name: "name of the PBX unknown for 3 s after a loss", healedWithinMs: 2_000 }, () =>
      pressesAround(desk, numbers, async () => {
        const clock = stopwatch();
        address = null;
        desk.wire.drop("reset");
        const seenMs = await untilDeaf(desk, clock);
        await pause(3_000);
        return {
          seenMs,
          healedMs: await back(desk, () => {
            address = "127.0.0.1";
          }),
        };
      }),
    );
    await desk.wire.alsoAt("127.0.0.2");
    await inject({ id: "F28", name: "PBX moves to another address", healedWithinMs: 2_000 }, (turn) =>
      pressesAround(desk, numbers, async () => {
        const clock = stopwatch();
        address = turn % 2 === 0 ? "127.0.0.2" : "127.0.0.1";
        desk.wire.drop("reset");
        const seenMs = await untilDeaf(desk, clock);
        await untilRegistered(desk);
        return { seenMs, healedMs: clock() };
      }),
    );
  } finally {
    await close();
  }
};

export async function untilDeaf({ console }: JourneyDesk, clock: () => number): Promise<number> {
  await console.until("the console says that it is deaf", (now) => now.faults["deaf:"], longMs);
  return clock();
}

export async function untilRegistered({ console }: JourneyDesk): Promise<void> {
  await console.until(
    "registered again",
    (now) => !now.faults["deaf:"] && now.pbxs["A"]?.state === "registered",
    longMs,
  );
}

/** How long it takes until registered again, once `mend` was done. */
async function back(desk: JourneyDesk, mend: () => void): Promise<number> {
  const clock = stopwatch();
  mend();
  await untilRegistered(desk);
  return clock();
}

/** Presses a button before, every second during, and after the fault; each by another station. */
export async function pressesAround(
  desk: JourneyDesk,
  numbers: Iterator<string>,
  fault: () => Promise<Pick<Injection, "seenMs" | "healedMs">>,
): Promise<Injection> {
  const pressed: string[] = [];
  const given = desk.wire.given.length;
  /** A station that its PBX refuses is told so; that is no failure of the press. */
  async function press(): Promise<string> {
    const { value } = numbers.next();
    if (value === undefined) throw new Error("There are no more stations to press.");
    pressed.push(value);
    await desk.press(value).catch(() => undefined);
    return value;
  }
  const seen = (number: string) => desk.console.until(`the event of ${number}`, () => desk.event(number), longMs);

  await seen(await press());
  const pressing = setInterval(() => void press(), pressEveryMs);
  const measured = await fault().finally(() => clearInterval(pressing));
  await seen(await press());
  const callers = new Set(desk.wire.given.slice(given).flatMap((frame) => callerOf(frame)));
  const reached = pressed.filter((number) => callers.has(number));
  const missing = withoutEvent(desk.console, reached);
  await Promise.all(pressed.map((number) => desk.hangUp(number)));
  return { ...measured, pressed: pressed.length, undelivered: pressed.length - reached.length, lost: missing.length };
}

const callerOf = (frame: string): string[] =>
  frame.startsWith("INVITE ") ? [/^From: .*<sip:(\d+)@/m.exec(frame)?.[1] ?? ""] : [];
