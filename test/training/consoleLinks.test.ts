import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Attendance, createAttendance } from "../../electron/host/attendance.ts";
import type { Link } from "../../electron/host/ports.ts";
import { createConsoleLinks, type ShownDesk } from "../../electron/training/consoleLinks.ts";
import { aWindow } from "../host/links.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A desk that only listens to who is there. */
function aDesk(runId: string | null): ShownDesk & { attendance: Attendance } {
  const attendance = createAttendance(() => undefined);
  const attachConsole = (link: Link): void => {
    link.onClose(() => attendance.gone(link));
    link.onMessage((message) => {
      const { visible, active } = message as { visible: boolean; active: boolean };
      attendance.presence(link, visible, active);
    });
  };
  return { runId, attendance, host: { attachConsole } };
}

test("whoever was busy in an exercise is not idle at the real desk after it; a window that comes back alone proves nobody", () => {
  const real = aDesk(null);
  const exercise = aDesk("t1");
  const links = createConsoleLinks(
    real,
    () => ({ run: null, real: { first: null, waiting: 0, faults: [] }, ended: null, result: null }),
    async () => null,
  );
  const window = aWindow();
  links.attach(window.link);
  const tell = (run: string | null, active: boolean) =>
    window.say({ t: "presence", visible: true, active, ...(run === null ? {} : { run }) });

  tell(null, true);
  links.show(exercise);
  for (let s = 0; s < 20; s += 1) {
    tell("t1", true);
    vi.advanceTimersByTime(1_000);
  }
  expect(real.attendance.now).toEqual({ idle: true, attended: false });
  links.show(real);
  // Said before the window knew of the switch.
  tell("t1", true);
  expect(real.attendance.now).toEqual({ idle: true, attended: false });
  tell(null, false);
  expect(real.attendance.now).toEqual({ idle: false, attended: true });
  for (let s = 0; s < 10; s += 1) {
    vi.advanceTimersByTime(1_000);
    tell(null, false);
  }
  expect(real.attendance.now).toEqual({ idle: true, attended: true });

  const again = aWindow();
  links.attach(again.link);
  again.say({ t: "presence", visible: true, active: false });
  expect(real.attendance.now).toEqual({ idle: true, attended: true });
  real.attendance.stop();
  exercise.attendance.stop();
});
