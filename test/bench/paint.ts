/** When a page has painted something: seen in the DOM, then the next frame, then the task after it. The same for every page. */
import type { Page } from "@playwright/test";

declare global {
  interface Window {
    /** Wall time (ms) at which each watched thing was painted, by its name. */
    benchPaints: Record<string, number>;
  }
}

/** Watches, in a page to be opened, for elements matching `selector`; each is named by the attribute `name`. */
export async function watchPaints(page: Page, selector: string, name: string): Promise<void> {
  await page.addInitScript(
    ({ selector, name }) => {
      window.benchPaints = {};
      const seen = new Set<string>();
      const look = () => {
        const fresh: string[] = [];
        for (const element of document.querySelectorAll(selector)) {
          const id = element.getAttribute(name);
          if (id === null || seen.has(id)) continue;
          seen.add(id);
          fresh.push(id);
        }
        if (fresh.length === 0) return;
        requestAnimationFrame(() => {
          const channel = new MessageChannel();
          channel.port1.onmessage = () => {
            for (const id of fresh) window.benchPaints[id] = performance.timeOrigin + performance.now();
          };
          channel.port2.postMessage(0);
        });
      };
      const start = () =>
        new MutationObserver(look).observe(document.documentElement, {
          subtree: true,
          childList: true,
          attributes: true,
          attributeFilter: [name],
        });
      if (document.documentElement) start();
      else document.addEventListener("readystatechange", start, { once: true });
    },
    { selector, name },
  );
}

/** Wall time at which the thing was painted; waits for it. */
export async function paintedAt(page: Page, id: string): Promise<number> {
  await page.waitForFunction((wanted) => window.benchPaints[wanted] !== undefined, id, { polling: 20 });
  return page.evaluate((wanted) => window.benchPaints[wanted] ?? Number.NaN, id);
}
