/** Everything that is quiet, in one list: why, by whom, how long still, and the button that ends it. */
import { useCallback, useState } from "react";
import type { Shelf } from "../../../shared/shelf/shelf.ts";
import type { Site } from "../../../shared/site/site.ts";
import { clockMinute, day } from "../../../shared/words/durations.ts";
import { causeWords } from "../../../shared/words/labels.ts";
import { shelfLabels } from "../../../shared/words/shelves.ts";
import { useConsole, wallOf } from "../store.ts";
import { Button } from "../ui/Button.tsx";
import { Panel } from "../ui/Panel.tsx";
import { Tag } from "../ui/Tag.tsx";
import { panelOfWindow, setCentre, showOnMap } from "../view.ts";
import { EndShelf, ShelfSays } from "./ShelfControl.tsx";
import { ShelfForm } from "./ShelfForm.tsx";
import "./shelf.css";

export function ShelfPanel() {
  const site = useConsole((state) => state.snapshot?.site ?? null);
  const shelves = useConsole((state) => state.desk.shelves);
  const rows = Object.values(shelves).sort((a, b) => a.endsAt - b.endsAt);
  return (
    <Panel
      name="shelved"
      title="Shelved and out of service"
      tools={
        panelOfWindow === null && (
          <Button tone="quiet" name="Back to the map" onClick={() => setCentre("map")}>
            Map
          </Button>
        )
      }
    >
      <div className="shelfBody">
        {rows.length === 0 ? (
          <p className="quiet">Nothing is shelved, nothing is out of service</p>
        ) : (
          <ul className="shelfRows" aria-label="Shelved and out of service, what ends next first">
            {rows.map((shelf) => (
              <Row key={shelf.id} shelf={shelf} site={site} />
            ))}
          </ul>
        )}
        <p className="muted shelfHelp">
          An SOS is never shelved, and sounds from an area or a station that is. A station is shelved or taken out of
          service on the map, an event in its own panel.
        </p>
        {site && <AreaShelf site={site} />}
      </div>
    </Panel>
  );
}

function Row({ shelf, site }: { shelf: Shelf; site: Site | null }) {
  const { as, of, stationIds } = shelf;
  const ends = wallOf(shelf.endsAt);
  const what = { event: "this event only", station: "station", area: `area, ${stationIds.length} stations` }[of.kind];
  const approved = shelf.approvedBy === null ? "" : `, approved by ${causeWords(`operator:${shelf.approvedBy}`, site)}`;
  return (
    <li className="shelfRow">
      <Tag tone={as === "outOfService" ? "fault" : "plain"}>{shelfLabels[as]}</Tag>
      <div className="shelfWhat">
        <b className="cut">{shelf.name === "" ? "a caller" : shelf.name}</b>
        <span>
          <ShelfSays shelf={shelf} />
        </span>
        <span className="muted">
          {what} · since {clockMinute(wallOf(shelf.since))} by {causeWords(shelf.by, site)}
          {approved} · until {day(ends)} {clockMinute(ends)}
        </span>
      </div>
      {of.kind === "station" && (
        <Button tone="quiet" name={`Show on map: ${shelf.name}`} onClick={() => showOnMap(of.id)}>
          Show on map
        </Button>
      )}
      <EndShelf shelf={shelf} />
    </li>
  );
}

/** A grave act: its button opens a form that asks for a second operator. */
function AreaShelf({ site }: { site: Site }) {
  const [areaId, setAreaId] = useState("");
  const [open, setOpen] = useState(false);
  const close = useCallback(() => setOpen(false), []);
  const area = site.areas.find((one) => one.id === areaId);
  if (open && area)
    return <ShelfForm wanted={{ as: "shelved", of: { kind: "area", id: area.id }, name: area.name }} onDone={close} />;
  return (
    <div className="shelfKeys">
      <select aria-label="Area to shelve" value={areaId} onChange={(event) => setAreaId(event.target.value)}>
        <option value="">A whole area…</option>
        {site.areas.map((one) => (
          <option key={one.id} value={one.id}>
            {one.name}
          </option>
        ))}
      </select>
      <Button tone="quiet" disabled={!area} onClick={() => setOpen(true)}>
        {area ? `Shelve ${area.name}…` : "Shelve an area…"}
      </Button>
    </div>
  );
}
