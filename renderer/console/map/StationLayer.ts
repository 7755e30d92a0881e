/**
 * Idle stations on one canvas. It is larger than the view by a margin and moves with Leaflet's pane, so that most frames of
 * a pan draw nothing at all; it is drawn again when the view leaves the margin, and only with what the canvas shows.
 */
import type * as Leaflet from "leaflet";
import type { Station } from "../../../shared/site/site.ts";
import { L } from "./leaflet.ts";
import { isDrawable, toLatLng } from "./mapPoint.ts";
import { type PointGrid, pointGrid } from "./pointGrid.ts";
import { spriteOf } from "./sprites.ts";

const margin = 256;
/** Sprite sizes in CSS pixels: shapes where there is room, dots where stations crowd. */
const roomy = 14;
const small = 11;
const close = 9;
const crowded = 5;
const narrow = 1_400;
const pointReach = 14;

/** How large stations are drawn where this many share a canvas of this width. */
export function spriteSizeFor(stations: number, width: number): number {
  if (stations > 2_000) return crowded;
  return stations > 400 ? close : width < narrow ? small : roomy;
}

export class StationLayer extends L.Layer {
  private readonly canvas: HTMLCanvasElement;
  /**
   * Drawn away from the page and handed over as a finished bitmap: a canvas that is drawn in place is copied again by
   * every frame of the window, also by the one that shows a new card.
   */
  private readonly sheet = new OffscreenCanvas(1, 1);
  private readonly kind: "plan" | "geo";
  private stations: readonly Station[] = [];
  /** Projected pixels at zoom 0; any other zoom is these times its scale. */
  private xs = new Float64Array(0);
  private ys = new Float64Array(0);
  private grid: PointGrid = pointGrid(this.xs, this.ys);
  private hidden: ReadonlySet<string> = new Set();
  /** Where and at which zoom the canvas was drawn: its top left in layer points. */
  private drawnAt: { at: Leaflet.Point; zoom: number } | null = null;

  constructor(kind: "plan" | "geo") {
    super();
    this.kind = kind;
    this.canvas = document.createElement("canvas");
    this.canvas.className = "stationCanvas leaflet-zoom-animated";
  }

  override getEvents() {
    return {
      viewreset: () => this.draw(),
      zoomend: () => this.draw(),
      moveend: () => this.drawIfLeft(),
      move: () => this.drawIfLeft(),
      resize: () => this.draw(),
      zoomanim: (event: Leaflet.LeafletEvent) => this.zoomWith(event as Leaflet.ZoomAnimEvent),
    };
  }

  override onAdd(map: Leaflet.Map): this {
    map.getPane("stations")?.append(this.canvas);
    this.project();
    this.draw();
    return this;
  }

  override onRemove(): this {
    this.canvas.remove();
    return this;
  }

  setStations(stations: readonly Station[]): void {
    this.stations = stations.filter((station) => isDrawable(this.kind, station.place.at));
    if (!this._map) return;
    this.project();
    this.draw();
  }

  /** Stations that a pin stands for: not drawn here. */
  setHidden(hidden: ReadonlySet<string>): void {
    if (hidden.size === this.hidden.size && [...hidden].every((id) => this.hidden.has(id))) return;
    this.hidden = hidden;
    if (this._map) this.draw();
  }

  stationAt(point: Leaflet.Point): Station | null {
    const map = this._map;
    const scale = map.getZoomScale(map.getZoom(), 0);
    const at = map.containerPointToLayerPoint(point).add(map.getPixelOrigin()).divideBy(scale);
    const index = this.grid.nearest(at.x, at.y, pointReach / scale);
    return index === null ? null : (this.stations[index] ?? null);
  }

  private project(): void {
    const map = this._map;
    this.xs = new Float64Array(this.stations.length);
    this.ys = new Float64Array(this.stations.length);
    this.stations.forEach((station, i) => {
      const point = map.project(toLatLng(this.kind, station.place.at), 0);
      this.xs[i] = point.x;
      this.ys[i] = point.y;
    });
    this.grid = pointGrid(this.xs, this.ys);
  }

  private drawIfLeft(): void {
    const { drawnAt, _map: map } = this;
    if (!drawnAt || drawnAt.zoom !== map.getZoom()) return this.draw();
    const moved = map.containerPointToLayerPoint([-margin, -margin]).subtract(drawnAt.at);
    if (Math.abs(moved.x) > margin || Math.abs(moved.y) > margin) this.draw();
  }

  private draw(): void {
    const map = this._map;
    const pen = this.sheet.getContext("2d");
    const shownAs = this.canvas.getContext("bitmaprenderer");
    if (!pen || !shownAs) return;
    const size = map.getSize();
    const ratio = window.devicePixelRatio || 1;
    const width = size.x + 2 * margin;
    const height = size.y + 2 * margin;
    const at = map.containerPointToLayerPoint([-margin, -margin]).round();
    L.DomUtil.setTransform(this.canvas, at, 1);
    this.drawnAt = { at, zoom: map.getZoom() };
    // Also clears it.
    this.sheet.width = Math.round(width * ratio);
    this.sheet.height = Math.round(height * ratio);
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${height}px`;

    const scale = map.getZoomScale(map.getZoom(), 0);
    const origin = map.getPixelOrigin().add(at);
    const shown: number[] = [];
    this.grid.within(
      {
        minX: (origin.x - roomy) / scale,
        minY: (origin.y - roomy) / scale,
        maxX: (origin.x + width + roomy) / scale,
        maxY: (origin.y + height + roomy) / scale,
      },
      (index) => shown.push(index),
    );
    // For whoever measures or tests: how many stations this picture holds.
    this.canvas.dataset["stations"] = String(shown.length);
    const spriteSize = spriteSizeFor(shown.length, width);
    const half = (spriteSize * ratio) / 2;
    for (const index of shown) {
      const station = this.stations[index];
      if (!station || this.hidden.has(station.id)) continue;
      const x = ((this.xs[index] as number) * scale - origin.x) * ratio - half;
      const y = ((this.ys[index] as number) * scale - origin.y) * ratio - half;
      // Whole pixels: a copy without smoothing is several times cheaper.
      pen.drawImage(spriteOf(station.type, spriteSize, ratio), Math.round(x), Math.round(y));
    }
    shownAs.transferFromImageBitmap(this.sheet.transferToImageBitmap());
  }

  /** While Leaflet animates a zoom the old picture is scaled with it; zoomend draws afresh. */
  private zoomWith({ center, zoom }: Leaflet.ZoomAnimEvent): void {
    const { drawnAt, _map: map } = this;
    if (!drawnAt) return;
    const scale = map.getZoomScale(zoom, drawnAt.zoom);
    const paneAt = L.DomUtil.getPosition(map.getPane("mapPane") as HTMLElement);
    const newOrigin = map.project(center, zoom).subtract(map.getSize().divideBy(2)).add(paneAt).round();
    const at = drawnAt.at.add(map.getPixelOrigin()).multiplyBy(scale).subtract(newOrigin);
    L.DomUtil.setTransform(this.canvas, at, scale);
  }
}
