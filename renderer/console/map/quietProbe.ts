/**
 * Leaflet asks once, while it loads, whether SVG can be parsed from text: `div.innerHTML = "<svg/>"`. Our pages refuse every
 * such line (`require-trusted-types-for 'script'; trusted-types 'none'`), so it would throw and take the console with it.
 * While Leaflet loads, writing markup therefore does nothing at all; its answer ("no") is asked for nowhere.
 */
const plain = Object.getOwnPropertyDescriptor(Element.prototype, "innerHTML");

if (plain) Object.defineProperty(Element.prototype, "innerHTML", { ...plain, set: writesNothing });

function writesNothing(this: Element): void {
  this.replaceChildren();
}

/** After Leaflet has loaded: innerHTML is again what the browser makes it, refusal and all. */
export function probeOver(): void {
  if (plain) Object.defineProperty(Element.prototype, "innerHTML", plain);
}
