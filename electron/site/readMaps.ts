/** Maps of a site: a plan is an image with the image's own pixels, a region is an offline drawing in degrees. */
import type { SiteMap } from "../../shared/site/site.ts";
import type { Item } from "./items.ts";
import { type Bounds, isDegree, planSize, regionBounds } from "./mapFiles.ts";
import type { MapFields } from "./shapes.ts";
import { insideSite, readBytes, type SiteFiles } from "./siteFiles.ts";

const mostBytes = 20_000_000;
const usualZoom = 12;

export interface ReadMaps {
  maps: SiteMap[];
  /** Their files, for the site's hash. */
  contents: { name: string; bytes: Buffer }[];
}

export async function readMaps(items: readonly Item<MapFields>[], files: SiteFiles): Promise<ReadMaps> {
  const read: ReadMaps = { maps: [], contents: [] };
  for (const { value, locate } of items) {
    const { id, name, image, geojson } = value;
    if ((image === undefined) === (geojson === undefined)) {
      files.problems.add(locate([]), "either image (a plan) or geojson (a region)", image ? "both" : "neither");
      continue;
    }
    const field = image === undefined ? "geojson" : "image";
    const path = image ?? geojson ?? "";
    const where = locate([field]);
    const file = insideSite(files, path, where);
    const bytes = file && (await readBytes(files, file, where, mostBytes));
    if (!bytes) continue;
    read.contents.push({ name: path, bytes });
    if (image !== undefined) {
      for (const extra of ["center", "zoom"] as const) {
        if (value[extra] !== undefined) files.problems.add(locate([extra]), "no such field for a plan", extra);
      }
      const size = planSize(path, bytes, where, files.problems);
      if (size) read.maps.push({ id, name, kind: "plan", image: path, ...size });
      continue;
    }
    const bounds = regionBounds(bytes, where, files.problems);
    if (!bounds) continue;
    const center = value.center ?? middle(bounds);
    if (!isDegree(center[0], 180) || !isDegree(center[1], 90)) {
      files.problems.add(locate(["center"]), "[longitude, latitude] in degrees", `[${center.join(", ")}]`);
      continue;
    }
    read.maps.push({ id, name, kind: "geo", geojson: path, center, zoom: value.zoom ?? usualZoom });
  }
  return read;
}

const middle = ([west, south, east, north]: Bounds): [number, number] => [(west + east) / 2, (south + north) / 2];
