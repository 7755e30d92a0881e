/** The map: plan switch, the map itself, and what stands over it (legend, inset, station panel, list twin). */
import { useMemo } from "react";
import type { Site } from "../../../shared/site/site.ts";
import { locationWords } from "../../../shared/words/location.ts";
import { useKey } from "../hotkeys.ts";
import { useConsoleLater } from "../later.ts";
import { TabRow } from "../reach/TabRow.tsx";
import { type ConsoleState, useConsole } from "../store.ts";
import { Button } from "../ui/Button.tsx";
import { Panel } from "../ui/Panel.tsx";
import { setFollow, setMap, useView } from "../view.ts";
import { toggleList, useMapView } from "./follow.ts";
import { Inset } from "./Inset.tsx";
import { Legend } from "./Legend.tsx";
import { MapCanvas } from "./MapCanvas.tsx";
import { type Badge, badgesOf, pinsOf, stationsById, withoutPlace } from "./pins.ts";
import { StationPanel } from "./StationPanel.tsx";
import { StationTwin } from "./StationTwin.tsx";
import { useSame } from "./useSame.ts";
import "./map.css";
import "./over.css";
import "./pins.css";

export function MapPanel() {
  const site = useConsole((state) => state.snapshot?.site ?? null);
  if (!site || site.maps.length === 0)
    return (
      <Panel name="map" title="Map">
        <p className="mapEmpty">
          {site ? "This site has no maps. Stations are in the list below." : "Waiting for the host…"}
        </p>
      </Panel>
    );
  return <SiteMapPanel site={site} />;
}

const bodyId = "mapBody";
const deskOf = (state: ConsoleState): ConsoleState["desk"] => state.desk;

function SiteMapPanel({ site }: { site: Site }) {
  const { events, calls, faults, shelves } = useConsoleLater(deskOf);
  const follow = useView((view) => view.follow);
  const mapId = useView((view) => view.mapId);
  const listOpen = useMapView((view) => view.listOpen);
  useKey("follow", { down: () => setFollow(!follow) });
  const byId = useMemo(() => stationsById(site), [site]);
  const pins = useMemo(
    () => pinsOf({ events, calls, faults, shelves }, byId, site),
    [events, calls, faults, shelves, byId, site],
  );
  const nowhere = useMemo(() => withoutPlace({ events }, byId, site), [events, byId, site]);
  const badges = useMemo(() => badgesOf(pins), [pins]);
  const map = useSame(site.maps.find((one) => one.id === mapId) ?? site.maps[0]);
  if (!map) return null;
  const tabs = site.maps.map((one) => ({
    value: one.id,
    label: one.name,
    badge: one.id === map.id ? undefined : badgeOf(badges.get(one.id)),
  }));
  return (
    <Panel
      name="map"
      title="Map"
      lead={<TabRow label="Maps" controls={bodyId} tabs={tabs} value={map.id} onChange={setMap} />}
      tools={
        <>
          <Button tone="quiet" aria-pressed={listOpen} name="List of stations on this map" onClick={toggleList}>
            List
          </Button>
          <Button tone="quiet" hint="F" role="switch" aria-checked={follow} onClick={() => setFollow(!follow)}>
            {follow ? "Follow alarms" : "Follow alarms: off"}
          </Button>
        </>
      }
    >
      <div className="mapBody" id={bodyId}>
        <MapCanvas key={map.id} site={site} map={map} pins={pins} />
        <Legend />
        <div className="mapCorner left">
          <StationPanel site={site} />
        </div>
        <div className="mapCorner right">
          <Inset site={site} />
          {nowhere.length > 0 && (
            <p className="noPlace" role="status">
              <b>No place on any map</b>
              {nowhere.slice(0, 3).map((event) => (
                <span key={event.id}>
                  <bdi>{event.name}</bdi>
                  {event.number !== null && (
                    <>
                      {" · "}
                      <bdi>{event.number}</bdi>
                    </>
                  )}
                  {event.location && <bdi>{` · ${locationWords(event.location)}`}</bdi>}
                </span>
              ))}
              {nowhere.length > 3 && <span>and {nowhere.length - 3} more</span>}
            </p>
          )}
        </div>
        {listOpen && <StationTwin site={site} map={map} pins={pins} />}
      </div>
    </Panel>
  );
}

const badgeOf = (badge: Badge | undefined) => {
  if (!badge || badge.waiting + badge.live === 0) return undefined;
  return badge.waiting > 0
    ? { count: badge.waiting, words: `${badge.waiting} waiting`, waiting: true }
    : { count: badge.live, words: `${badge.live} on the line`, waiting: false };
};
