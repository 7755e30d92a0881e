/** What lies under the stations: a plan's image, or the region drawn from a GeoJSON file of the site. No tiles, no network. */
import type * as Leaflet from "leaflet";
import type { SiteMap } from "../../../shared/site/site.ts";
import { L } from "./leaflet.ts";

interface Look {
  color: string;
  weight: number;
  fill?: string;
  dash?: string;
}

/** By the feature's `kind`; quiet greys and blues, so that only what needs someone has colour. */
const looks: Readonly<Record<string, Look>> = {
  land: { color: "#27303a", weight: 1, fill: "#171e25" },
  contour: { color: "#1e262e", weight: 1 },
  forest: { color: "#1d2826", weight: 1, fill: "#171f1f" },
  built: { color: "#2a343e", weight: 1, fill: "#1d252d" },
  building: { color: "#3a4653", weight: 1, fill: "#242d37" },
  water: { color: "#24404f", weight: 1, fill: "#16262f" },
  river: { color: "#24404f", weight: 2.5 },
  lane: { color: "#2f3a45", weight: 1.5 },
  road: { color: "#3c4957", weight: 2.5 },
  motorway: { color: "#566474", weight: 4 },
  railway: { color: "#4d5a69", weight: 2, dash: "8 5" },
  rail: { color: "#4d5a69", weight: 2, dash: "8 5" },
  tunnel: { color: "#6d7c8d", weight: 4, dash: "3 7" },
  border: { color: "#4b5866", weight: 1, dash: "1 5" },
};
const plain: Look = { color: "#3a4653", weight: 1.5 };

export const siteFile = (name: string): string => `./site/${name.split("/").map(encodeURIComponent).join("/")}`;

/** Adds the ground to the map; `onTrouble` gets words when its file does not come. */
export function addGround(map: Leaflet.Map, of: SiteMap, onTrouble: (words: string) => void): void {
  if (of.kind === "plan") {
    const bounds = L.latLngBounds([-of.height, 0], [0, of.width]);
    L.imageOverlay(siteFile(of.image), bounds, { className: "planImage", interactive: false })
      .on("error", () =>
        onTrouble(`The plan “${of.image}” of ${of.name} could not be loaded. Stations are shown without it.`),
      )
      .addTo(map);
    return;
  }
  regionOf(of.geojson).then(
    (region) => drawRegion(map, region),
    (cause: unknown) =>
      onTrouble(
        `The map “${of.geojson}” of ${of.name} could not be loaded (${words(cause)}). Stations are shown without it.`,
      ),
  );
}

const words = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

const regions = new Map<string, Promise<GeoJSON.FeatureCollection>>();

/** Each file is fetched once per window; a failed fetch is tried again when the map is next opened. */
function regionOf(name: string): Promise<GeoJSON.FeatureCollection> {
  const known = regions.get(name);
  if (known) return known;
  const asked = fetch(siteFile(name)).then(async (answer) => {
    if (!answer.ok) throw new Error(`answer ${answer.status}`);
    return (await answer.json()) as GeoJSON.FeatureCollection;
  });
  regions.set(name, asked);
  asked.catch(() => regions.delete(name));
  return asked;
}

function drawRegion(map: Leaflet.Map, region: GeoJSON.FeatureCollection): void {
  const pane = map.getPane("ground");
  // The map may be gone by the time the file comes.
  if (!pane?.isConnected) return;
  L.geoJSON(region, {
    interactive: false,
    style: (feature) => styleOf(String(feature?.properties?.["kind"] ?? "")),
    pointToLayer: (feature, at) =>
      placeName(at, String(feature.properties?.["name"] ?? ""), String(feature.properties?.["kind"] ?? "")),
    // Canvas: hundreds of lines of a region would be as many elements in SVG.
    ...({ renderer: L.canvas({ pane: "ground", padding: 0.4 }) } satisfies Leaflet.PathOptions),
  }).addTo(map);
}

function styleOf(kind: string): Leaflet.PathOptions {
  const look = looks[kind] ?? plain;
  return {
    color: look.color,
    weight: look.weight,
    lineCap: "round",
    ...(look.dash ? { dashArray: look.dash } : {}),
    fill: look.fill !== undefined,
    ...(look.fill ? { fillColor: look.fill, fillOpacity: 1 } : {}),
  };
}

const marks: Readonly<Record<string, string>> = { peak: "+ ", portal: "◦ ", village: "", place: "" };

function placeName(at: Leaflet.LatLng, name: string, kind: string): Leaflet.Marker {
  const label = document.createElement("span");
  label.textContent = `${marks[kind] ?? ""}${name}`;
  const icon = L.divIcon({ html: label, className: "placeName", iconSize: [0, 0] });
  return L.marker(at, { icon, interactive: false, keyboard: false, pane: "ground" });
}
