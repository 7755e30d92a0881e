/**
 * The worker behind voiceGate.ts: every encoded frame of what is sent passes through here, as it is. When the page's own thread
 * has not been heard for a while, frames are dropped: nobody could close the microphone.
 */

/** The page beats every 250 ms, and with each message of the host. */
const silentPageMs = 1_500;
/** One that goes on has first to do what was asked of it meanwhile: the caller may be on hold by now. */
const settleMs = 500;

let heardAt = performance.now();
let settledAt = heardAt;
const gate = self as unknown as {
  onmessage: () => void;
  onrtctransform: (event: { transformer: FramesOfSender }) => void;
  postMessage(message: unknown): void;
};

/** A part of RTCRtpScriptTransformer. */
interface FramesOfSender {
  readable: ReadableStream<unknown>;
  writable: WritableStream<unknown>;
}

gate.onmessage = () => {
  const now = performance.now();
  if (now - heardAt >= silentPageMs) settledAt = now + settleMs;
  heardAt = now;
};

const isOpen = (now: number): boolean => now >= settledAt && now - heardAt < silentPageMs;

gate.onrtctransform = ({ transformer: { readable, writable } }) => {
  const pass = new TransformStream<unknown, unknown>({
    transform(frame, to) {
      if (isOpen(performance.now())) to.enqueue(frame);
    },
  });
  // It never ends; what belonged to a closed sender is collected as garbage.
  readable
    .pipeThrough(pass)
    .pipeTo(writable)
    .catch(() => undefined);
};

gate.postMessage("ready");
