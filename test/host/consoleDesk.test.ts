import { expect, test } from "vitest";
import { createConsoleDesk } from "../../electron/host/consoleDesk.ts";
import { createDesk } from "../../electron/host/desk.ts";
import type { Order } from "../../shared/desk/orders.ts";
import { emptyDesk } from "../../shared/desk/state.ts";
import type { ToConsole } from "../../shared/link/consoleLink.ts";
import { everything } from "../../shared/link/history.ts";
import { site } from "../desk/drive.ts";
import { aWindow } from "./links.ts";

function aConsoleDesk(demo = true) {
  const orders: Order[] = [];
  const clock = { now: () => 1_000, wall: () => 2_000 };
  const loop = createDesk({
    desk: { ...emptyDesk, pbxs: { A: { state: "registered", since: 0, why: "" } } },
    site: { ...site, demo },
    clock,
    proofs: () => ({ A: clock.now() }),
    journal: {
      // A disk that answers in the next turn.
      append: (entries) => void setImmediate(() => loop.onRecorded(entries.at(-1)?.seq ?? 0)),
      snapshotDue: () => false,
      saveSnapshot: () => undefined,
    },
    show: (entries, seq) => desk.show(entries, seq),
    recorded: (seq) => desk.recorded(seq),
    order: (order) => void orders.push(order),
    plan: () => undefined,
  });
  const talk = { begun: [] as string[], renewed: [] as string[], released: [] as string[] };
  const desk = createConsoleDesk({
    loop,
    clock,
    journal: {
      history: async () => ({ entries: [], more: false }),
      exportCsv: async () => {
        throw new Error("disk gone");
      },
    },
    pins: () => ({
      check: async (id, pin) => (pin === `pin of ${id}` ? { ok: true, words: "" } : { ok: false, words: "Wrong PIN." }),
    }),
    talk: {
      begin: (id) => void talk.begun.push(id),
      renew: (id) => void talk.renewed.push(id),
      release: (id) => void talk.released.push(id),
      stop: () => undefined,
    },
    attendance: { presence: () => undefined, gone: () => undefined },
    surroundings: () => ({
      position: "2",
      proofs: {},
      devices: [],
      deviceChoice: { microphone: "", talk: "", ring: [] },
      embedMedia: false,
      about: { shell: "test", plant: "none", journal: "none", version: "0" },
      plantPanel: null,
    }),
    choose: () => undefined,
  });
  const open = () => {
    const end = aWindow();
    desk.attach(end.link);
    let id = 0;
    const ask = (message: object) => {
      const asked = ++id;
      end.say({ ...message, id: asked });
      return end.got<ToConsole>((heard) => "id" in heard && heard.id === asked);
    };
    return { ...end, ask, signIn: (operatorId: string, pin: string | null) => ask({ t: "signIn", operatorId, pin }) };
  };
  return { loop, orders, talk, open };
}

test("a window gets a snapshot first, then the entries of whoever acts, in every window", async () => {
  const { open } = aConsoleDesk();
  const one = open();
  const two = open();
  expect(one.received[0]).toMatchObject({ t: "snapshot", snapshot: { position: "2", wall: 2_000 } });
  expect(await one.signIn("anna", null)).toMatchObject({ t: "accepted" });
  const heard = await two.got<ToConsole>((message) => message.t === "entries");
  expect(heard).toMatchObject({
    entries: [{ kind: "signedIn", by: "operator:anna" }, { kind: "soundTestStarted" }],
    recordedSeq: 2,
  });
});

test("one click signs in at the demo only; elsewhere the PIN decides, in words", async () => {
  const { open } = aConsoleDesk(false);
  const window = open();
  expect(await window.signIn("anna", null)).toMatchObject({ t: "refused", refusal: { code: "wrongPin" } });
  expect(await window.signIn("anna", "1234")).toMatchObject({ t: "refused", refusal: { words: "Wrong PIN." } });
  expect(await window.signIn("anna", "pin of anna")).toMatchObject({ t: "accepted" });
});

test("the host stamps who asks; what a window claims about itself is dropped", async () => {
  const { loop, orders, open } = aConsoleDesk();
  const window = open();
  const call = { t: "command", command: { type: "call", number: "7002", eventId: null, by: "operator:ben" } };
  expect(await window.ask(call)).toMatchObject({ t: "refused", refusal: { code: "notSignedIn" } });
  await window.signIn("anna", null);
  expect(await window.ask(call)).toMatchObject({ t: "accepted" });
  expect(orders).toHaveLength(1);
  expect(Object.values(loop.desk.calls)[0]?.handledBy).toBe("operator:anna");
});

test("an all call is approved by a checked PIN of another operator, never by a window's word", async () => {
  const { loop, talk, open } = aConsoleDesk();
  const window = open();
  await window.signIn("anna", null);
  const command = { type: "startPage", zoneIds: [], allCall: true, approvedBy: "ben" };
  expect(await window.ask({ t: "command", command })).toMatchObject({ refusal: { code: "needsApproval" } });
  const wrong = { operatorId: "ben", pin: "0000" };
  expect(await window.ask({ t: "command", command, approval: wrong })).toMatchObject({ refusal: { code: "wrongPin" } });
  const right = { operatorId: "ben", pin: "pin of ben" };
  expect(await window.ask({ t: "command", command, approval: right })).toMatchObject({ t: "accepted" });
  expect(talk.begun).toEqual([loop.desk.page?.id]);
});

test("a message to everyone takes a second operator's PIN too, and no talk key", async () => {
  const { loop, talk, open } = aConsoleDesk();
  const window = open();
  await window.signIn("anna", null);
  const command = { type: "playMessage", messageId: "clear", zoneIds: [], allCall: true, approvedBy: "ben" };
  expect(await window.ask({ t: "command", command })).toMatchObject({ refusal: { code: "needsApproval" } });
  const right = { operatorId: "ben", pin: "pin of ben" };
  expect(await window.ask({ t: "command", command, approval: right })).toMatchObject({ t: "accepted" });
  expect(loop.desk.page).toMatchObject({ message: { id: "clear" }, approvedBy: "ben" });
  expect(talk.begun).toEqual([]);
});

test("a message that is not understood is refused in words and harms nothing", async () => {
  const { loop, open } = aConsoleDesk();
  const window = open();
  expect(await window.ask({ t: "command", command: { type: "selfDestruct" } })).toMatchObject({
    refusal: { code: "badRequest" },
  });
  window.say("nonsense");
  window.say(null);
  expect(loop.desk.events).toEqual({});
});

test("the history is read by right, and a journal that cannot be read says so", async () => {
  const { open } = aConsoleDesk();
  const window = open();
  const history = { t: "query", query: { query: "history", filter: everything } };
  expect(await window.ask(history)).toMatchObject({ refusal: { code: "notSignedIn" } });
  await window.signIn("ben", null);
  expect(await window.ask(history)).toMatchObject({ t: "result", result: { page: { entries: [] } } });
  const csv = { t: "query", query: { query: "exportCsv", filter: everything } };
  expect(await window.ask(csv)).toMatchObject({ refusal: { words: "The journal could not be read: disk gone" } });
});
