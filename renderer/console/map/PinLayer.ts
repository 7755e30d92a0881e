/**
 * Active stations as elements above the canvas: shape in the colour of its state, rings while somebody waits, a label. Elements
 * are kept while their pin lives and changed in place, so that an animation does not start again and a pointer keeps its target.
 */
import type * as Leaflet from "leaflet";
import type { HostTime } from "../../../shared/desk/state.ts";
import type { Site } from "../../../shared/site/site.ts";
import { shapePaths } from "../ui/TypeShape.tsx";
import { hidesAny, type Labelled, placeLabels, type Rect } from "./labels.ts";
import { L } from "./leaflet.ts";
import { isDrawable, toLatLng } from "./mapPoint.ts";
import { isWaiting, type Pin } from "./pins.ts";
import { pinWords, titleOf } from "./pinWords.ts";

interface Placed {
  pin: Pin;
  marker: Leaflet.Marker;
  element: HTMLElement;
  label: HTMLElement;
  title: HTMLElement;
  words: HTMLElement;
}

/** More than these stand still; only the selected one goes on pulsing. */
const mostPulsing = 20;

const faultPath = "M5 2 12 9l7-7 3 3-7 7 7 7-3 3-7-7-7 7-3-3 7-7-7-7z";

export class PinLayer {
  private readonly map: Leaflet.Map;
  private readonly kind: "plan" | "geo";
  private readonly onPick: (stationId: string) => void;
  private placed = new Map<string, Placed>();
  private ringed: string | null = null;

  constructor(map: Leaflet.Map, kind: "plan" | "geo", onPick: (stationId: string) => void) {
    this.map = map;
    this.kind = kind;
    this.onPick = onPick;
    map.on("moveend zoomend resize", () => this.arrange());
  }

  /** Pins of this map, loudest first. */
  show(pins: readonly Pin[], now: HostTime, classes: Site["classes"]): void {
    const next = new Map<string, Placed>();
    pins.forEach((pin, index) => {
      if (!isDrawable(this.kind, pin.station.place.at)) return;
      const kept = this.placed.get(pin.station.id) ?? this.add(pin);
      dress(kept, pin);
      kept.marker.setZIndexOffset((pins.length - index) * 1000);
      next.set(pin.station.id, kept);
    });
    for (const [id, gone] of this.placed) if (!next.has(id)) gone.marker.remove();
    this.placed = next;
    // Hundreds of pulsing rings would take the whole processor from the queue, and a map full of them points nowhere.
    const waiting = pins.filter((pin) => isWaiting(pin.state)).length;
    this.map.getContainer().toggleAttribute("data-crowded", waiting > mostPulsing);
    this.ring(this.ringed);
    this.tick(now, classes);
    this.arrange();
  }

  /** Once a second: the times in the labels that are seen; hundreds lie hidden behind their neighbours in a flood. */
  tick(now: HostTime, classes: Site["classes"]): void {
    for (const { pin, words, element } of this.placed.values()) {
      if (element.dataset["side"] === "none" && words.textContent !== "" && !element.matches(":hover")) continue;
      const text = pinWords(pin, now, classes);
      if (words.textContent !== text) words.textContent = text;
    }
  }

  /** Marks the pin of the selected station; null: none. */
  ring(stationId: string | null): void {
    this.ringed = stationId;
    for (const [id, { element }] of this.placed) element.toggleAttribute("data-selected", id === stationId);
  }

  private add(pin: Pin): Placed {
    const element = document.createElement("div");
    element.className = "pin";
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.append(document.createElementNS("http://www.w3.org/2000/svg", "path"));
    const label = boxOf("div", "pinLabel");
    const title = boxOf("b", "pinTitle");
    const words = boxOf("span", "pinWords");
    label.append(title, words);
    element.append(boxOf("i", "pinRing"), boxOf("i", "pinRing wide"), boxOf("i", "pinUnsure"), svg, label);
    const icon = L.divIcon({ html: element, className: "pinIcon", iconSize: [0, 0] });
    // The list twin is the way for keys and screen readers; hundreds of tab stops on a picture are none.
    const marker = L.marker(toLatLng(this.kind, pin.station.place.at), { icon, keyboard: false }).addTo(this.map);
    marker.on("click", () => this.onPick(pin.station.id));
    return { pin, marker, element, label, title, words };
  }

  /** What lies over the map: labels keep clear of it, and the legend goes where it would hide a pin. */
  private coverOf(pins: readonly Labelled[]): readonly Rect[] {
    const view = this.map.getContainer();
    const from = view.getBoundingClientRect();
    const over = view.parentElement?.querySelectorAll<HTMLElement>(".legend, .zoomButtons, .mapCorner > *") ?? [];
    return [...over].flatMap((one) => {
      const { left, top, right, bottom } = one.getBoundingClientRect();
      const cover = {
        left: left - from.left,
        top: top - from.top,
        right: right - from.left,
        bottom: bottom - from.top,
      };
      if (!one.matches(".legend")) return cover;
      const away = hidesAny(cover, pins);
      if (away !== one.hasAttribute("data-away")) one.toggleAttribute("data-away", away);
      return away ? [] : cover;
    });
  }

  private arrange(): void {
    const all = [...this.placed.values()];
    const size = this.map.getSize();
    const boxes = all.map(({ marker, label }) => {
      const { x, y } = this.map.latLngToContainerPoint(marker.getLatLng());
      return { x, y, width: label.offsetWidth, height: label.offsetHeight };
    });
    placeLabels(boxes, size.x, size.y, this.coverOf(boxes)).forEach((side, index) => {
      const element = all[index]?.element;
      if (element && element.dataset["side"] !== side) element.dataset["side"] = side;
    });
  }
}

/** Attributes only, and only where they differ: the style sheet does the rest. */
function dress(placed: Placed, pin: Pin): void {
  placed.pin = pin;
  const { element, title } = placed;
  element.dataset["state"] = pin.state;
  element.dataset["class"] = pin.class ?? "none";
  element.toggleAttribute("data-waiting", isWaiting(pin.state));
  element.toggleAttribute("data-unsure", pin.unsure);
  // Whoever waits is named with the place, in a box; the others with one quiet line.
  const text = isWaiting(pin.state) ? titleOf(pin.station) : pin.station.name;
  if (title.textContent !== text) title.textContent = text;
  const outline = pin.state === "fault" ? faultPath : shapePaths[pin.station.type ?? "unknown"];
  const path = element.querySelector("path");
  if (path?.getAttribute("d") !== outline) path?.setAttribute("d", outline);
}

function boxOf(tag: "div" | "b" | "span" | "i", className: string): HTMLElement {
  const box = document.createElement(tag);
  box.className = className;
  return box;
}
