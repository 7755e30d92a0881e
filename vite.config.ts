import { builtinModules } from "node:module";
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** One bundle per process or worker of the Node side, all flat in out/main. */
const node = (name: string, entry: string, format: "es" | "cjs" = "es") => ({
  consumer: "server" as const,
  resolve: { noExternal: true as const, external: ["electron"], builtins: ["electron", /^node:/, ...builtinModules] },
  build: {
    outDir: at("out/main"),
    emptyOutDir: false,
    target: "node24",
    minify: false,
    sourcemap: true,
    ssr: true,
    copyPublicDir: false,
    rolldownOptions: {
      input: { [name]: at(entry) },
      external: ["electron", "bufferutil", "utf-8-validate", /^node:/, ...builtinModules],
      output: { format, entryFileNames: `[name].${format === "cjs" ? "cjs" : "js"}`, codeSplitting: false },
    },
  },
});

export default defineConfig({
  root: at("renderer"),
  base: "./",
  publicDir: at("assets/public"),
  plugins: [react()],
  builder: {},
  environments: {
    client: {
      build: {
        outDir: at("out/renderer"),
        emptyOutDir: true,
        target: "chrome150",
        sourcemap: true,
        // The strict CSP allows no inlined script and no data: font.
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        rolldownOptions: { input: { console: at("renderer/console.html"), media: at("renderer/media.html") } },
      },
    },
    main: node("main", "electron/main.ts"),
    preload: node("preload", "electron/preload.ts", "cjs"),
    serve: node("serve", "electron/serve.ts"),
    hostMain: node("hostMain", "electron/hostMain.ts"),
    journalWriter: node("journalWriter", "electron/host/journalWriter.ts"),
    journalReader: node("journalReader", "electron/host/journalReader.ts"),
    siteReader: node("siteReader", "electron/site/siteReader.ts"),
    plant: node("plant", "electron/plant/main.ts"),
  },
});
