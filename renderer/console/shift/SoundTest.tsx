/** The question of the sound test, in the footer of the queue: it hides nothing, and goes when it is answered. */
import { faultKey } from "../../../shared/desk/reduce.ts";
import type { RingDevice } from "../../../shared/sound/ringDevices.ts";
import { act } from "../act.ts";
import { useConsole } from "../store.ts";
import { Button } from "../ui/Button.tsx";

const none: readonly RingDevice[] = [];

export function SoundTest() {
  const media = useConsole(({ desk }) => desk.media);
  const faults = useConsole(({ desk }) => desk.faults);
  const chosen = useConsole(({ snapshot }) => snapshot?.deviceChoice.ring ?? none);
  const asked = useConsole(({ desk }) => desk.soundTest?.result === "asked" && desk.signedIn !== null);
  if (!asked) return null;
  const silent = chosen
    .filter(({ id }) => faults[faultKey("ringDeviceSilent", id)])
    .map(({ label }) => label || "a chosen device");
  const answer = (heard: boolean) => void act({ type: "endSoundTest", heard }, "soundTest");
  return (
    <section className="soundTest" aria-label="Sound test" data-testid="sound-test">
      <b>Sound test: ring heard?</b>
      <span className="grow" />
      <Button name="Yes, the ring was heard" onClick={() => answer(true)}>
        Yes
      </Button>
      <Button name="No, the ring was not heard" onClick={() => answer(false)}>
        No
      </Button>
      {media.ring !== null && <p className="muted">Sent to {media.ring}.</p>}
      {silent.length > 0 && <p className="notPlayed">Not to {silent.join(", ")}.</p>}
    </section>
  );
}
