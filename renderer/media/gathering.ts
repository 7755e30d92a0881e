/**
 * When a description has enough candidates to be sent. Waiting for "complete" costs over 100 ms on a network without STUN
 * and never ends on some; host candidates come within a few ms.
 */

/** After the last candidate: others come together with it or not at all. */
const quietMs = 30;
/** With at least one candidate nothing is waited for longer than this. */
const capMs = 200;
/** Without any candidate a description is of no use: the call would have no sound. */
const noneMs = 1500;

/** The part of RTCPeerConnection that is watched, so that a test can play it. */
export interface Gatherer {
  readonly iceGatheringState: RTCIceGatheringState;
  addEventListener(type: "icecandidate" | "icegatheringstatechange", listener: (event: Event) => void): void;
  removeEventListener(type: "icecandidate" | "icegatheringstatechange", listener: (event: Event) => void): void;
}

export interface GatheringWatch {
  /**
   * Resolves when gathering completes, or 30 ms after the last candidate, or 200 ms after the start with at least one.
   * Rejects when there is none after 1.5 s, or none at all when gathering completes.
   */
  enough: Promise<void>;
  /** Ends the watch where nothing is gathered after all; `enough` then stays open. */
  stop(): void;
}

/** To be called before setLocalDescription. `usable` says of a candidate line whether the far end may be told of it. */
export function watchGathering(gatherer: Gatherer, usable: (candidate: string) => boolean): GatheringWatch {
  let stop = (): void => undefined;
  const enough = new Promise<void>((resolve, reject) => {
    let candidates = 0;
    let quiet: ReturnType<typeof setTimeout> | undefined;
    const cap = setTimeout(() => candidates > 0 && finish(), capMs);
    const none = setTimeout(finish, noneMs);

    stop = () => {
      clearTimeout(quiet);
      clearTimeout(cap);
      clearTimeout(none);
      gatherer.removeEventListener("icecandidate", onCandidate);
      gatherer.removeEventListener("icegatheringstatechange", onState);
    };
    function finish(): void {
      stop();
      if (candidates > 0) resolve();
      else reject(new Error("This computer has no network path for sound."));
    }
    function onCandidate(event: Event): void {
      // An event without a candidate, or with an empty one, marks the end of a generation (W3C WebRTC 4.8.2).
      const found = (event as { candidate?: { candidate: string } | null }).candidate;
      if (!found?.candidate || !usable(found.candidate)) return;
      candidates += 1;
      clearTimeout(quiet);
      quiet = setTimeout(finish, quietMs);
    }
    function onState(): void {
      if (gatherer.iceGatheringState === "complete") finish();
    }
    gatherer.addEventListener("icecandidate", onCandidate);
    gatherer.addEventListener("icegatheringstatechange", onState);
  });
  return { enough, stop };
}
