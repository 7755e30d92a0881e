/**
 * Leaflet asks once, while it loads, whether SVG can be parsed from text: `div.innerHTML = "<svg/>"`. Under
 * `require-trusted-types-for 'script'` that line throws and takes the console with it. This policy lets that one constant
 * through and nothing else, and must be imported before Leaflet, in every file that imports Leaflet.
 */
interface TrustedTypesFactory {
  createPolicy(name: string, rules: { createHTML(text: string): string | null }): unknown;
  defaultPolicy: unknown;
}

const leafletsProbe = "<svg/>";

/** What may become markup: Leaflet's own constant; null makes the browser refuse. */
export const asHtml = (text: string): string | null => (text === leafletsProbe ? text : null);

const factory = (globalThis as { trustedTypes?: TrustedTypesFactory }).trustedTypes;
if (factory && !factory.defaultPolicy) factory.createPolicy("default", { createHTML: asHtml });
