/** What the browser says about a microphone, in words that tell what to do. */
import { expect, test } from "vitest";
import { microphoneWords } from "../../renderer/media/words.ts";

test.each([
  ["NotAllowedError", "Permission denied", "", /browser was refused .* address bar/],
  ["NotAllowedError", "Permission denied by system", "", /system refuses .* privacy settings/],
  ["NotFoundError", "Requested device not found", "", /No microphone is connected: plug one in/],
  ["NotFoundError", "Requested device not found", "Headset", /“Headset” was unplugged .* plug one in/],
  ["NotReadableError", "Could not start audio source", "", /Another program holds the microphone: close/],
  ["TypeError", "odd", "", /cannot be opened: odd/],
])("%s (%s) is told as something to do", (name, message, unplugged, words) => {
  expect(microphoneWords(new DOMException(message, name), unplugged)).toMatch(words);
});
