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
      <b>Sound test: ring heard?</b>
      <span className="grow" />
      <Button name="Yes, the ring was heard" onClick={() => answer(true)}>
        Yes
      </Button>
      <Button name="No, the ring was not heard" onClick={() => answer(false)}>
        No
      </Button>
    </section>
  );
}
