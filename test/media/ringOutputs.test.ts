/** The outputs that ring, over contexts and devices that the test plays: what is open, what is not and why, and what rings meanwhile. */
import { beforeEach, expect, test, vi } from "vitest";
import type { SinkContext } from "../../renderer/media/outputs.ts";
import { createRingOutputs } from "../../renderer/media/ringOutputs.ts";
import { foundOpen } from "../../renderer/media/ringProof.ts";
import type { AudioDevice } from "../../shared/link/mediaLink.ts";

/** As much of an AudioContext as an output needs; the device behind it may refuse, hang or stand still. */
class FakeContext {
  static readonly all: FakeContext[] = [];
  static readonly refuse = new Set<string>();
  static readonly hang = new Set<string>();
  /** Turns of the loop that opening takes. */
  static turns = 0;
  state = "running";
  currentTime = 0;
  sinkId: string | { type: "none" } = "";
  constructor() {
    FakeContext.all.push(this);
  }
  async setSinkId(sink: string | { type: "none" }): Promise<void> {
    if (typeof sink === "string" && FakeContext.hang.has(sink)) return new Promise(() => undefined);
    if (typeof sink === "string" && FakeContext.refuse.has(sink)) throw new DOMException("busy", "NotReadableError");
    for (let turn = 0; turn < FakeContext.turns; turn++) await null;
    this.sinkId = sink;
  }
  async close(): Promise<void> {
    this.state = "closed";
  }
}

const output = (id: string): AudioDevice => ({ id, label: `The ${id}`, kind: "output" });
const both = ["desk", "ceiling"].map((id) => ({ id, label: `The ${id}` }));
const bothListed = [...both.map(({ id }) => output(id)), { id: "mic", label: "Mic", kind: "input" as const }];

function outputsOf() {
  let changes = 0;
  const outputs = createRingOutputs(
    () => new FakeContext() as unknown as SinkContext,
    () => {
      changes += 1;
    },
  );
  const sinks = () => outputs.playing().map(({ sinkId }) => sinkId);
  const goOn = (stands: readonly string[] = []) => {
    vi.advanceTimersByTime(2_000);
    for (const each of FakeContext.all) if (!stands.includes(String(each.sinkId))) each.currentTime += 2;
    outputs.look();
  };
  const silent = () => outputs.now().silent.map(({ id, why }) => `${id} ${why}`);
  return { outputs, sinks, goOn, silent, changes: () => changes };
}

beforeEach(() => {
  vi.useFakeTimers();
  FakeContext.all.length = 0;
  FakeContext.refuse.clear();
  FakeContext.hang.clear();
  FakeContext.turns = 0;
  return () => void vi.useRealTimers();
});

test("with none chosen the system's default rings, without a word about devices", async () => {
  const { outputs, sinks } = outputsOf();
  await outputs.take(bothListed, []);
  expect(sinks()).toEqual([""]);
  expect(outputs.now()).toEqual({ playing: [], silent: [], byDefault: true });
});

test("each chosen device has an output of its own, opened before any ring and kept", async () => {
  const { outputs, sinks, goOn } = outputsOf();
  await outputs.take(bothListed, both);
  expect(sinks()).toEqual(["desk", "ceiling"]);
  const first = outputs.playing();
  goOn();
  await outputs.take(bothListed);
  expect(outputs.playing()).toEqual(first);
  expect(outputs.proof()).toEqual({ confirmed: true, why: "" });
  expect(outputs.now()).toEqual({ playing: both, silent: [], byDefault: true });
});

test("one that is gone is closed and named, the other rings on; back, it rings again", async () => {
  const { outputs, sinks, silent, changes } = outputsOf();
  await outputs.take(bothListed, both);
  const [, ceiling] = outputs.playing();
  const before = changes();
  const taken = outputs.take([output("desk")]);
  expect([sinks(), changes() - before], "at once").toEqual([["desk"], 1]);
  await taken;
  expect(silent()).toEqual(["ceiling missing"]);
  expect(ceiling?.state).toBe("closed");
  await outputs.take(bothListed);
  expect([sinks(), silent()]).toEqual([["desk", "ceiling"], []]);
});

test("with all gone the system's default rings, and both are named; with no output at all nothing is said to ring", async () => {
  const { outputs, sinks, silent, goOn } = outputsOf();
  await outputs.take(bothListed, both);
  await outputs.take([output("other")]);
  expect([sinks(), silent()]).toEqual([[""], ["desk missing", "ceiling missing"]]);
  goOn();
  expect(outputs.proof().confirmed).toBe(true);
  await outputs.take([]);
  expect(outputs.proof()).toEqual({ confirmed: false, why: "There is no sound output device." });
  expect(outputs.now().byDefault).toBe(false);
});

test("one that cannot be opened is named and tried again, and holds up no other", async () => {
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
  FakeContext.refuse.add("ceiling");
  const { outputs, sinks, silent } = outputsOf();
  await outputs.take(bothListed, both);
  expect([sinks(), silent()]).toEqual([["desk"], ["ceiling refused"]]);
  FakeContext.refuse.clear();
  await outputs.take(bothListed);
  expect([sinks(), silent()]).toEqual([["desk", "ceiling"], []]);
});

test("one that never answers counts as refused after a second", async () => {
  FakeContext.hang.add("ceiling");
  const { outputs, sinks, silent } = outputsOf();
  const taken = outputs.take(bothListed, both);
  await vi.advanceTimersByTimeAsync(900);
  expect(sinks()).toEqual(["desk"]);
  await vi.advanceTimersByTimeAsync(200);
  await taken;
  expect(silent()).toEqual(["ceiling refused"]);
});

test("two looks at the devices at once open each of them once, and both wait for it", async () => {
  FakeContext.turns = 20;
  const { outputs, sinks, silent } = outputsOf();
  void outputs.take(bothListed, both);
  await outputs.take(bothListed);
  expect([sinks(), silent(), FakeContext.all.length]).toEqual([["desk", "ceiling"], [], 3]);
});

test("one whose time stands still is named, opened anew, and counts again only when its time goes on", async () => {
  const { outputs, sinks, silent, goOn } = outputsOf();
  await outputs.take(bothListed, both);
  goOn(["ceiling"]);
  expect([sinks(), silent()]).toEqual([["desk"], ["ceiling stopped"]]);
  expect(outputs.proof().confirmed).toBe(true);
  await outputs.take(bothListed);
  expect(silent(), "opened anew, and not proved yet").toEqual(["ceiling stopped"]);
  goOn();
  expect([sinks(), silent()]).toEqual([["desk", "ceiling"], []]);
});

test("where all chosen ones stand still the system's default rings instead", async () => {
  const { outputs, sinks, goOn } = outputsOf();
  await outputs.take(bothListed, both);
  goOn(["ceiling", "desk"]);
  expect(sinks()).toEqual([""]);
  expect(outputs.proof().confirmed).toBe(true);
});

test("before the browser names its devices a chosen one is hidden, not missing", async () => {
  const { outputs, silent } = outputsOf();
  await outputs.take([output("")], both);
  expect(silent()).toEqual(["desk hidden", "ceiling hidden"]);
});

test("one that is chosen no more is closed and not spoken of", async () => {
  const { outputs, sinks, silent } = outputsOf();
  await outputs.take(bothListed, both);
  await outputs.take(bothListed, both.slice(1));
  expect([sinks(), silent()]).toEqual([["ceiling"], []]);
  expect(FakeContext.all.map(({ sinkId, state }) => `${String(sinkId)} ${state}`)).toEqual([
    " running",
    "desk closed",
    "ceiling running",
  ]);
});

test("an output that does not run has stopped; where the page may not sound at all it is not allowed to", () => {
  expect(foundOpen({ running: true, advanced: true }, true)).toBe("open");
  expect(foundOpen({ running: true, advanced: false }, true)).toBe("stopped");
  expect(foundOpen({ running: false, advanced: false }, true)).toBe("stopped");
  expect(foundOpen({ running: false, advanced: false }, false)).toBe("notAllowed");
});
