/** Every station of the site to call, filtered by area and type. */
import { useMemo, useState } from "react";
import type { Site, Station, StationType } from "../../../shared/site/site.ts";
import { typeLabels } from "../../../shared/words/labels.ts";
import { act } from "../act.ts";
import { useConsole } from "../store.ts";
import { Button } from "../ui/Button.tsx";
import { Tag } from "../ui/Tag.tsx";
import { TypeShape } from "../ui/TypeShape.tsx";
import { showOnMap } from "../view.ts";
import { callPlace } from "./callPlace.ts";
import { RowList } from "./RowList.tsx";

const types: readonly StationType[] = ["sosTerminal", "helpPoint", "intercom", "doorStation", "speaker"];

const call = (station: Station) => void act({ type: "call", number: station.number, eventId: null }, callPlace);

export function StationsTab({ site }: { site: Site }) {
  const [areaId, setAreaId] = useState("");
  const [type, setType] = useState<StationType | "">("");
  const sick = useConsole((state) => state.desk.sick);
  const rows = useMemo(
    () =>
      site.stations.filter(
        (one) => (areaId === "" || one.place.areaId === areaId) && (type === "" || one.type === type),
      ),
    [site, areaId, type],
  );
  return (
    <div className="listTab">
      <div className="listFilter">
        <select aria-label="Area" value={areaId} onChange={(event) => setAreaId(event.target.value)}>
          <option value="">All areas</option>
          {site.areas.map((area) => (
            <option key={area.id} value={area.id}>
              {area.name}
            </option>
          ))}
        </select>
        <select aria-label="Type" value={type} onChange={(event) => setType(event.target.value as StationType | "")}>
          <option value="">All types</option>
          {types.map((one) => (
            <option key={one} value={one}>
              {typeLabels[one]}
            </option>
          ))}
        </select>
        <span className="muted">{`${rows.length} station${rows.length === 1 ? "" : "s"}`}</span>
      </div>
      <RowList
        label="Stations"
        rows={rows}
        keyOf={(station) => station.id}
        rowHeight={40}
        onEnter={call}
        empty="No station of this type in this area."
        draw={(station) => (
          <div className="listRow">
            <TypeShape type={station.type} size={14} />
            <b className="cut">{station.name}</b>
            <span className="muted cut grow">
              {[station.place.words, station.place.detail].filter(Boolean).join(" · ")}
            </span>
            {sick[station.id] && (
              <Tag tone="fault">{sick[station.id]?.what === "notHeard" ? "not heard" : "not reached"}</Tag>
            )}
            <span className="muted">{station.number}</span>
            <Button tabIndex={-1} tone="quiet" name={`Map: ${station.name}`} onClick={() => showOnMap(station.id)}>
              Map
            </Button>
            <Button tabIndex={-1} onClick={() => call(station)}>
              {`Call ${station.name}`}
            </Button>
          </div>
        )}
      />
    </div>
  );
}
