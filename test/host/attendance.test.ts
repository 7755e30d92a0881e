import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createAttendance } from "../../electron/host/attendance.ts";
import type { Link } from "../../electron/host/ports.ts";
import { aWindow } from "./links.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function attended() {
  const told: string[] = [];
  const attendance = createAttendance(() => told.push(JSON.stringify(attendance.now)));
  const [one, two]: [Link, Link] = [aWindow().link, aWindow().link];
  return { attendance, told, one, two };
}

test("a desk is idle 10 s after its start or its last touch in any window, and each change is told once", () => {
  const { attendance, told, one, two } = attended();
  attendance.presence(one, true, false);
  expect(attendance.now).toEqual({ idle: false, attended: true, untouched: true });
  for (let s = 0; s < 10; s += 1) {
    vi.advanceTimersByTime(1_000);
    attendance.presence(one, true, false);
  }
  expect(attendance.now).toEqual({ idle: true, attended: true, untouched: true });
  attendance.presence(two, true, true);
  expect(attendance.now).toEqual({ idle: false, attended: true });
  attendance.presence(two, true, true);
  expect(told).toHaveLength(3);
  attendance.stop();
});

test("a window counts while it tells that it is in sight: not when hidden, closed, or silent for 5 s", () => {
  const { attendance, one, two } = attended();
  expect(attendance.now.attended).toBe(false);
  attendance.presence(one, true, false);
  attendance.presence(two, true, false);
  attendance.presence(one, false, false);
  expect(attendance.now.attended).toBe(true);
  attendance.gone(two);
  expect(attendance.now.attended).toBe(false);
  attendance.presence(one, true, false);
  vi.advanceTimersByTime(4_900);
  expect(attendance.now.attended).toBe(true);
  vi.advanceTimersByTime(200);
  expect(attendance.now.attended).toBe(false);
  attendance.stop();
});
