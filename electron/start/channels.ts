/** Names of Electron's channels. Plain constants: the sandboxed preload bundles this file, so it pulls nothing in. */
export const connectChannel = "priority-console:connect";
export const portChannel = "priority-console:port";
