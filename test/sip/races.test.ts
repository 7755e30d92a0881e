/** Messages that cross, come in the wrong order, or do not come: no call is left that nobody is in. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { answered, type Frame, inDialog, invite, sdp } from "./fakePbx.ts";
import { type Border, startBorder } from "./startBorder.ts";

let bench: Border;
beforeEach(async () => {
  bench = await startBorder();
});
afterEach(() => bench.stop());

async function answer(): Promise<{ callId: string; ok: Frame }> {
  bench.pbx.send(invite());
  const { callId } = await bench.until("callTaken");
  bench.border.order({ type: "answerCall", callId });
  return { callId, ok: await bench.pbx.until(answered("200", "INVITE")) };
}

test("a BYE that comes before its ACK ends the call once", async () => {
  const { callId, ok } = await answer();
  bench.pbx.sendAtOnce([inDialog("BYE", ok, 2), inDialog("ACK", ok, 1)]);
  await bench.until("callEnded", (report) => report.callId === callId);
  await bench.pbx.until(answered("200", "BYE"));
  expect(bench.all("callEnded")).toHaveLength(1);
  expect(bench.all("bugCaught")).toEqual([]);
  expect(bench.closed).toEqual([callId]);
});

test("of two re-INVITEs in one breath both are answered, and neither ends the call", async () => {
  const { callId, ok } = await answer();
  bench.pbx.send(inDialog("ACK", ok, 1));
  await bench.until("callEstablished");
  const type = ["Content-Type: application/sdp"];
  bench.pbx.sendAtOnce([2, 3].map((cseq) => inDialog("INVITE", ok, cseq, type, sdp)));
  for (const cseq of [2, 3])
    await bench.pbx.until(({ kind, header }) => /^[2-6]/.test(kind) && header("cseq") === `${cseq} INVITE`);
  expect(bench.all("callEnded")).toEqual([]);
  bench.pbx.send(inDialog("BYE", ok, 4));
  await bench.until("callEnded", (report) => report.callId === callId);
  expect(bench.all("bugCaught")).toEqual([]);
});
