/** Shows one scene: `?desk=mock`, with `&panel=queue` for a window of one panel. The real console, no host behind it. */

import { demoSite } from "virtual:demo-site";
import { createRoot } from "react-dom/client";
import { Console } from "../../renderer/console/Console.tsx";
import { hostNow, takeEntries, useConsole } from "../../renderer/console/store.ts";
import { panelOfWindow, useView } from "../../renderer/console/view.ts";
import { scenes } from "./desks.ts";
import { Story } from "./story.ts";

const asked = new URLSearchParams(location.search);
const name = asked.get("desk") ?? "mock";
const tell = scenes[name];
if (!tell) throw new Error(`no such scene: ${name}; there are ${Object.keys(scenes).join(", ")}`);

const now = new Date(2026, 10, 21, 14, 6, 31).getTime();
const secondPbx = { ...demoSite.pbxs[0], id: "B", name: "PBX B" } as (typeof demoSite.pbxs)[number];
const site = { ...demoSite, demo: asked.has("demo"), pbxs: [...demoSite.pbxs, secondPbx] };
const { desk, store, view, training, opens, site: shownSite = site } = tell(site, now);

useConsole.setState({
  snapshot: {
    site: shownSite,
    position: "2",
    now,
    wall: now,
    proofs: { A: now - 3000, B: now - 5000 },
    devices: [
      { id: "h", label: "Headset", kind: "input" },
      { id: "s", label: "Desk speaker", kind: "output" },
    ],
    deviceChoice: { microphone: "", talk: "", ring: [{ id: "s", label: "Desk speaker" }] },
    recordedSeq: desk.seq,
    embedMedia: false,
    about: { shell: "browser", plant: "embedded", journal: "memory", version: "0.1.0" },
    plantPanel: null,
    ...(training && { training }),
  },
  desk,
  linked: true,
  clockOffset: now - performance.now(),
  wallOffset: now - performance.now(),
  recordedSeq: desk.seq,
  ...store,
});
useView.setState({ ...view });

/** Lets a person (or a script) press stations in the page: `gallery.press("sos-215")`, one message each as a host would. */
declare global {
  interface Window {
    gallery: { press(...stationIds: string[]): void };
  }
}
let told = desk;
window.gallery = {
  press(...stationIds) {
    const story = new Story(site, hostNow());
    // The window may still have entries waiting for its next frame.
    story.desk = told;
    for (const id of stationIds) {
      const from = story.entries.length;
      story.press(0, id);
      const entries = story.entries.slice(from);
      told = story.desk;
      takeEntries(entries, Number.MAX_SAFE_INTEGER, hostNow(), hostNow());
    }
  },
};

let tick = 0;
setInterval(() => {
  tick += 1;
  const voice = (phase: number) => Math.abs(Math.sin(tick * 0.7 + phase) * Math.sin(tick * 0.23)) * 0.4;
  const calls = Object.fromEntries(Object.keys(desk.calls).map((id) => [id, voice(0)]));
  useConsole.setState({ levels: { microphone: voice(2) * 0.5, calls } });
}, 100);

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
createRoot(root).render(<Console only={panelOfWindow} />);

/** Pressed as a person would, once it is there. */
if (opens !== undefined) {
  const press = (): void => {
    const found = [...document.querySelectorAll<HTMLElement>("button, [role=tab]")].find(
      (one) => (one.getAttribute("aria-label") ?? one.textContent ?? "").trim() === opens,
    );
    if (!found) return void setTimeout(press, 50);
    // Tabs of Radix open on the press, not on the click.
    found.dispatchEvent(new MouseEvent("mousedown", { bubbles: true }));
    found.click();
  };
  press();
}
