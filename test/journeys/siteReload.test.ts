/** Journey: the site file is changed while an SOS is open. Its procedure stays as it was, through a restart of the host, too; the next event has the new one. */
import { expect, test } from "vitest";
import { createHost, type Host, type HostOptions } from "../../electron/host/host.ts";
import type { ProcedureStep, Site } from "../../shared/site/site.ts";
import { startDesk } from "./desk.ts";
import { attachTo, type HostLife } from "./hostLife.ts";
import { loadedSite, smallSite } from "./smallSite.ts";

const steps: readonly ProcedureStep[] = [
  { kind: "say", words: "Confirm the place", mandatory: false },
  { kind: "ask", words: "Is anyone injured?", mandatory: true, answers: ["Yes", "No"] },
];
const gate: ProcedureStep = { kind: "do", words: "Close the tunnel", mandatory: true };
const siteWith = (hash: string, given: readonly ProcedureStep[]): Site => ({
  ...smallSite,
  hash,
  procedures: [{ id: "sos", name: `SOS ${hash}`, classes: ["lifeSafety"], steps: given }],
});
const site = siteWith("before", steps);
const edited = siteWith("after", [gate, ...steps]);

test("ticks stay with their steps when the site is loaded anew, and what must be done for the next event is another thing", async () => {
  let host: Host | null = null;
  const live = async (options: HostOptions): Promise<HostLife> => {
    const started = await createHost(options);
    host = started;
    return {
      attach: (kind, side) => attachTo(started, kind, side),
      stop: () => started.stop(),
      kill: () => Promise.reject(new Error("A host in this process cannot be killed.")),
      freeze() {
        throw new Error("A host in this process cannot be frozen.");
      },
    };
  };
  const reload = async (next: Site): Promise<void> => {
    host?.reloadSite(await loadedSite(next, desk.wire.url));
    await console.until(`the site is ${next.hash}`, (now) => now.siteHash === next.hash);
  };
  const desk = await startDesk({ site, live });
  const { console } = desk;
  const event = await desk.talkWith("214");
  await desk.hangUp("214");
  await console.until("the caller has gone", () => desk.event("214").condition === "returned");
  const tick = (step: number, answer: string | null) =>
    console.send({ type: "doStep", eventId: event.id, step, answer });
  expect(await tick(1, "No")).toBeNull();

  await reload(edited);
  expect(desk.event("214").procedure).toEqual({ name: "SOS before", steps });
  expect(await tick(0, null)).toBeNull();
  expect(await tick(2, null)).toMatchObject({ code: "badRequest" });

  await desk.restartHost();
  await reload(edited);
  expect(desk.event("214").procedure).toEqual({ name: "SOS before", steps });
  expect(await desk.signIn("anna")).toBeNull();
  expect(await console.send({ type: "close", eventId: event.id, outcome: "helped", note: "" })).toBeNull();

  const next = await desk.talkWith("214");
  expect(next.procedure?.steps[0]).toEqual(gate);
  await desk.hangUp("214");
  await console.until("the caller has gone again", () => desk.event("214").condition === "returned");
  const close = { type: "close", eventId: next.id, outcome: "helped", note: "all well" } as const;
  expect(await console.send(close)).toMatchObject({
    code: "mandatoryStepsOpen",
    words: expect.stringContaining("“Close the tunnel”, “Is anyone injured?”"),
  });
  expect(await console.send({ ...close, override: "the tunnel is shut already" })).toBeNull();
  expect(console.desk.closed[0]?.closed?.override).toEqual({
    steps: ["Close the tunnel", "Is anyone injured?"],
    reason: "the tunnel is shut already",
  });
});
