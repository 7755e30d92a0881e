/** Electron's entry. The shell is in shell/startShell.ts: read that first. */
import { app } from "electron";
import { startShell } from "./shell/startShell.ts";
import { rendererDir } from "./start/appFiles.ts";

// Awaited here: Electron becomes ready only after this module, so schemes and switches come in time.
await startShell(process.argv.slice(app.isPackaged ? 1 : 2), rendererDir);
