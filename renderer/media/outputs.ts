/**
 * The audio contexts of the page, one per place where sound goes: the talk device (cues), each ring device, and none (what
 * is made here to be sent, and the measuring of levels), so that a lost device takes down its own sounds only.
 */

/** Audio Output Devices API, not yet in the DOM types: `{ type: "none" }` renders without a device. */
type Sink = string | { type: "none" };
type SinkOptions = AudioContextOptions & { sinkId?: Sink };
export type SinkContext = AudioContext & { readonly sinkId: Sink; setSinkId(sink: Sink): Promise<void> };

export interface Outputs {
  talk: SinkContext;
  /** One for a ring device, on the system's default until it is sent elsewhere; for whoever closes it. */
  createRing(): SinkContext;
  /** Rendered for no device. */
  inner: SinkContext;
  /** Another one like it, for whoever closes it. `quick`: what it makes is spoken with, and must not come late. */
  createInner(latency?: "quick" | "calm"): SinkContext;
  /** Asks each context that does not run to run; a browser that wants a click first refuses quietly. */
  wake(): void;
}

export function createOutputs(): Outputs {
  const context = (options: SinkOptions) => new AudioContext(options as AudioContextOptions) as SinkContext;
  const talk = context({ latencyHint: "interactive" });
  const rings = new Set<SinkContext>();
  const createRing = () => {
    const ring = context({ latencyHint: "interactive" });
    rings.add(ring);
    ring.addEventListener("statechange", () => ring.state === "closed" && rings.delete(ring));
    return ring;
  };
  const createInner = (latency: "quick" | "calm" = "calm") =>
    context({ latencyHint: latency === "quick" ? "interactive" : "playback", sinkId: { type: "none" } });
  const inner = createInner();
  const wake = () => {
    for (const each of [talk, inner, ...rings]) {
      if (each.state === "running" || each.state === "closed") continue;
      each.resume().catch((error: unknown) => console.warn("sound is not running:", error));
    }
  };
  // Where the shell does not allow sound by itself, any touch of this page does.
  for (const touch of ["pointerdown", "keydown"]) addEventListener(touch, wake);
  return { talk, createRing, inner, createInner, wake };
}

/** Plays PCM once or for ever; the returned function stops it. */
export function playPcm(
  context: AudioContext,
  to: AudioNode,
  pcm: Float32Array<ArrayBuffer>,
  loop: boolean,
): () => void {
  const buffer = context.createBuffer(1, pcm.length, context.sampleRate);
  buffer.copyToChannel(pcm, 0);
  return playBuffer(context, to, buffer, loop);
}

/** `over`: called when it has ended, also when it was stopped. `from`: seconds into it. */
export function playBuffer(
  context: AudioContext,
  to: AudioNode,
  buffer: AudioBuffer,
  loop: boolean,
  over?: () => void,
  from = 0,
): () => void {
  const source = context.createBufferSource();
  source.buffer = buffer;
  source.loop = loop;
  if (over) source.addEventListener("ended", over);
  source.connect(to);
  source.start(0, from);
  return () => {
    source.stop();
    source.disconnect();
  };
}

/** Sends a context to a device, "" the system's default. Never rejects: the last device stays. */
export async function takeSink(context: SinkContext, id: string): Promise<void> {
  try {
    await context.setSinkId(id);
  } catch (error) {
    console.warn("an output device is not taken, the last one stays:", error);
  }
}
