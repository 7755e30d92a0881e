/** What the media page makes of a plan, and of a host that has gone quiet. */
import { expect, test } from "vitest";
import { hear, microphoneMayOpen, noLease } from "../../renderer/media/lease.ts";
import { legSound, planChanges } from "../../renderer/media/planChanges.ts";
import { type LegSound, type SoundPlan, silentPlan } from "../../shared/call/soundPlan.ts";
import type { ToMedia } from "../../shared/link/mediaLink.ts";

const talking: LegSound = { microphone: true, speaker: true, clip: null, hears: [] };
const held: LegSound = { microphone: false, speaker: false, clip: "hold", hears: [] };
const lease = (epoch: number): ToMedia => ({
  t: "lease",
  epoch,
  loopbackIce: true,
  devices: { microphone: "", talk: "", ring: [] },
  holdClips: [],
});

test("a leg that the plan does not name has neither voice", () => {
  const plan: SoundPlan = { ...silentPlan, legs: { a: talking } };
  expect(legSound(plan, "b", true)).toEqual({ microphone: false, speaker: false, clip: null, hears: [] });
  expect(legSound(plan, "constructor", true)).toEqual({ microphone: false, speaker: false, clip: null, hears: [] });
});

test("without the host the parties of a conference are not mixed either", () => {
  const plan: SoundPlan = { ...silentPlan, legs: { a: { ...talking, hears: ["b"] } } };
  expect(legSound(plan, "a", true).hears).toEqual(["b"]);
  expect(legSound(plan, "a", false)).toEqual({ microphone: false, speaker: true, clip: null, hears: [] });
});

test("without the host the microphone is closed and the caller still heard; the clip goes on", () => {
  const plan: SoundPlan = { ...silentPlan, legs: { a: talking, b: held } };
  expect(legSound(plan, "a", false)).toEqual({ microphone: false, speaker: true, clip: null, hears: [] });
  expect(legSound(plan, "b", false)).toEqual(held);
});

test("the same ring in a new plan does not begin again; another level does", () => {
  const before: SoundPlan = { ...silentPlan, ring: { sound: "threeFast", level: "normal" } };
  expect(planChanges(before, { ...before, ring: { sound: "threeFast", level: "normal" } }).ring).toBeUndefined();
  expect(planChanges(before, { ...before, ring: { sound: "threeFast", level: "loud" } }).ring).toEqual({
    sound: "threeFast",
    level: "loud",
  });
  expect(planChanges(before, silentPlan).ring).toBeNull();
});

test("legs that have left the plan are named, and ON AIR begins once", () => {
  const before: SoundPlan = { ...silentPlan, legs: { a: talking, b: held } };
  const after: SoundPlan = { ...silentPlan, legs: { b: talking }, onAir: true };
  expect(planChanges(before, after)).toEqual({ ring: undefined, gone: ["a"], onAirBegan: true });
  expect(planChanges(after, after)).toEqual({ ring: undefined, gone: [], onAirBegan: false });
});

test("only messages of the present epoch are obeyed", () => {
  const first = hear(noLease, lease(3), 0);
  expect(first).toEqual({ lease: { epoch: 3, heardAt: 0 }, obey: true });
  expect(hear(noLease, { t: "beat", epoch: 3 }, 0).obey).toBe(false);
  expect(hear(first.lease, { t: "plan", epoch: 2, plan: silentPlan }, 10).obey).toBe(false);
  expect(hear(first.lease, { t: "plan", epoch: 3, plan: silentPlan }, 10).obey).toBe(true);
  expect(hear(first.lease, lease(2), 10).obey).toBe(false);
  expect(hear(first.lease, lease(4), 10).lease.epoch).toBe(4);
  expect(hear(first.lease, { t: "revoked" }, 10)).toEqual({ lease: noLease, obey: true });
});

test("the microphone needs a lease and a word from the host within 2 s, of this epoch", () => {
  const { lease: given } = hear(noLease, lease(1), 1000);
  expect(microphoneMayOpen(noLease, 0)).toBe(false);
  expect(microphoneMayOpen(given, 2999)).toBe(true);
  expect(microphoneMayOpen(given, 3000)).toBe(false);
  expect(microphoneMayOpen(hear(given, { t: "beat", epoch: 1 }, 2500).lease, 4000)).toBe(true);
  expect(microphoneMayOpen(hear(given, { t: "beat", epoch: 9 }, 2500).lease, 4000)).toBe(false);
});
