/** Glare (RFC 3261, 14.1 and 14.2): our re-INVITE, by which a call is healed, and one of the far end's cross. Frame by frame. */
import { afterEach, describe, expect, test } from "vitest";
import type { Pace } from "../../electron/sip/pace.ts";
import { backwards, type Frame, inDialog, invite, sdp } from "./fakePbx.ts";
import { type Border, startBorder, talkingOn } from "./startBorder.ts";

let bench: Border;
afterEach(() => bench.stop());
/** So long that a test which waits for it fails. */
const never = [600_000, 600_000] as const;
const atOnce = [0, 0] as const;
const start = async (pace: Partial<Pace>): Promise<void> => {
  bench = await startBorder({ healWithinMs: 900_000, ...pace });
};

const typed = ["Content-Type: application/sdp", "Contact: <sip:2014@pbx.invalid;transport=ws>"];
const reInvites = (): Frame[] =>
  bench.pbx.received.filter(({ kind, header }) => kind === "INVITE" && header("to").includes(";tag="));
const nth = (n: number): Promise<Frame> => bench.pbx.until((frame) => frame === reInvites()[n]);
const heal = (callId: string): void => bench.border.order({ type: "healCall", callId, because: "linkBack" });
const cseqOf = (frame: Frame): number => Number.parseInt(frame.header("cseq"), 10);

const callerUp = (): Promise<{ callId: string; ok: Frame }> =>
  talkingOn(bench, invite({ callId: "theirs", from: '"Help" <sip:2014@pbx.invalid>;tag=caller' }));

async function calledUp(purpose: "call" | "page" = "call"): Promise<Frame> {
  bench.border.order({ type: "dialCall", callId: "out-1", pbxId: "a", number: "2014", purpose, members: false });
  const ours = await bench.pbx.until(({ kind }) => kind === "INVITE");
  bench.pbx.reply(ours, "200 OK", typed, sdp);
  await bench.until("callEstablished");
  return ours;
}

/** Ours gets 491, and is tried again. */
async function refusedOnce(callId: string): Promise<void> {
  heal(callId);
  const first = await nth(0);
  bench.pbx.reply(first, "491 Request Pending");
  await bench.pbx.until(({ kind, header }) => kind === "ACK" && header("cseq") === `${cseqOf(first)} ACK`);
  const second = await nth(1);
  expect(cseqOf(second)).toBe(cseqOf(first) + 1);
  bench.pbx.reply(second, "200 OK", typed, sdp);
  expect(await bench.until("callHealed")).toMatchObject({ callId });
  expect(bench.all("callNotHealed")).toEqual([]);
}

describe("ours is refused with 491", () => {
  test("in a dialog that the far end began: again after the shorter time", async () => {
    await start({ glareMs: atOnce, glareOwnMs: never });
    await refusedOnce((await callerUp()).callId);
  });

  test.each(["call", "page"] as const)(
    "in the dialog of a %s that we began: again after the longer time",
    async (purpose) => {
      await start({ glareMs: never, glareOwnMs: atOnce });
      await calledUp(purpose);
      await refusedOnce("out-1");
    },
  );

  test("until it is too late: then the call goes on as it is", async () => {
    await start({ healWithinMs: 0, glareMs: [1, 1] });
    const { callId, ok } = await callerUp();
    heal(callId);
    bench.pbx.reply(await nth(0), "491 Request Pending");
    expect(await bench.until("callNotHealed")).toMatchObject({ callId, gone: false });
    bench.pbx.send(inDialog("BYE", ok, 2));
    expect(await bench.until("callEnded")).toMatchObject({ callId, by: "far" });
  });
});

describe("theirs comes", () => {
  test("while ours is pending: it gets 491, ours goes through, and their repeat is accepted", async () => {
    await start({ glareMs: never });
    const { callId, ok } = await callerUp();
    heal(callId);
    const ours = await nth(0);
    bench.pbx.send(inDialog("INVITE", ok, 2, ["Content-Type: application/sdp"], sdp));
    await bench.pbx.until(({ kind, header }) => kind === "491" && header("cseq") === "2 INVITE");
    bench.pbx.send(inDialog("ACK", ok, 2));
    bench.pbx.reply(ours, "200 OK", typed, sdp);
    await bench.until("callHealed");
    await bench.pbx.until(({ kind, header }) => kind === "ACK" && header("cseq") === `${cseqOf(ours)} ACK`);
    bench.pbx.send(inDialog("INVITE", ok, 3, ["Content-Type: application/sdp"], sdp));
    const taken = await bench.pbx.until(({ kind, header }) => kind === "200" && header("cseq") === "3 INVITE");
    expect(taken.body).toBe(sdp);
    expect(bench.asked.at(-1)).toMatchObject({ op: "answer", callId });
    expect(reInvites()).toHaveLength(1);
  });

  test("while ours is pending, and ours gets 491 too: theirs is accepted first, then ours", async () => {
    await start({ glareMs: [200, 200] });
    const { callId, ok } = await callerUp();
    heal(callId);
    const ours = await nth(0);
    bench.pbx.send(inDialog("INVITE", ok, 2, ["Content-Type: application/sdp"], sdp));
    bench.pbx.reply(ours, "491 Request Pending");
    await bench.pbx.until(({ kind, header }) => kind === "491" && header("cseq") === "2 INVITE");
    bench.pbx.send(inDialog("INVITE", ok, 3, ["Content-Type: application/sdp"], sdp));
    await bench.pbx.until(({ kind, header }) => kind === "200" && header("cseq") === "3 INVITE");
    bench.pbx.send(inDialog("ACK", ok, 3));
    bench.pbx.reply(await nth(1), "200 OK", typed, sdp);
    await bench.until("callHealed");
    bench.pbx.send(inDialog("BYE", ok, 4));
    expect(await bench.until("callEnded")).toMatchObject({ callId, by: "far" });
  });

  test("first, and is not answered yet: ours waits as after a 491", async () => {
    await start({ glareOwnMs: [50, 50] });
    const out = await calledUp();
    let give: (sdp: string) => void = () => undefined;
    bench.media.answer = (ask) =>
      ask.op === "answer" ? new Promise((resolve) => (give = resolve)) : Promise.resolve(sdp);
    const theirs = backwards("INVITE", out, 1).replace(
      "\r\nContent-Length: 0\r\n\r\n",
      `\r\n${typed.join("\r\n")}\r\nContent-Length: ${sdp.length}\r\n\r\n${sdp}`,
    );
    bench.pbx.send(theirs);
    await expect.poll(() => bench.asked.at(-1)?.op).toBe("answer");
    heal("out-1");
    bench.pbx.send(invite());
    await bench.until("callTaken");
    expect(reInvites()).toEqual([]);
    // The sound page, which is answering theirs, is not asked to offer meanwhile.
    expect(bench.asked.at(-1)).toMatchObject({ op: "answer" });
    give(sdp);
    const ok = await bench.pbx.until(
      ({ kind, header }) => kind === "200" && header("cseq") === "1 INVITE" && header("from").includes("tag=pbx"),
    );
    bench.pbx.send(backwards("ACK", out, 1).replace("z9hG4bKback1", "z9hG4bKbackAck"));
    expect(ok.body).toBe(sdp);
    bench.pbx.reply(await nth(0), "200 OK", typed, sdp);
    await bench.until("callHealed");
  });

  test("while the sound page is asked for ours: it is taken for the offer that it is, and ours is tried again", async () => {
    await start({ glareMs: [50, 50] });
    const { callId, ok } = await callerUp();
    let give: (sdp: string) => void = () => undefined;
    bench.media.answer = (ask) =>
      ask.op === "offer" ? new Promise((resolve) => (give = resolve)) : Promise.resolve(sdp);
    heal(callId);
    await expect.poll(() => bench.asked.at(-1)?.op).toBe("offer");
    bench.pbx.send(inDialog("INVITE", ok, 2, ["Content-Type: application/sdp"], sdp));
    await bench.pbx.until(({ kind, header }) => kind === "200" && header("cseq") === "2 INVITE");
    expect(bench.asked.at(-1)).toMatchObject({ op: "answer", callId });
    bench.pbx.send(inDialog("ACK", ok, 2));
    bench.media.answer = async () => sdp;
    give(sdp);
    bench.pbx.reply(await nth(0), "200 OK", typed, sdp);
    await bench.until("callHealed");
    expect(bench.asked.map(({ op }) => op)).toEqual(["answer", "offer", "answer", "offer", "accept"]);
    expect(bench.all("callNotHealed")).toEqual([]);
  });
});
