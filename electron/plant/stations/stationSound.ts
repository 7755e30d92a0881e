/** A station's sound in one call, as the session description handler SIP.js asks for: speaks, hears, follows hold. */
import type { SessionDescriptionHandler, SessionDescriptionHandlerOptions } from "sip.js";
import { maySpeak } from "../media/description.ts";
import { createFrameEnd } from "../media/frameEnd.ts";
import type { FramePath, SoundFrame } from "../media/framePath.ts";
import { frameSamples } from "../media/g711.ts";
import { eventFrames, toneFrames } from "../media/keyFrames.ts";
import type { Pacer } from "../media/pacer.ts";
import { type LocationPart, locatedBody } from "../signalling/located.ts";
import { createEar, type Ear } from "./ear.ts";
import type { Voice } from "./voice.ts";

/** What a call is told beside its headers, by SIP.js's options for its sound. */
export interface CallOptions extends SessionDescriptionHandlerOptions {
  location?: LocationPart;
}

export interface StationSound extends SessionDescriptionHandler {
  ear: Ear;
  /** Presses a key: its frames go out in place of the voice. */
  press(digit: string, how: "events" | "tone"): void;
}

export function createStationSound(path: FramePath, pacer: Pacer, voiceNow: () => Voice): StationSound {
  const end = createFrameEnd(path);
  const ear = createEar();
  end.onFrame((frame) => ear.hear(frame));
  let remoteOffer: string | null = null;
  let isOffering = false;
  let silence: (() => void) | null = null;
  let said = 0;
  /** The first offer of the call told where it is. */
  let located = false;
  let keys: SoundFrame[] = [];

  function speak(): void {
    const key = keys.shift();
    if (key) {
      end.send(key);
      said += 1;
      return;
    }
    const voice = voiceNow();
    const payload = voice[said % voice.length];
    if (payload !== undefined) end.send({ kind: "sound", payload, timestamp: said * frameSamples });
    said += 1;
  }

  /** Speaks only while somebody may listen, so that a held or paged station costs nothing. */
  function followDirection(): void {
    const speaks = maySpeak(end.direction());
    if (speaks) silence ??= pacer.add(speak);
    else {
      silence?.();
      silence = null;
    }
  }

  return {
    ear,
    press(digit, how) {
      const at = (said + keys.length) * frameSamples;
      keys = [...keys, ...(how === "events" ? eventFrames(digit, at) : toneFrames(digit, at))];
    },
    hasDescription: (contentType) => contentType === "application/sdp",
    async getDescription(options) {
      const offer = remoteOffer;
      remoteOffer = null;
      isOffering = offer === null;
      const body = offer === null ? await end.offer("sendrecv") : await end.answer(offer, "sendrecv");
      if (offer !== null) followDirection();
      const { location } = (options ?? {}) as CallOptions;
      if (offer !== null || !location || located) return { body, contentType: "application/sdp" };
      located = true;
      const { contentType, content } = locatedBody(body, location);
      return { body: content, contentType };
    },
    async setDescription(sdp) {
      if (!isOffering) {
        remoteOffer = sdp;
        return;
      }
      isOffering = false;
      await end.takeAnswer(sdp);
      followDirection();
    },
    async rollbackDescription() {
      remoteOffer = null;
      isOffering = false;
    },
    sendDtmf: () => false,
    close() {
      silence?.();
      silence = null;
      end.close();
    },
  };
}
