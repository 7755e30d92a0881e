/** Builds the gallery: the real console on fixture desks, to be looked at. `npx vite build -c test/gallery/vite.config.ts` */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";
import { loadSite } from "../../electron/site/loadSite.ts";
import { loadScenarios } from "../../electron/site/readScenario.ts";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const demo = at("../../assets/demo");
const name = "virtual:demo-site";

/** The demo site as the host would hand it out, and its pictures where the console looks for them. */
const demoSite: Plugin = {
  name,
  resolveId: (id) => (id === name ? `\0${name}` : undefined),
  async load(id) {
    if (id !== `\0${name}`) return undefined;
    const { site: own } = await loadSite(`${demo}/site.yaml`);
    const site = { ...own, scenarios: await loadScenarios(at("../../assets/training")) };
    return `export const demoSite = ${JSON.stringify(site)};`;
  },
  generateBundle() {
    for (const file of ["tunnel.svg", "carpark.svg", "region.geojson"]) {
      this.emitFile({ type: "asset", fileName: `site/${file}`, source: readFileSync(`${demo}/${file}`) });
    }
  },
};

export default defineConfig({
  root: at("."),
  base: "./",
  plugins: [react(), demoSite],
  build: {
    outDir: at("../../out/gallery"),
    emptyOutDir: true,
    target: "chrome150",
    minify: false,
    assetsInlineLimit: 0,
  },
});
