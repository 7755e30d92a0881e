/**
 * Hundreds of frames may come in one read of the socket. They are worked on in order and at once, but no longer than a few
 * milliseconds a turn: the rest waits for the next one, so that a flood never stalls the host (promise 7).
 */
const turnMs = 8;

export interface Turns {
  take(data: Buffer): void;
}

/** `work` must not throw. */
export function inTurns(work: (data: Buffer) => void): Turns {
  let backlog: Buffer[] = [];
  let spentMs = 0;
  let planned = false;

  function workOn(data: Buffer): void {
    const from = performance.now();
    work(data);
    spentMs += performance.now() - from;
  }

  function plan(): void {
    if (planned) return;
    planned = true;
    setImmediate(() => {
      planned = false;
      spentMs = 0;
      let done = 0;
      for (; done < backlog.length && spentMs < turnMs; done += 1) {
        const data = backlog[done];
        if (data) workOn(data);
      }
      backlog = backlog.slice(done);
      if (backlog.length > 0) plan();
    });
  }

  return {
    take(data) {
      plan();
      if (backlog.length > 0 || spentMs >= turnMs) backlog.push(data);
      else workOn(data);
    },
  };
}
