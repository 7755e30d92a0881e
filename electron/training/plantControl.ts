/** Asks the plant of an exercise to do what the scenario says, over its control on loopback. */
import type { PlantAct } from "../../shared/training/advance.ts";

const answerWithinMs = 5_000;

/** Rejects in words. */
export async function askPlant(control: string, act: PlantAct): Promise<void> {
  const { path, body } = requestOf(act);
  const response = await fetch(control + path, {
    method: "POST",
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(answerWithinMs),
  });
  if (response.ok) return;
  const { error } = (await response.json()) as { error?: string };
  throw new Error(`the plant of the exercise refused ${path}: ${error ?? response.status}`);
}

/** Resolves when every station of the plant is registered; rejects in words when that takes longer than `withinMs`. */
export async function stationsAttached(control: string, withinMs: number): Promise<void> {
  const response = await fetch(`${control}/attached`, { signal: AbortSignal.timeout(withinMs) }).catch(
    (error: unknown) => {
      throw new Error(`its stations did not register within ${withinMs / 1000} s`, { cause: error });
    },
  );
  await response.body?.cancel();
  if (!response.ok) throw new Error(`its stations did not register: its plant answered ${response.status}`);
}

function requestOf(act: PlantAct): { path: string; body: object } {
  switch (act.act) {
    case "press":
      return { path: "/press", body: { number: act.number, headers: act.headers } };
    case "hangUp":
      return { path: "/hangup", body: { number: act.number } };
    case "voice":
      return { path: "/voice", body: { number: act.number, speaks: act.speaks } };
    case "contacts":
      return { path: "/contacts", body: { how: act.how } };
    case "pbx":
      return { path: "/pbx", body: { shut: act.lost } };
  }
}
