/** Entry of the hidden media page: connects the link to the page's sound. Queries for tests: raw=1, probe=1. */
import type { ToMedia } from "../../shared/link/mediaLink.ts";
import { connectToHost } from "../link/port.ts";
import { createMediaPage } from "./mediaPage.ts";
import { processVoice } from "./microphone.ts";
import { createTrainingSound } from "./trainingSound.ts";
import { createVoiceGate } from "./voiceGate.ts";

const query = new URLSearchParams(location.search);
// Its policy has one name, and a page may use that once.
const gate = createVoiceGate();
const makePage = () => createMediaPage({ processVoice: processVoice && query.get("raw") !== "1", gate });
const page = makePage();
const training = createTrainingSound(makePage);
if (query.get("probe") === "1") window.mediaProbe = page.probe();

addEventListener("error", (event) => console.error("media page:", event.message));
addEventListener("unhandledrejection", (event) => console.error("media page:", event.reason));

connectToHost("media", {
  onOpen(port) {
    page.opened((message) => port.send(message));
    training.opened((message) => port.send(message));
  },
  onMessage(message) {
    // The host is our own; only a message without a kind would be none of its.
    if (typeof message !== "object" || message === null || !("t" in message)) return;
    if (!training.took(message)) page.heard(message as ToMedia);
  },
  onLost() {
    page.lost();
    training.lost();
  },
});
