/** What is known of a station's health: how its last call or page went. Nobody asks it otherwise, and so it is said. */
import { about } from "../../../shared/words/durations.ts";
import { sickWords } from "../../../shared/words/sick.ts";
import { useNow } from "../clock.ts";
import { useConsole } from "../store.ts";

export function Health({ stationId, name }: { stationId: string; name: string }) {
  const sickness = useConsole((state) => state.desk.sick[stationId]);
  const now = useNow(1000);
  if (!sickness) return "not supervised";
  return <span className="refusal">{`${sickWords(sickness, name)}, ${about(now - sickness.lastAt)} ago`}</span>;
}
