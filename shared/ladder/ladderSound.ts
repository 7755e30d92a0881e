/** The ladder's part of the sound plan: its far end hears clips alone, and nobody here hears it or is heard by it. */
import type { LegSound } from "../call/soundPlan.ts";
import type { CallId, Desk } from "../desk/state.ts";
import type { Site } from "../site/site.ts";
import { announcementOf, farewellOf } from "./announce.ts";

export function ladderSound(desk: Desk, site: Site): Record<CallId, LegSound> {
  const { call } = desk.ladder;
  if (!call) return {};
  const silent: LegSound = { microphone: false, speaker: false, hears: [], clip: null };
  if (call.state === "telling") {
    return { [call.id]: { ...silent, clip: { say: announcementOf(desk, site, call), again: true } } };
  }
  if (call.state === "confirming") {
    return { [call.id]: { ...silent, clip: { say: farewellOf(site, call), again: false } } };
  }
  return { [call.id]: silent };
}
