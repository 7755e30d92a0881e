// npm run gallery: the console in every state, from fixture desks, in a page of its own; prints its address.
import { node24, run } from "./steps.mjs";

const vite = ["node_modules/vite/bin/vite.js"];
const config = ["-c", "test/gallery/vite.config.ts"];
const built = run(node24, [...vite, "build", ...config, "--logLevel", "warn"]);
process.exit(built === 0 ? run(node24, [...vite, "preview", ...config, "--host", "127.0.0.1"]) : built);
