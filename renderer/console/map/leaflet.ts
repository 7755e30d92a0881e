/** The one door to Leaflet. quietProbe.ts says why it stands first; nothing else may import Leaflet's code. */
import "./quietProbe.ts";
import * as L from "leaflet";
import { probeOver } from "./quietProbe.ts";
import "leaflet/dist/leaflet.css";

probeOver();

export { L };
