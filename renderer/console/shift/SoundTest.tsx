/** The question of the sound test, in the footer of the queue: it hides nothing, and goes when it is answered. */
import { act } from "../act.ts";
import { useConsole } from "../store.ts";
import { Button } from "../ui/Button.tsx";

export function SoundTest() {
  const asked = useConsole(({ desk }) => desk.soundTest?.result === "asked" && desk.signedIn !== null);
  if (!asked) return null;
  const answer = (heard: boolean) => void act({ type: "endSoundTest", heard }, "soundTest");
  return (
    <section className="soundTest" aria-label="Sound test" data-testid="sound-test">
      <b>Sound test: did you hear the ring?</b>
      <span className="grow" />
      <Button name="Heard the ring" onClick={() => answer(true)}>
        Heard
      </Button>
      <Button name="Did not hear the ring" onClick={() => answer(false)}>
        Not heard
      </Button>
    </section>
  );
}
