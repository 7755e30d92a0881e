/** Zones as cards to choose from; each says what a page does or did there, and who was not reached. */
import { useEffect, useRef } from "react";
import type { EndedPage } from "../../../shared/page/page.ts";
import type { Site, Zone } from "../../../shared/site/site.ts";
import { useNow } from "../clock.ts";
import { useConsole } from "../store.ts";
import { toggleZone, useView } from "../view.ts";
import { type ZoneWords, zoneWords } from "./pageWords.ts";

/** How long the receipt of the last page stands on its zones. */
const receiptForMs = 60_000;

export function ZoneCards({ site }: { site: Site }) {
  const page = useConsole((state) => state.desk.page);
  const lastPage = useConsole((state) => state.desk.lastPage);
  const chosen = useView((view) => view.chosenZoneIds);
  const now = useNow(1000);
  const receipt: EndedPage | null = !page && lastPage && now - lastPage.closedAt < receiptForMs ? lastPage : null;
  if (site.zones.length === 0) return <p className="reachEmpty">This site has no zones to page.</p>;
  return (
    <fieldset className="zoneCards" aria-label="Zones">
      {site.zones.map((zone) => (
        <ZoneCard
          key={zone.id}
          zone={zone}
          chosen={chosen.includes(zone.id)}
          says={zoneWords(zone, page, receipt, now, site)}
        />
      ))}
    </fieldset>
  );
}

function ZoneCard({ zone, chosen, says }: { zone: Zone; chosen: boolean; says: ZoneWords }) {
  const { look, words, missing } = says;
  const card = useRef<HTMLButtonElement>(null);
  // Folded to one row, the zone that is spoken to must be in sight.
  useEffect(() => {
    if (look === "opening" || look === "onAir" || look === "partly")
      card.current?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [look]);
  return (
    <button
      ref={card}
      type="button"
      className="zoneCard"
      aria-pressed={chosen}
      data-look={look}
      title={missing.length > 0 ? `Not reached: ${missing.join(", ")}` : undefined}
      onClick={() => toggleZone(zone.id)}
    >
      <span className="zoneTitle">
        <b className="cut">{zone.name}</b>
        <span className="zoneTick" aria-hidden="true">
          {chosen ? "✓" : ""}
        </span>
      </span>
      <span className="zoneWords">{words}</span>
      {missing.length > 0 && <span className="zoneMissing cut">{`Not reached: ${missing.join(", ")}`}</span>}
    </button>
  );
}
