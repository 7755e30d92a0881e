/** Builds the gallery's page: the real console, whose host is a scene's (galleryServer.ts). */
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: at("."),
  base: "./",
  plugins: [react()],
  build: {
    outDir: at("../../out/gallery"),
    emptyOutDir: true,
    target: "chrome150",
    minify: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: at("console.html") },
  },
});
