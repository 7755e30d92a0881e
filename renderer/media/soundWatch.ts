/**
 * Whether sound flows, proved by packets and not by states: reported per leg on change only. A leg that has proved nothing
 * yet is looked at often, so that the first sound is known within 50 ms.
 */

export interface Flow {
  in: boolean;
  out: boolean;
}

/** Counters of one look; ms of a monotonic clock. */
export interface PacketCount {
  received: number;
  sent: number;
  at: number;
}

export interface Proof {
  count: PacketCount;
  receivedAt: number;
  sentAt: number;
}

/** No packet for this long: no sound (rules.md). */
const silentMs = 2000;
const newLegMs = 50;
const settledMs = 500;
/** A page hears nothing back, a deaf leg neither: they are not looked at often for ever. */
const newForMs = 10_000;

/** Pure: the next proof after a look. The first look counts packets from 0. */
export function nextProof(before: Proof | null, count: PacketCount): Proof {
  const was = before ?? { count: { received: 0, sent: 0, at: count.at }, receivedAt: -Infinity, sentAt: -Infinity };
  return {
    count,
    // Counters begin anew when the transport does.
    receivedAt: count.received !== was.count.received && count.received > 0 ? count.at : was.receivedAt,
    sentAt: count.sent !== was.count.sent && count.sent > 0 ? count.at : was.sentAt,
  };
}

export function flowOf(proof: Proof): Flow {
  return { in: proof.count.at - proof.receivedAt < silentMs, out: proof.count.at - proof.sentAt < silentMs };
}

/** Watches one connection until the returned function is called. */
export function watchSound(connection: RTCPeerConnection, onChange: (flow: Flow) => void): () => void {
  let proof: Proof | null = null;
  let told: Flow = { in: false, out: false };
  let timer: ReturnType<typeof setTimeout> | undefined;
  let ended = false;
  const began = performance.now();

  async function look(): Promise<void> {
    // Before the path is up nothing can have come or gone.
    if (connection.connectionState === "connected" || proof) {
      proof = nextProof(proof, await countPackets(connection));
      const flow = flowOf(proof);
      if (!ended && (flow.in !== told.in || flow.out !== told.out)) {
        told = flow;
        onChange(flow);
      }
    }
  }
  function again(): void {
    if (ended) return;
    timer = setTimeout(
      () => {
        look()
          .catch((error: unknown) => console.warn("packets cannot be counted:", error))
          .finally(again);
      },
      (told.in && told.out) || performance.now() - began > newForMs ? settledMs : newLegMs,
    );
  }
  again();
  return () => {
    ended = true;
    clearTimeout(timer);
  };
}

async function countPackets(connection: RTCPeerConnection): Promise<PacketCount> {
  let received = 0;
  let sent = 0;
  for (const stat of (await connection.getStats()).values() as Iterable<Record<string, unknown>>) {
    if (stat["type"] === "inbound-rtp") received += Number(stat["packetsReceived"] ?? 0);
    if (stat["type"] === "outbound-rtp") sent += Number(stat["packetsSent"] ?? 0);
  }
  return { received, sent, at: performance.now() };
}
