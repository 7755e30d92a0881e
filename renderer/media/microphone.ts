/**
 * The one microphone of the page: opened once, cloned per leg (a capture per leg ends at the 17th in Chromium). It may be
 * missing, come late, or vanish in mid-call: legs then carry silence, and follow when it is back.
 */
import { microphoneWords } from "./words.ts";

/** Echo cancellation, noise suppression and gain control. Measurements switch them off by ?raw=1. */
export const processVoice = true;

export interface Microphone {
  /** Opens the device of this id, or the default one where it is gone or ""; never rejects. */
  open(deviceId: string): Promise<void>;
  /** A track of its own for a leg, disabled; null without a microphone. */
  clone(): MediaStreamTrack | null;
  /** The open device; null: none. */
  inUse(): { label: string; deviceId: string } | null;
  /** In words, why there is none and what to do; "" when there is one. */
  why(): string;
  stream(): MediaStream | null;
}

/** Retried for ever while there is none: a headset that another program holds comes free without a devicechange. */
const retryMs = 3000;

const constraints = (process: boolean, device: ConstrainDOMString | undefined): MediaTrackConstraints => ({
  channelCount: 1,
  echoCancellation: process,
  noiseSuppression: process,
  autoGainControl: process,
  ...(device === undefined ? {} : { deviceId: device }),
});

/** `onChange`: the open device is another one, or gone; legs fetch a new clone. */
export function createMicrophone(process: boolean, onChange: () => void): Microphone {
  let open: MediaStream | null = null;
  let why = "The microphone is being opened: if the browser asks for it, allow it.";
  /** Label of the one that vanished; "" when none did. */
  let unplugged = "";
  let wanted = "";
  /** Counts attempts; only the last one's result is kept. */
  let attempt = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;

  async function capture(deviceId: string): Promise<MediaStream> {
    const devices = navigator.mediaDevices;
    if (deviceId !== "") {
      try {
        return await devices.getUserMedia({ audio: constraints(process, { exact: deviceId }) });
      } catch (error) {
        console.warn("the chosen microphone does not open, the default one is tried:", error);
      }
    }
    return devices.getUserMedia({ audio: constraints(process, undefined) });
  }

  async function reopen(): Promise<void> {
    attempt += 1;
    const mine = attempt;
    clearTimeout(retry);
    try {
      const stream = await capture(wanted);
      if (mine !== attempt) {
        stop(stream);
        return;
      }
      const before = open;
      open = stream;
      why = "";
      unplugged = "";
      // A vanished device ends its track; stop() by ourselves does not raise this event.
      stream.getAudioTracks()[0]?.addEventListener("ended", () => void lost(stream));
      onChange();
      if (before) stop(before);
    } catch (error) {
      if (mine !== attempt) return;
      const words = microphoneWords(error, unplugged);
      if (words !== why) console.warn("no microphone:", error);
      why = words;
      if (open) stop(open);
      open = null;
      retry = setTimeout(() => void reopen(), retryMs);
      onChange();
    }
  }

  async function lost(stream: MediaStream): Promise<void> {
    if (open !== stream) return;
    open = null;
    unplugged = stream.getAudioTracks()[0]?.label ?? "";
    why = `“${unplugged}” was unplugged: another microphone is being looked for.`;
    onChange();
    await reopen();
  }

  return {
    open(deviceId) {
      wanted = deviceId;
      return reopen();
    },
    clone() {
      const clone = open?.getAudioTracks()[0]?.clone() ?? null;
      if (clone) clone.enabled = false;
      return clone;
    },
    inUse() {
      const track = open?.getAudioTracks()[0];
      return track ? { label: track.label, deviceId: track.getSettings().deviceId ?? "" } : null;
    },
    why: () => why,
    stream: () => open,
  };
}

function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
