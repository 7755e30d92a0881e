/** The headset is pulled in mid-call: the call goes on over the loudspeaker, the screen says so, and the microphone comes back by itself. */
import { microphoneHz } from "./chromiumArgs.ts";
import { answerWithSpace, heardInPage, seenCard, signIn } from "./desk.ts";
import { expect, test } from "./shell.ts";

const soundWithin = { timeout: 15_000 };
/** The stations' own voice. */
const stationHz = 440;

declare global {
  interface Window {
    plugged: boolean;
  }
}

test("the caller stays on the line, is heard over the other output, and hears the operator again with the headset", async ({
  console,
  media,
  plant,
}) => {
  // A headset beside the loudspeaker: microphone and output go, and come, together.
  await media.addInitScript(() => {
    window.plugged = true;
    const { mediaDevices } = navigator;
    const list = mediaDevices.enumerateDevices.bind(mediaDevices);
    const capture = mediaDevices.getUserMedia.bind(mediaDevices);
    const open: MediaStream[] = [];
    mediaDevices.enumerateDevices = async () => {
      const real = (await list()).filter(({ kind }) => kind === "audiooutput");
      const headset = (kind: string) =>
        ({ kind, deviceId: "headset", label: "Headset", groupId: "h" }) as MediaDeviceInfo;
      return window.plugged ? [...real, headset("audiooutput"), headset("audioinput")] : real;
    };
    mediaDevices.getUserMedia = async () => {
      if (!window.plugged) throw new DOMException("no device", "NotFoundError");
      const stream = await capture({ audio: true });
      open.push(stream);
      return stream;
    };
    const { setSinkId } = HTMLMediaElement.prototype;
    HTMLMediaElement.prototype.setSinkId = function to(id) {
      return setSinkId.call(this, id === "headset" ? "" : id);
    };
    addEventListener("plug", ({ detail }: CustomEventInit<boolean>) => {
      window.plugged = detail === true;
      for (const stream of window.plugged ? [] : open.splice(0)) {
        const [track] = stream.getTracks();
        track?.stop();
        track?.dispatchEvent(new Event("ended"));
      }
      mediaDevices.dispatchEvent(new Event("devicechange"));
    });
  });
  await media.reload();
  const plug = (on: boolean) => media.evaluate((detail) => void dispatchEvent(new CustomEvent("plug", { detail })), on);
  await signIn(console);
  const pill = console.getByRole("button", { name: /^Sound devices/ });
  await pill.click();
  await console.getByLabel("Callers' voices").selectOption({ label: "Headset" });
  await console.keyboard.press("Escape");
  await expect(pill).toHaveAccessibleName(/Talk: Headset/);

  await plant.press("214");
  await answerWithSpace(console, "SOS 214");
  const card = seenCard(console, "SOS 214");
  await expect(card).toContainText("TALKING");
  const atCaller = async () => (await plant.heard("214", microphoneHz)).amplitude;
  const atDesk = () => heardInPage(media, stationHz, "played");
  await expect.poll(atCaller, soundWithin).toBeGreaterThan(0.1);
  await expect.poll(atDesk, soundWithin).toBeGreaterThan(0.05);

  await plug(false);
  await expect(console.getByTestId("alarm-microphoneMissing")).toBeVisible();
  await expect(pill).toHaveAccessibleName(/Talk: System default \(the chosen device is gone\)/);
  await expect.poll(atCaller, soundWithin).toBeLessThan(0.01);
  await expect.poll(atDesk, soundWithin).toBeGreaterThan(0.05);
  await expect(card).toContainText("TALKING");

  await plug(true);
  await expect(console.getByTestId("alarm-microphoneMissing")).toBeHidden();
  await expect(pill).toHaveAccessibleName(/Talk: Headset/);
  await expect.poll(atCaller, soundWithin).toBeGreaterThan(0.1);
  await expect.poll(atDesk, soundWithin).toBeGreaterThan(0.05);
  await expect(card).toContainText("TALKING");
});
