/** Journey: a desk that answers help points by itself when it is idle. Nobody touches a window for 10 s first. */
import { expect, test } from "vitest";
import { startDesk, until } from "./desk.ts";
import { smallSite } from "./smallSite.ts";

const site = {
  ...smallSite,
  classes: { ...smallSite.classes, urgent: { ...smallSite.classes.urgent, autoAnswer: true } },
};

/** In sight and untouched for long enough, as windows tell it. */
async function idleDesk() {
  const desk = await startDesk({ site });
  const beat = setInterval(() => desk.console.presence(true, false), 500);
  return { desk, stop: () => clearInterval(beat) };
}

test("announces it, opens the microphone, and takes the event for answered once somebody touches a window", async () => {
  const { desk, stop } = await idleDesk();
  try {
    await desk.pressed("209");
    // Signing in was a touch of nobody's hand: the host counts from its start.
    await desk.console.until("the answer is announced", (now) => now.autoAnswer, 15_000);
    await until("its tone is asked for", () => desk.media.plan.announces === true);
    await desk.console.until("it talks", () => desk.call("209").state === "talking");
    await desk.untilBothHear("209");
    expect(desk.media.plan.announces).toBeUndefined();
    expect(desk.event("209")).toMatchObject({ acknowledged: false, firstAnsweredAt: null });
    expect(desk.call("209").handledBy).toBe("rule:autoAnswer");
    desk.console.presence(true, true);
    await desk.console.until("it is taken", () => desk.event("209").acknowledged);
    expect(desk.call("209").handledBy).toBe("operator:anna");
  } finally {
    stop();
  }
}, 40_000);

test("a touch within the 3 s leaves it ringing", async () => {
  const { desk, stop } = await idleDesk();
  try {
    await desk.pressed("209");
    await desk.console.until("the answer is announced", (now) => now.autoAnswer, 15_000);
    desk.console.presence(true, true);
    await desk.console.until("it is vetoed", (now) => now.autoAnswer === null);
    expect(desk.console.entriesOf("autoAnswerVetoed")[0]?.data.because).toBe("active");
    expect(desk.call("209").state).toBe("offered");
  } finally {
    stop();
  }
}, 40_000);
