/** Run as a process of its own by hostLife.ts: the host of a journey that kills it. Ends with its parent. */
import { createHost, type Host } from "../../electron/host/host.ts";
import { attachTo, type FromChild, type HostSide, type ToChild } from "./hostLife.ts";

let host: Host | null = null;
const windows = new Map<number, HostSide>();
const tell = (message: FromChild): void => {
  if (process.connected) process.send?.(message);
};

/** This process's wall clock alone, and for all of its life. */
function later(byMs: number): void {
  const { now } = Date;
  Date.now = () => now() + byMs;
}

async function obey(message: ToChild): Promise<void> {
  switch (message.do) {
    case "start":
      later(message.laterMs);
      host = await createHost(message.options);
      return tell({ did: "started" });
    case "attach": {
      const { link, kind } = message;
      if (!host) return;
      const side = {
        take: (said: unknown) => tell({ did: "said", link, message: said }),
        lost: () => tell({ did: "closed", link }),
      };
      windows.set(link, attachTo(host, kind, side));
      return;
    }
    case "say":
      return windows.get(message.link)?.say(message.message);
    case "leave":
      windows.get(message.link)?.leave();
      windows.delete(message.link);
      return;
    case "stop":
      await host?.stop();
      tell({ did: "stopped" });
      process.disconnect();
  }
}

process.on("message", (message: ToChild) => {
  obey(message).catch((error: unknown) => {
    console.error("the host of a journey:", error);
    process.exit(1);
  });
});
process.on("disconnect", () => process.exit(0));
