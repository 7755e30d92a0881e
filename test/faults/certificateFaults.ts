/** F27: the PBX comes back with a certificate that is not to be believed. No byte of SIP may leave then. */
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { type Authority, newAuthority } from "../sip/authority.ts";
import { startFakePbx } from "../sip/fakePbx.ts";
import { type FaultGroup, openings, pause, stopwatch } from "./fault.ts";
import { registered, startRawPosition } from "./rawPosition.ts";
import { pressSeen } from "./registrarFaults.ts";

const longMs = 40_000;
const here = "IP:127.0.0.1";

/** Bytes as they are, from one port to whichever PBX is there now. */
async function startCable(port: () => number): Promise<{ port: number; cut(): void; stop(): void }> {
  const ends = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(port(), "127.0.0.1");
    for (const [end, other] of [
      [near, far],
      [far, near],
    ] as const) {
      ends.add(end);
      end.on("error", () => end.destroy());
      end.on("close", () => {
        ends.delete(end);
        other.destroy();
      });
      end.pipe(other);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const cut = (): void => {
    for (const end of ends) end.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    cut,
    stop() {
      cut();
      server.close();
    },
  };
}

export const certificateFaults: FaultGroup = async (inject) => {
  const { atEnd, close } = openings();
  const authority = (name: string): Authority => {
    const made = newAuthority(name);
    atEnd(() => made.remove());
    return made;
  };
  try {
    const plant = authority("Plant CA");
    const good = await startFakePbx(plant.issue(here));
    atEnd(() => good.stop());
    const portOf = (url: string): number => Number(new URL(url).port);
    let port = portOf(good.url);
    const cable = await startCable(() => port);
    atEnd(() => cable.stop());
    const position = await startRawPosition({
      pbxs: [{ url: `wss://127.0.0.1:${cable.port}` }],
      account: { tls: { ca: plant.ca } },
      atEnd,
    });
    await registered(position);

    const wrong = [
      { name: "certificate expired", identity: plant.issue(here, 0), words: /certificate has expired/ },
      {
        name: "certificate of an unknown authority",
        identity: authority("Other CA").issue(here),
        words: /unknown authority/,
      },
      {
        name: "certificate for another host",
        identity: plant.issue("DNS:pbx.example"),
        words: /for pbx\.example, not for/,
      },
    ];
    for (const { name, identity, words } of wrong) {
      const bad = await startFakePbx(identity);
      await inject({ id: "F27", name, healedWithinMs: 2_000 }, async () => {
        await pressSeen(position, good);
        const clock = stopwatch();
        port = portOf(bad.url);
        cable.cut();
        const deaf = (why: string) => words.test(why);
        await position.console.until(words.source, (now) => deaf(now.pbxs["A"]?.why ?? ""), longMs);
        const seenMs = clock();
        await pause(1_500);
        if (bad.received.length > 0) throw new Error(`${bad.received.length} frames of SIP were sent to it.`);
        port = portOf(good.url);
        const healing = stopwatch();
        await registered(position, "A", longMs);
        const healedMs = healing();
        await pressSeen(position, good);
        return { pressed: 2, lost: 0, seenMs, healedMs };
      });
      await bad.stop();
    }
  } finally {
    await close();
  }
};
