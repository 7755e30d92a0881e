/**
 * What waits for SIP.js, in three lanes. Order within a key (a Call-ID) never changes: whatever comes later for a key
 * that waits pulls all of it into the better lane, so that a CANCEL brings its INVITE along and never overtakes it. Pure.
 */

/** 0: responses, in-dialog requests, CANCEL; 1: INVITEs of life safety, MESSAGEs that are alarms; 2: the rest. */
export type Lane = 0 | 1 | 2;

export interface Lanes<T> {
  push(lane: Lane, key: string, item: T): void;
  /** The next item, or undefined when nothing waits. */
  next(): T | undefined;
  /** Everything that waits for a key, in order. */
  take(key: string): T[];
  clear(): void;
  readonly size: number;
}

interface Chain<T> {
  key: string;
  lane: Lane;
  items: { lane: Lane; item: T }[];
}

export function createLanes<T>(): Lanes<T> {
  const chains = new Map<string, Chain<T>>();
  // Maps keep the order of insertion: each is a queue from which any chain can be taken out.
  const lanes: readonly [Map<string, Chain<T>>, Map<string, Chain<T>>, Map<string, Chain<T>>] = [
    new Map(),
    new Map(),
    new Map(),
  ];
  let size = 0;

  return {
    push(lane, key, item) {
      size += 1;
      const chain = chains.get(key);
      if (!chain) {
        const begun: Chain<T> = { key, lane, items: [{ lane, item }] };
        chains.set(key, begun);
        lanes[lane].set(key, begun);
        return;
      }
      chain.items.push({ lane, item });
      if (lane >= chain.lane) return;
      lanes[chain.lane].delete(key);
      chain.lane = lane;
      lanes[lane].set(key, chain);
    },
    next() {
      for (const lane of lanes) {
        const [chain] = lane.values();
        const first = chain?.items.shift();
        if (!chain || !first) continue;
        size -= 1;
        lane.delete(chain.key);
        if (chain.items.length === 0) chains.delete(chain.key);
        else {
          chain.lane = chain.items.reduce<Lane>((best, { lane: one }) => (one < best ? one : best), 2);
          lanes[chain.lane].set(chain.key, chain);
        }
        return first.item;
      }
      return undefined;
    },
    take(key) {
      const chain = chains.get(key);
      if (!chain) return [];
      chains.delete(key);
      lanes[chain.lane].delete(key);
      size -= chain.items.length;
      return chain.items.map(({ item }) => item);
    },
    clear() {
      chains.clear();
      for (const lane of lanes) lane.clear();
      size = 0;
    },
    get size() {
      return size;
    },
  };
}
