/** When a description is complete enough to be sent; time is played. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Gatherer, watchGathering } from "../../renderer/media/gathering.ts";
import { iceUserFragment, preferredCodecs, usableCandidate, withoutUnusable } from "../../renderer/media/sdp.ts";

class PlayedGatherer extends EventTarget implements Gatherer {
  iceGatheringState: RTCIceGatheringState = "gathering";
  candidate(candidate: string): void {
    this.dispatchEvent(Object.assign(new Event("icecandidate"), { candidate: { candidate } }));
  }
  complete(): void {
    this.iceGatheringState = "complete";
    this.dispatchEvent(Object.assign(new Event("icecandidate"), { candidate: null }));
    this.dispatchEvent(new Event("icegatheringstatechange"));
  }
}

const host = "candidate:1 1 udp 2113937151 192.0.2.7 40000 typ host";
const loopback = "candidate:2 1 udp 2113937151 127.0.0.1 40001 typ host";

let gatherer: PlayedGatherer;
let outcome: string;
function watch(): void {
  const watched = watchGathering(gatherer, (candidate) => usableCandidate(candidate, false));
  watched.enough.then(
    () => (outcome = "enough"),
    (error: Error) => (outcome = error.message),
  );
}
async function after(ms: number): Promise<string> {
  await vi.advanceTimersByTimeAsync(ms);
  return outcome;
}

beforeEach(() => {
  vi.useFakeTimers();
  gatherer = new PlayedGatherer();
  outcome = "waiting";
  watch();
});
afterEach(() => vi.useRealTimers());

test("completion ends the wait at once", async () => {
  gatherer.candidate(host);
  gatherer.complete();
  expect(await after(0)).toBe("enough");
});

test("30 ms without another candidate are enough", async () => {
  gatherer.candidate(host);
  expect(await after(29)).toBe("waiting");
  gatherer.candidate(host);
  expect(await after(29)).toBe("waiting");
  expect(await after(1)).toBe("enough");
});

test("candidates that never stop coming are cut at 200 ms", async () => {
  for (let ms = 0; ms < 200; ms += 20) {
    gatherer.candidate(host);
    expect(await after(ms === 180 ? 19 : 20)).toBe("waiting");
  }
  expect(await after(1)).toBe("enough");
});

test("without a candidate that may be told the call is refused in words, not answered without sound", async () => {
  gatherer.candidate(loopback);
  gatherer.candidate("");
  expect(await after(1499)).toBe("waiting");
  expect(await after(1)).toBe("This computer has no network path for sound.");
});

test("a watch that was stopped stays quiet", async () => {
  const watched = watchGathering(gatherer, () => true);
  watched.stop();
  let settled = false;
  watched.enough.then(
    () => (settled = true),
    () => (settled = true),
  );
  gatherer.candidate(host);
  await after(2000);
  expect(settled).toBe(false);
});

test("loopback candidates leave the SDP, unless the plant is on this computer", () => {
  const sdp = ["v=0", `a=${host}`, `a=${loopback}`, "a=ice-ufrag:abcd", ""].join("\r\n");
  expect(withoutUnusable(sdp, false)).toBe(["v=0", `a=${host}`, "a=ice-ufrag:abcd", ""].join("\r\n"));
  expect(withoutUnusable(sdp, true)).toBe(sdp);
  expect(iceUserFragment(sdp)).toBe("abcd");
});

test("G.711 comes first, digits are kept, comfort noise and redundancy go", () => {
  const names = ["opus", "red", "G722", "PCMU", "PCMA", "CN", "telephone-event", "telephone-event"];
  const codecs = names.map((name, i) => ({ mimeType: `audio/${name}`, i }));
  expect(preferredCodecs(codecs).map(({ mimeType }) => mimeType.slice(6))).toEqual([
    "PCMU",
    "PCMA",
    "telephone-event",
    "telephone-event",
    "opus",
    "G722",
  ]);
});
