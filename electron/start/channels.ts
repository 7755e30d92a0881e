/** Names of Electron's channels. Plain constants: the sandboxed preload bundles this file, so it pulls nothing in. */
export const connectChannel = "priority-console:connect";
export const portChannel = "priority-console:port";
/** A window tells that something in it has waited too long, or no longer does. */
export const attentionChannel = "priority-console:attention";
/** A window is told that the answer key was pressed, in whatever program. */
export const answerChannel = "priority-console:answer";
