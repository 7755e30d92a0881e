/** Chromium switches that must stand before Electron is ready (wire.md, media page: launch). */
import type { App } from "electron";

/** `loopbackIce`: the embedded plant is reached over 127.0.0.1, where Chromium gathers no candidates unless told. */
export function appendSwitches({ commandLine }: Pick<App, "commandLine">, loopbackIce: boolean): void {
  commandLine.appendSwitch("autoplay-policy", "no-user-gesture-required");
  commandLine.appendSwitch("disable-background-timer-throttling");
  commandLine.appendSwitch("disable-backgrounding-occluded-windows");
  commandLine.appendSwitch("disable-renderer-backgrounding");
  commandLine.appendSwitch("disable-features", "WebRtcHideLocalIpsWithMdns");
  if (loopbackIce) commandLine.appendSwitch("allow-loopback-in-peer-connection");
}
