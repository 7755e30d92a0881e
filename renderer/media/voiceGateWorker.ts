/**
 * The worker behind voiceGate.ts: every encoded frame of what is sent passes through here, as it is. When the page's own thread
 * has not been heard for a while, frames are dropped: nobody could close the microphone.
 */

/** The page beats every 250 ms, and with each message of the host. */
const silentPageMs = 1_500;

let heardAt = performance.now();
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
  heardAt = performance.now();
};

gate.onrtctransform = ({ transformer: { readable, writable } }) => {
  const pass = new TransformStream<unknown, unknown>({
    transform(frame, to) {
      if (performance.now() - heardAt < silentPageMs) to.enqueue(frame);
    },
  });
  // It never ends; what belonged to a closed sender is collected as garbage.
  readable
    .pipeThrough(pass)
    .pipeTo(writable)
    .catch(() => undefined);
};

gate.postMessage("ready");
