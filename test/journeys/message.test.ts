/** Journey: a recorded message is played to zones. Its words are tones, so that each can be told from the others. */
import { expect, onTestFinished, test } from "vitest";
import { type JourneyDesk, microphoneHz, startDesk, until } from "./desk.ts";

const speakers = ["301", "302", "303", "304", "305", "306"];
const wordsHz = [500, 700, 1_200, 1_500];
const wordMs = 400;
/** The message of the site, 1.6 s: each word a tone of 400 ms. */
const clear = Float32Array.from(
  { length: (wordsHz.length * wordMs * 8_000) / 1_000 },
  (_, i) => 0.4 * Math.sin((2 * Math.PI * (wordsHz[Math.floor((i / 8_000) * (1_000 / wordMs))] ?? 0) * i) / 8_000),
);
const sounds = { clear };
const play = (...zoneIds: string[]) =>
  ({ type: "playMessage", messageId: "clear", zoneIds, allCall: false, approvedBy: null }) as const;

/** The loudest that each station has heard of each word, and of the microphone, since it was begun. */
function listen(desk: JourneyDesk, numbers: readonly string[]) {
  const loudest = new Map<string, number>();
  const listening = setInterval(() => {
    for (const number of numbers) {
      for (const hz of [...wordsHz, microphoneHz]) {
        const key = `${number} ${hz}`;
        loudest.set(key, Math.max(loudest.get(key) ?? 0, desk.heardByStation(number, hz)));
      }
    }
  }, 20);
  onTestFinished(() => clearInterval(listening));
  return (number: string, hz: number) => loudest.get(`${number} ${hz}`) ?? 0;
}

/** More than half of a word was heard: all of it in a window of half a second gives 0.32. */
const most = 0.2;

test("a message is heard by every member of both zones from its first word, without a microphone, and ends by itself", async () => {
  const desk = await startDesk({ online: speakers, sounds });
  const { console, media } = desk;
  const heard = listen(desk, speakers);
  let microphones = 0;
  const watching = setInterval(() => {
    microphones += Object.values(media.plan.legs).filter(({ microphone }) => microphone).length;
  }, 10);
  onTestFinished(() => clearInterval(watching));

  expect(await console.send(play("tubeA", "tubeB"))).toBeNull();
  expect(console.desk.page).toMatchObject({ message: { id: "clear", durationMs: 2_000 } });
  await console.until("it is over", (now) => now.page === null);
  expect(console.desk.lastPage).toMatchObject({
    reason: "played",
    by: "operator:anna",
    legs: [{ message: "played" }, { message: "played" }],
  });
  for (const number of ["301", "302", "303", "304"]) {
    for (const hz of wordsHz) expect(heard(number, hz), `${number} hears ${hz} Hz`).toBeGreaterThan(most);
    expect(heard(number, microphoneHz)).toBeLessThan(0.1);
  }
  expect(heard("305", wordsHz[0] ?? 0)).toBe(0);
  expect(microphones).toBe(0);
  const reached = console.desk.lastPage?.legs.flatMap(({ members }) => members ?? []);
  expect(reached?.map(({ number }) => number).sort()).toEqual(["301", "302", "303", "304"]);
  await until("nobody is paged any more", () => desk.stations.states().every(({ calls }) => calls.length === 0));
});

test("a member that does not come and a zone that tells nothing are waited for, and the message is played all the same", async () => {
  const desk = await startDesk({ online: ["301", "305", "306"], sounds });
  const { console } = desk;
  const heard = listen(desk, ["301", "305"]);
  expect(await console.send(play("tubeA", "yard"))).toBeNull();
  await console.until("it is over", (now) => now.page === null);
  expect(console.desk.lastPage?.reason).toBe("played");
  for (const hz of wordsHz) {
    expect(heard("301", hz)).toBeGreaterThan(most);
    expect(heard("305", hz)).toBeGreaterThan(most);
  }
});

test("Stop ends a message in the middle", async () => {
  const desk = await startDesk({ online: speakers, sounds });
  const { console } = desk;
  const heard = listen(desk, ["301"]);
  expect(await console.send(play("tubeA"))).toBeNull();
  await until("the first word is heard", () => heard("301", wordsHz[0] ?? 0) > most);
  await console.send({ type: "stopPage", pageId: console.desk.page?.id ?? "" });
  await console.until("it is over", (now) => now.page === null);
  expect(console.desk.lastPage).toMatchObject({ reason: "stopped", legs: [{ message: "playing" }] });
  expect(heard("301", wordsHz.at(-1) ?? 0)).toBeLessThan(0.1);
  await until("nobody is paged any more", () => desk.stations.states().every(({ calls }) => calls.length === 0));
});

test("a live call goes on with its voice both ways while a message is played elsewhere", async () => {
  const desk = await startDesk({ online: speakers, sounds });
  await desk.talkWith("214");
  await desk.untilBothHear("214");
  const heard = listen(desk, ["303", "214"]);
  expect(await desk.console.send(play("tubeB"))).toBeNull();
  await until("the zone hears it", () => heard("303", wordsHz[0] ?? 0) > most);
  await desk.untilBothHear("214");
  await desk.console.until("it is over", (now) => now.page === null);
  await desk.untilBothHear("214");
  expect(heard("214", wordsHz[0] ?? 0)).toBeLessThan(0.1);
});

test("a message that cannot be played is said to be so, and its page is over", async () => {
  const desk = await startDesk({ online: speakers });
  const { console } = desk;
  expect(await console.send(play("tubeA"))).toBeNull();
  await console.until("it is over", (now) => now.page === null);
  expect(console.desk.lastPage).toMatchObject({ reason: "failed", legs: [{ state: "failed" }] });
  expect(console.desk.lastPage?.legs[0]?.failure).toMatch(/could not be played/);
  await until("nobody is paged any more", () => desk.stations.states().every(({ calls }) => calls.length === 0));
});

test("a message whose sound page is lost is over at once, and nobody is paged any more", async () => {
  const desk = await startDesk({ online: speakers, sounds });
  const { console } = desk;
  expect(await console.send(play("tubeA"))).toBeNull();
  await console.until("it plays", (now) => now.page?.legs[0]?.message === "playing");
  desk.media.crash();
  await console.until("it is over", (now) => now.page === null);
  expect(console.desk.lastPage?.reason).toBe("lost");
  await until("nobody is paged any more", () => desk.stations.states().every(({ calls }) => calls.length === 0));
});

test("who may not page a zone may not play a message there, and to everyone it takes a second operator's PIN", async () => {
  const desk = await startDesk({ operator: "gus", online: speakers, sounds });
  const { console, wire } = desk;
  expect(await console.send(play("tubeA"))).toMatchObject({ code: "notPermitted" });
  await desk.signIn("anna");
  const all = { ...play(), allCall: true, approvedBy: "ben" } as const;
  expect(await console.send(all)).toMatchObject({ code: "needsApproval" });
  expect(await console.send(play("tubeA", "tubeB", "yard"))).toMatchObject({ code: "needsApproval" });
  expect(await console.send(all, { operatorId: "ben", pin: "9999" })).toMatchObject({ code: "wrongPin" });
  expect(await console.send({ ...play("tubeA"), messageId: "gone" })).toMatchObject({ code: "unknownTarget" });
  expect(wire.sentWith("INVITE ")).toEqual([]);
  const heard = listen(desk, speakers);
  expect(await console.send(all, { operatorId: "ben", pin: "2222" })).toBeNull();
  await console.until("it is over", (now) => now.page === null);
  expect(console.desk.lastPage).toMatchObject({ allCall: true, approvedBy: "ben", reason: "played" });
  for (const number of speakers) expect(heard(number, wordsHz[0] ?? 0), number).toBeGreaterThan(most);
});
