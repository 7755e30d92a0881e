/** The one door to Leaflet: the policy first (trustedTypes.ts says why), then its style, then the library. */
import "./trustedTypes.ts";
import "leaflet/dist/leaflet.css";

export * as L from "leaflet";
