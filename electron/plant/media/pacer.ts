/** One 20 ms clock for everything that speaks. It runs only while somebody does, so an idle plant costs nothing. */

const frameMs = 20;
/** After a stall this many missed frames are made up for; older ones are lost, as on a real line. */
const mostCatchUp = 10;

export interface Pacer {
  /** Calls `tick` every 20 ms on average until the returned function is called. */
  add(tick: () => void): () => void;
  stop(): void;
}

export function createPacer(): Pacer {
  const ticks = new Set<() => void>();
  let timer: NodeJS.Timeout | null = null;
  let nextAt = 0;

  function run(): void {
    const now = performance.now();
    for (let made = 0; nextAt <= now && made < mostCatchUp; made += 1) {
      nextAt += frameMs;
      for (const tick of ticks) tick();
    }
    if (nextAt < now) nextAt = now;
    timer = ticks.size === 0 ? null : setTimeout(run, Math.max(1, nextAt - performance.now()));
  }

  return {
    add(tick) {
      ticks.add(tick);
      if (timer === null) {
        nextAt = performance.now() + frameMs;
        timer = setTimeout(run, frameMs);
      }
      return () => void ticks.delete(tick);
    },
    stop() {
      ticks.clear();
      if (timer !== null) clearTimeout(timer);
      timer = null;
    },
  };
}
