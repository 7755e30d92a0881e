/** The legs of the media page in Chromium: whose voice reaches whom, descriptions, clips, messages, conferences, healing. */
import { expect, test } from "@playwright/test";
import { silentPlan } from "../../shared/call/soundPlan.ts";
import type { FromMedia } from "../../shared/link/mediaLink.ts";
import {
  amplitude,
  becomes,
  clipHz,
  held,
  host,
  isHello,
  isLevels,
  isMessageOver,
  isSound,
  isStatus,
  join2,
  loud,
  mayMiss,
  mediaPageForEach,
  messageHz,
  microphoneHz,
  muted,
  page,
  playing,
  shippedClips,
  silent,
  spectrum,
  talking,
} from "./mediaBench.ts";

mediaPageForEach();

test("a page under lease says which devices it uses", () => {
  const told = host.said.filter(isStatus).at(-1);
  expect(told?.status.up).toBe(true);
  expect(told?.status.microphone).toContain("Fake");
  expect(told?.status.talk).toBe("System default");
  expect(told?.devices.some(({ kind }) => kind === "output")).toBe(true);
});

test("a description is complete, prefers G.711, offers digits, and is audio alone", async () => {
  const { sdp } = await host.ask({ op: "offer", callId: "a", purpose: "call" });
  expect(sdp).toMatch(/^m=audio \d+ UDP\/TLS\/RTP\/SAVPF 0 8 /m);
  expect(sdp).toMatch(/^a=rtpmap:\d+ telephone-event\/8000/m);
  expect(sdp).toMatch(/^a=candidate:.* typ host/m);
  expect(sdp).toMatch(/^a=sendrecv/m);
  expect(sdp.match(/^m=/gm)).toHaveLength(1);
  const forPage = await host.ask({ op: "offer", callId: "p", purpose: "page" });
  expect(forPage.sdp).toMatch(/^a=sendonly/m);
});

test("no voice passes before the plan says so; then the microphone reaches the far leg, and only that one", async () => {
  await join2("a", "b");
  expect(await amplitude("heard", "b", microphoneHz)).toBeLessThan(silent);
  host.plan({ ...silentPlan, legs: { a: talking, b: muted } });
  await becomes("heard", "b", microphoneHz).toBeGreaterThan(loud);
  await becomes("played", "b", microphoneHz).toBeGreaterThan(loud);
  expect(await amplitude("heard", "a", microphoneHz)).toBeLessThan(silent);
});

test("mute silences the far leg, and un-mute brings the voice back", async () => {
  await join2("a", "b");
  host.plan({ ...silentPlan, legs: { a: talking, b: muted } });
  await becomes("heard", "b", microphoneHz).toBeGreaterThan(loud);
  host.plan({ ...silentPlan, legs: { a: muted, b: muted } });
  await becomes("heard", "b", microphoneHz).toBeLessThan(silent);
  host.plan({ ...silentPlan, legs: { a: talking, b: muted } });
  await becomes("heard", "b", microphoneHz).toBeGreaterThan(loud);
});

test("on hold the caller hears the clip and nothing of the microphone, and his voice is not played", async () => {
  await join2("a", "b");
  host.plan({ ...silentPlan, legs: { a: talking, b: talking } });
  await becomes("played", "a", microphoneHz).toBeGreaterThan(loud);
  host.plan({ ...silentPlan, legs: { a: held, b: talking } });
  await becomes("heard", "b", clipHz).toBeGreaterThan(loud);
  expect(await amplitude("sent", "a", microphoneHz)).toBeLessThan(silent);
  expect(await amplitude("heard", "b", microphoneHz)).toBeLessThan(silent);
  // Leg b still speaks to us: received, not played.
  expect(await amplitude("heard", "a", microphoneHz)).toBeGreaterThan(loud);
  expect(await amplitude("played", "a", microphoneHz)).toBe(0);
  host.plan({ ...silentPlan, legs: { a: talking, b: talking } });
  await becomes("heard", "b", microphoneHz).toBeGreaterThan(loud);
  expect(await amplitude("heard", "b", clipHz)).toBeLessThan(silent * 2);
});

test("who is held hears the spoken clips of both languages: energy in the bands of speech, over many frequencies", async () => {
  host.send({ t: "holdClips", epoch: host.epoch, holdClips: shippedClips });
  await join2("a", "b");
  host.plan({ ...silentPlan, legs: { a: held, b: muted } });
  // Half a second of speech: voiced sounds below 1 kHz, more above, over many frequencies. The tone has two.
  let speech = 0;
  await expect
    .poll(
      async () => {
        const { low, high, spread } = await spectrum("b");
        if (low > 0.00005 && high > 0.000005 && spread >= 6) speech += 1;
        return speech;
      },
      { timeout: 45_000, intervals: [100] },
    )
    .toBeGreaterThanOrEqual(3);
});

test("hold clips that are not there leave the calm tone", async () => {
  mayMiss(/404/);
  host.send({ t: "holdClips", epoch: host.epoch, holdClips: ["./clips/none.wav"] });
  await join2("a", "b");
  host.plan({ ...silentPlan, legs: { a: held, b: muted } });
  await expect.poll(() => amplitude("heard", "b", 523), { timeout: 15_000 }).toBeGreaterThan(0.03);
});

test("a message is heard from its first word to its last, once, and is told to be over", async () => {
  await join2("a", "b");
  const from = host.said.length;
  const [first, last] = messageHz;
  host.plan({ ...silentPlan, legs: { a: playing, b: muted } });
  await becomes("heard", "b", first).toBeGreaterThan(loud);
  // The same plan again does not begin it again.
  host.plan({ ...silentPlan, legs: { a: playing, b: muted } });
  await becomes("heard", "b", last).toBeGreaterThan(loud);
  expect(await amplitude("sent", "a", microphoneHz)).toBeLessThan(silent);
  expect(await host.next(isMessageOver, from)).toMatchObject({ callId: "a", failed: null });
  expect(await amplitude("heard", "b", first)).toBeLessThan(silent * 2);
  expect(host.said.filter(isMessageOver)).toHaveLength(1);
});

test("a message waits for its leg's path, so that its first word is heard", async () => {
  host.plan({ ...silentPlan, legs: { a: playing, b: muted } });
  const { sdp } = await host.ask({ op: "offer", callId: "a", purpose: "call" });
  // Without a path nothing is said to anybody.
  await page.waitForFunction(
    (until) => performance.now() > until,
    await page.evaluate(() => performance.now() + 2_000),
  );
  expect(host.said.filter(isMessageOver)).toEqual([]);
  const answer = await host.ask({ op: "answer", callId: "b", sdp });
  await host.ask({ op: "accept", callId: "a", sdp: answer.sdp });
  await becomes("heard", "b", messageHz[0]).toBeGreaterThan(loud);
});

test("a message that is stopped is silent at once and is not told to be over; a missing one is said to be", async () => {
  mayMiss(/404/);
  await join2("a", "b");
  host.plan({ ...silentPlan, legs: { a: playing, b: muted } });
  await becomes("heard", "b", messageHz[0]).toBeGreaterThan(loud);
  host.plan({ ...silentPlan, legs: { a: muted, b: muted } });
  await becomes("heard", "b", messageHz[1]).toBeLessThan(silent);
  const from = host.said.length;
  host.plan({ ...silentPlan, legs: { a: { ...playing, clip: { message: "none" } }, b: muted } });
  const told = await host.next(isMessageOver, from);
  expect(told.failed).toContain("404");
  expect(host.said.filter(isMessageOver)).toHaveLength(1);
});

test("in a conference each hears the microphone and the other, and nobody hears himself", async () => {
  // The other halves of the two calls play the far ends: one sends the microphone, the other its clip.
  await join2("a", "a-far");
  await join2("b", "b-far");
  const far = { "a-far": talking, "b-far": held };
  const alone = { ...silentPlan, legs: { ...far, a: muted, b: muted } };
  host.plan(alone);
  await becomes("heard", "a", microphoneHz).toBeGreaterThan(loud);
  await becomes("heard", "b", clipHz).toBeGreaterThan(0.02);
  await becomes("heard", "b-far", microphoneHz).toBeLessThan(silent);

  const together = { ...far, a: { ...muted, hears: ["b"] }, b: { ...muted, hears: ["a"] } };
  host.plan({ ...silentPlan, legs: together });
  await becomes("heard", "b-far", microphoneHz).toBeGreaterThan(loud);
  await becomes("heard", "a-far", clipHz).toBeGreaterThan(0.02);
  // Muted: what reaches a is b's voice and not the microphone, which a itself sends from its far end.
  expect(await amplitude("heard", "a-far", microphoneHz)).toBeLessThan(silent * 5);
  host.plan({ ...silentPlan, legs: { ...together, a: { ...together.a, microphone: true } } });
  await becomes("heard", "a-far", microphoneHz).toBeGreaterThan(loud);
  await becomes("heard", "a-far", clipHz).toBeGreaterThan(0.02);

  host.beating = false;
  await becomes("heard", "b-far", microphoneHz).toBeLessThan(silent);
  await becomes("heard", "a-far", clipHz).toBeLessThan(silent * 2);
  host.beating = true;
  await becomes("heard", "b-far", microphoneHz).toBeGreaterThan(loud);

  await test.step("held, each hears the clip alone", async () => {
    host.plan({ ...silentPlan, legs: { ...far, a: held, b: held } });
    await becomes("heard", "b-far", microphoneHz).toBeLessThan(silent);
    await becomes("heard", "b-far", clipHz).toBeGreaterThan(0.02);
  });

  await test.step("one that has gone is heard no more, and the other goes on", async () => {
    host.plan({ ...silentPlan, legs: { ...far, a: { ...talking, hears: ["b"] }, b: { ...talking, hears: ["a"] } } });
    await becomes("heard", "a-far", clipHz).toBeGreaterThan(0.02);
    host.close("b");
    await becomes("heard", "a-far", clipHz).toBeLessThan(silent * 2);
    await becomes("heard", "a-far", microphoneHz).toBeGreaterThan(loud);
  });
});

test("a leg that the plan does not name has neither voice; a plan that comes before its leg is kept for it", async () => {
  host.plan({ ...silentPlan, legs: { a: talking } });
  await join2("a", "b");
  await becomes("heard", "b", microphoneHz).toBeGreaterThan(loud);
  expect(await amplitude("played", "b", microphoneHz)).toBe(0);
  host.plan(silentPlan);
  await becomes("heard", "b", microphoneHz).toBeLessThan(silent);
});

test("a host that is not heard for 2 s closes the microphone, receiving goes on, and beats open it again", async () => {
  await join2("a", "b");
  host.plan({ ...silentPlan, legs: { a: talking, b: muted } });
  await becomes("heard", "b", microphoneHz).toBeGreaterThan(loud);
  host.beating = false;
  await becomes("heard", "b", microphoneHz).toBeLessThan(silent);
  host.beating = true;
  await becomes("heard", "b", microphoneHz).toBeGreaterThan(loud);
});

test("orders of another epoch are ignored; a page that loses its lease closes the microphone", async () => {
  await join2("a", "b");
  host.plan({ ...silentPlan, legs: { a: talking, b: muted } });
  await becomes("heard", "b", microphoneHz).toBeGreaterThan(loud);
  host.send({ t: "plan", epoch: host.epoch - 1, plan: silentPlan });
  host.send({ t: "close", epoch: host.epoch - 1, callId: "b" });
  expect(await amplitude("heard", "b", microphoneHz)).toBeGreaterThan(loud);
  const from = host.said.length;
  host.send({ t: "revoked" });
  await becomes("heard", "b", microphoneHz).toBeLessThan(silent);
  // It asks for its turn once, with what it carries; a page that has no lease is told the same and asks for nothing.
  expect(host.said.slice(from).filter(isHello)).toEqual([{ t: "hello", has: ["a", "b"] }]);
  host.send({ t: "revoked" });
  host.lease();
  host.plan({ ...silentPlan, legs: { a: talking, b: muted } });
  await becomes("heard", "b", microphoneHz).toBeGreaterThan(loud);
  expect(host.said.slice(from).filter(isHello)).toHaveLength(1);
});

test("a new lease is told of every leg whether sound flows, changed or not", async () => {
  await join2("a", "b");
  const from = host.said.length;
  host.lease();
  for (const callId of ["a", "b"])
    expect(await host.next((said) => isSound(said) && said.callId === callId, from)).toMatchObject({
      epoch: 2,
      in: true,
      out: true,
    });
});

test("an offer that names no group of streams is answered, as rtpengine makes it", async () => {
  const { sdp } = await host.ask({ op: "offer", callId: "a", purpose: "call" });
  expect(sdp).toMatch(/^a=group:BUNDLE 0\r\n/m);
  const answer = await host.ask({ op: "answer", callId: "b", sdp: sdp.replace(/^a=group:BUNDLE.*\r\n/m, "") });
  expect(answer.failed).toBe("");
  expect((await host.ask({ op: "accept", callId: "a", sdp: answer.sdp })).failed).toBe("");
  host.plan({ ...silentPlan, legs: { a: talking, b: muted } });
  await becomes("heard", "b", microphoneHz).toBeGreaterThan(loud);
});

test("a cut link closes the microphone; the page comes back and keeps the legs that the new plan names", async () => {
  await join2("a", "b");
  const plan = { ...silentPlan, legs: { a: talking, b: muted } };
  host.plan(plan);
  await becomes("heard", "b", microphoneHz).toBeGreaterThan(loud);
  const from = host.said.length;
  host.cut();
  await host.next(isHello, from);
  await becomes("heard", "b", microphoneHz).toBeLessThan(silent);
  host.lease();
  host.plan(plan);
  await becomes("heard", "b", microphoneHz).toBeGreaterThan(loud);
});

test("legs and their levels: sound is told once per change, levels while a call is up", async () => {
  await join2("a", "b");
  host.plan({ ...silentPlan, legs: { a: talking, b: muted } });
  const levels = await host.next<Extract<FromMedia, { t: "levels" }>>(
    (said) => isLevels(said) && (said.calls["b"] ?? 0) > 0.5,
  );
  expect(levels.microphone).toBeGreaterThan(0.5);
  expect(levels.calls["a"]).toBeLessThan(0.1);
  const from = host.said.length;
  host.close("b");
  await host.next((said) => isSound(said) && said.callId === "a" && !said.in, from);
  expect(host.said.filter((said) => isSound(said) && said.callId === "b" && said.in)).toHaveLength(1);
});

test("digits go to a far end that takes them, and are refused in words where none does", async () => {
  await join2("a", "b");
  expect(await host.ask({ op: "sendDigits", callId: "a", digits: "12#" })).toMatchObject({ failed: "" });
  expect((await host.ask({ op: "sendDigits", callId: "a", digits: "12x" })).failed).toContain("Digits are");
  expect((await host.ask({ op: "sendDigits", callId: "nobody", digits: "1" })).failed).toBe(
    "This call has no sound here.",
  );
  const { sdp } = await host.ask({ op: "offer", callId: "c", purpose: "call" });
  expect(sdp).not.toBe("");
  expect((await host.ask({ op: "sendDigits", callId: "c", digits: "1" })).failed).toBe(
    "The far end does not take digits.",
  );
});

test("an unusable offer fails in words, and the next one is answered", async () => {
  const junk = await host.ask({ op: "answer", callId: "a", sdp: "v=0\r\nthis is no SDP\r\n" });
  expect(junk.failed).toBe("The far end offers no sound.");
  const plainRtp =
    "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n";
  expect((await host.ask({ op: "answer", callId: "a", sdp: plainRtp })).failed).toContain("cannot be used");
  await join2("b", "a");
});

test("a repeated offer renews the same peer, and sound goes on", async () => {
  await join2("a", "b");
  host.plan({ ...silentPlan, legs: { a: talking, b: muted } });
  await becomes("heard", "b", microphoneHz).toBeGreaterThan(loud);
  const again = await host.ask({ op: "offer", callId: "a", purpose: "call" });
  const answer = await host.ask({ op: "answer", callId: "b", sdp: again.sdp });
  expect((await host.ask({ op: "accept", callId: "a", sdp: answer.sdp })).failed).toBe("");
  expect((await host.ask({ op: "accept", callId: "a", sdp: answer.sdp })).failed).toBe("");
  await becomes("heard", "b", microphoneHz).toBeGreaterThan(loud);
});

test("a restart of ICE goes over new names on the same peer, and sound goes on both ways", async () => {
  await join2("a", "b");
  host.plan({ ...silentPlan, legs: { a: talking, b: muted } });
  await becomes("heard", "b", microphoneHz).toBeGreaterThan(loud);
  const nameIn = (sdp: string) => /^a=ice-ufrag:(\S+)/m.exec(sdp)?.[1];
  const same = await host.ask({ op: "offer", callId: "a", purpose: "call", path: "same" });
  const renewed = await host.ask({ op: "answer", callId: "b", sdp: same.sdp });
  expect((await host.ask({ op: "accept", callId: "a", sdp: renewed.sdp })).failed).toBe("");
  const restart = await host.ask({ op: "offer", callId: "a", purpose: "call", path: "restartIce" });
  expect(nameIn(restart.sdp)).not.toBe(nameIn(same.sdp));
  const answer = await host.ask({ op: "answer", callId: "b", sdp: restart.sdp });
  expect((await host.ask({ op: "accept", callId: "a", sdp: answer.sdp })).failed).toBe("");
  await becomes("heard", "b", microphoneHz).toBeGreaterThan(loud);
  // One that the far end refuses leaves the path as it was.
  expect((await host.ask({ op: "offer", callId: "a", purpose: "call", path: "restartIce" })).failed).toBe("");
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  await becomes("heard", "b", microphoneHz).toBeGreaterThan(loud);
});

test("a fresh path is another peer, which has the voice at once; the old far end hears nothing more", async () => {
  await join2("a", "b");
  host.plan({ ...silentPlan, legs: { a: talking, b: muted, c: muted } });
  await becomes("heard", "b", microphoneHz).toBeGreaterThan(loud);
  const fresh = await host.ask({ op: "offer", callId: "a", purpose: "call", path: "fresh" });
  const answer = await host.ask({ op: "answer", callId: "c", sdp: fresh.sdp });
  expect((await host.ask({ op: "accept", callId: "a", sdp: answer.sdp })).failed).toBe("");
  await becomes("heard", "c", microphoneHz).toBeGreaterThan(loud);
  await becomes("heard", "b", microphoneHz).toBeLessThan(silent);
});

test("packets that carry silence for five seconds are told, and a voice after them", async () => {
  await join2("a", "b");
  host.plan({ ...silentPlan, legs: { a: muted, b: muted } });
  const isSilent = (said: FromMedia): boolean => said.t === "silent" && said.callId === "b" && said.silent;
  await expect.poll(() => host.said.some(isSilent), { timeout: 15_000 }).toBe(true);
  const from = host.said.length;
  host.plan({ ...silentPlan, legs: { a: talking, b: muted } });
  await host.next((said) => said.t === "silent" && said.callId === "b" && !said.silent, from);
});

test("a video stream in an offer is refused and the voice is answered", async () => {
  const { sdp } = await host.ask({ op: "offer", callId: "a", purpose: "call" });
  const video =
    "m=video 9 UDP/TLS/RTP/SAVPF 96\r\nc=IN IP4 0.0.0.0\r\na=rtpmap:96 VP8/90000\r\na=mid:1\r\na=sendrecv\r\na=rtcp-mux\r\n" +
    `${/^a=ice-ufrag:.*\r\n/m.exec(sdp)?.[0]}${/^a=ice-pwd:.*\r\n/m.exec(sdp)?.[0]}` +
    `${/^a=fingerprint:.*\r\n/m.exec(sdp)?.[0]}a=setup:actpass\r\n`;
  const answer = await host.ask({ op: "answer", callId: "b", sdp: sdp + video });
  expect(answer.failed).toBe("");
  expect(answer.sdp).toMatch(/^m=audio [1-9]/m);
  expect(answer.sdp).toMatch(/^m=video 0 /m);
});
