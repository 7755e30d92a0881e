/**
 * A page that hangs can close no microphone, and Chromium goes on sending without it. So what is sent passes a worker, which
 * lets nothing through once this thread's beat has stopped (voiceGateWorker.ts). The frames are passed on as they are.
 */
import workerAddress from "./voiceGateWorker.ts?worker&url";

export interface VoiceGate {
  /** This thread is alive. */
  beat(): void;
  /** From now on what this sender sends passes the worker. */
  guard(sender: RTCRtpSender): void;
}

export function createVoiceGate(): VoiceGate {
  const worker = new Worker(workerScript());
  const ready = new Promise<void>((resolve) => {
    worker.addEventListener("message", () => resolve(), { once: true });
  });
  worker.addEventListener("error", () => console.error("voice gate: its worker does not run, nothing is guarded."));
  return {
    beat: () => worker.postMessage(null),
    guard(sender) {
      // Not before: frames would wait for a worker that may never come, and no voice would be sent at all.
      void ready.then(() => {
        sender.transform = new RTCRtpScriptTransform(worker);
      });
    },
  };
}

/** The page's policy (pagePolicy.ts) lets it make the address of a script under this one name; no other address comes of it. */
function workerScript(): string {
  const { trustedTypes } = window as unknown as { trustedTypes: TrustedTypes };
  return trustedTypes.createPolicy("voiceGate", { createScriptURL: () => workerAddress }).createScriptURL("");
}

/** A part of Chromium's, which TypeScript does not know; `createScriptURL` gives an object that passes for text. */
interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(): string }): { createScriptURL(address: string): string };
}
