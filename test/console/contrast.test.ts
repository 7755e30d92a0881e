/** Reads the tokens as they are shipped: every text colour is legible on every surface that text stands on (WCAG 1.4.3). */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const css = readFileSync(new URL("../../renderer/console/ui/tokens.css", import.meta.url), "utf8");
const tokens = new Map(
  [...css.matchAll(/--([a-z-]+):\s*(#[0-9a-f]{6})/g)].map(([, name, value]) => [name ?? "", value ?? ""]),
);

const surfaces = ["background", "panel", "raised", "map"];
const texts = [
  "text",
  "muted",
  "faint",
  "life-safety-text",
  "urgent",
  "late",
  "assistance",
  "routine",
  "live",
  "fault",
  "select",
];

function luminance(hex: string): number {
  const channel = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

const token = (name: string): string => {
  const value = tokens.get(name);
  if (!value) throw new Error(`tokens.css has no --${name}`);
  return value;
};

describe("text is legible on every surface", () => {
  for (const text of texts) {
    for (const surface of surfaces) {
      it(`${text} on ${surface} has at least 4.5:1`, () => {
        expect(contrast(token(text), token(surface))).toBeGreaterThanOrEqual(4.5);
      });
    }
  }
});

describe("shapes and outlines are seen on every surface", () => {
  for (const shape of ["life-safety", "urgent", "assistance", "routine", "live", "fault", "select"]) {
    for (const surface of surfaces) {
      it(`${shape} on ${surface} has at least 3:1`, () => {
        expect(contrast(token(shape), token(surface))).toBeGreaterThanOrEqual(3);
      });
    }
  }
});

describe("the strip and the tags of an event that is louder are filled with its class colour", () => {
  for (const filled of ["life-safety", "urgent", "assistance", "routine"]) {
    it(`background on ${filled} has at least 4.5:1`, () => {
      expect(contrast(token("background"), token(filled))).toBeGreaterThanOrEqual(4.5);
    });
  }
});

describe("sizes", () => {
  const files = ["ui/tokens.css", "ui/ui.css", "console.css", "queue/queue.css", "live/live.css", "status/status.css"];
  it("no style sets text under 12 px", () => {
    for (const file of files) {
      const text = readFileSync(new URL(`../../renderer/console/${file}`, import.meta.url), "utf8");
      for (const [, size] of text.matchAll(/font-size:\s*([\d.]+)px/g)) {
        expect(Number(size), `${file}: font-size ${size}px`).toBeGreaterThanOrEqual(12);
      }
    }
  });
});
