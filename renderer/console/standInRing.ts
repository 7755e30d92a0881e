/**
 * A console window rings when the sound page does not (wire.md, media page): the fault says that no ring is heard, or the
 * page or the host itself is gone. Every window does it, so that one behind another is heard too.
 */
import { planSound } from "../../shared/call/planSound.ts";
import type { RingSound } from "../../shared/call/soundPlan.ts";
import { drawRing, ringPattern } from "../../shared/sound/ringPattern.ts";
import { hostNow, useConsole } from "./store.ts";

const lookMs = 250;
/** No host for this long: no call can reach this window, and it says so aloud. */
const deafAfterMs = 5_000;

export function startStandInRing(): void {
  let context: AudioContext | null = null;
  let playing: { key: string; stop(): void } | null = null;
  let lostAt: number | null = null;

  const wake = () => void context?.resume();
  // Where the browser wants a touch before it allows sound, any touch of this window will do.
  for (const touch of ["pointerdown", "keydown"]) addEventListener(touch, wake);

  setInterval(() => {
    const { linked, snapshot } = useConsole.getState();
    lostAt = linked ? null : (lostAt ?? performance.now());
    const deaf = snapshot !== null && lostAt !== null && performance.now() - lostAt > deafAfterMs;
    const wanted: RingSound | null = deaf ? { sound: "deaf", level: "normal" } : missingRing();
    const key = wanted ? `${wanted.sound} ${wanted.level} ${wanted.since ?? ""}` : "";
    if (key === (playing?.key ?? "")) return;
    playing?.stop();
    playing = null;
    if (!wanted) return;
    context ??= new AudioContext();
    playing = { key, stop: play(context, wanted) };
  }, lookMs);
}

/** The ring that is due and that nobody hears from the sound page; null: none is due, or the page rings. */
function missingRing(): RingSound | null {
  const { desk, snapshot } = useConsole.getState();
  if (!snapshot || !(desk.faults["ringSilent:"] || desk.faults["mediaPageLost:"])) return null;
  return planSound(desk, snapshot.site, hostNow()).ring;
}

function play(context: AudioContext, ring: RingSound): () => void {
  const pcm = drawRing(ring, context.sampleRate);
  const buffer = context.createBuffer(1, pcm.length, context.sampleRate);
  buffer.copyToChannel(pcm, 0);
  const source = context.createBufferSource();
  source.buffer = buffer;
  source.loop = ringPattern(ring).repeats;
  source.connect(context.destination);
  source.start();
  return () => {
    source.stop();
    source.disconnect();
  };
}
