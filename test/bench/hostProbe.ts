/** Loaded into the host's process by the bench alone (node --import): answers over IPC how long it stalled and what it holds. */
import { monitorEventLoopDelay } from "node:perf_hooks";

const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();

process.on("message", (order: { do: string }) => {
  if (order.do === "resetStall") delay.reset();
  if (order.do === "stall") process.send?.({ at: "stall", maxMs: delay.max / 1e6 });
  if (order.do === "memory") {
    const collect = (globalThis as { gc?: () => void }).gc;
    collect?.();
    collect?.();
    const { heapUsed, rss, external } = process.memoryUsage();
    process.send?.({ at: "memory", heapUsed, rss, external });
  }
});
// The channel must not keep the host alive.
process.channel?.unref();
