/** The one table of keys: what a press means, and what belongs to text, to buttons, to the browser. */
import { describe, expect, it } from "vitest";
import { meaningOf, type Press } from "../../renderer/console/keys.ts";

const press = (key: string, more: Partial<Press> = {}): Press => ({
  key,
  code: /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : key === " " ? "Space" : key,
  ctrl: false,
  alt: false,
  shift: false,
  meta: false,
  repeat: false,
  inText: false,
  onControl: false,
  ...more,
});

describe("Space", () => {
  it("answers", () => expect(meaningOf(press(" "))).toEqual({ act: "answer" }));
  it("answers instead of pressing a focused button", () =>
    expect(meaningOf(press(" ", { onControl: true }))).toEqual({ act: "answer" }));
  it("belongs to the text in a field", () => expect(meaningOf(press(" ", { inText: true }))).toBe("leave"));
  it("with Ctrl and Alt answers from a field too", () =>
    expect(meaningOf(press(" ", { inText: true, ctrl: true, alt: true }))).toEqual({ act: "answer" }));
  it("repeated by the keyboard does nothing, not even to a button", () =>
    expect(meaningOf(press(" ", { repeat: true, onControl: true }))).toBe("swallow"));
  it("with Shift or one of Ctrl and Alt does nothing", () => {
    for (const more of [{ shift: true }, { ctrl: true }, { alt: true }])
      expect(meaningOf(press(" ", more))).toBe("swallow");
  });
});

describe("letters", () => {
  const table = {
    h: "hold",
    m: "mute",
    k: "keypad",
    e: "door",
    d: "step",
    n: "note",
    a: "acknowledge",
    b: "callBack",
    o: "outcome",
    g: "showOnMap",
    p: "talk",
    l: "message",
    f: "follow",
  };
  for (const [key, act] of Object.entries(table)) {
    it(`${key.toUpperCase()} means ${act}, with caps lock too`, () => {
      expect(meaningOf(press(key))).toEqual({ act });
      expect(meaningOf(press(key.toUpperCase()))).toEqual({ act });
    });
    it(`${key.toUpperCase()} belongs to the text in a field, and to the browser with Ctrl`, () => {
      expect(meaningOf(press(key, { inText: true }))).toBe("leave");
      expect(meaningOf(press(key, { ctrl: true }))).toBe("leave");
    });
    it(`${key.toUpperCase()} held does it once`, () => expect(meaningOf(press(key, { repeat: true }))).toBe("leave"));
  }
  it("are found by their place where the alphabet is another", () =>
    expect(meaningOf({ ...press("р"), code: "KeyH" })).toEqual({ act: "hold" }));
  it("not in the table do nothing", () => expect(meaningOf(press("z"))).toBe("leave"));
});

describe("other keys", () => {
  it("Ctrl+End ends, once", () => {
    expect(meaningOf(press("End", { ctrl: true }))).toEqual({ act: "end" });
    expect(meaningOf(press("End", { ctrl: true, repeat: true }))).toBe("swallow");
  });
  it("Ctrl+End moves the cursor in a field", () =>
    expect(meaningOf(press("End", { ctrl: true, inText: true }))).toBe("leave"));
  it("End alone never ends a call", () => expect(meaningOf(press("End"))).toBe("leave"));
  it("Enter opens, but leaves a focused button to the browser", () => {
    expect(meaningOf(press("Enter"))).toEqual({ act: "open" });
    expect(meaningOf(press("Enter", { onControl: true }))).toBe("leave");
  });
  it("Enter held presses a focused button once: what it opened may have the focus by then", () => {
    for (const more of [{}, { ctrl: true }, { alt: true }, { shift: true }])
      expect(meaningOf(press("Enter", { onControl: true, repeat: true, ...more }))).toBe("swallow");
    expect(meaningOf(press("Enter", { inText: true, repeat: true }))).toBe("leave");
  });
  it("digits are pads, with Alt for when a procedure asks", () => {
    expect(meaningOf(press("3"))).toEqual({ act: "pad", digit: 3, withAlt: false });
    expect(meaningOf(press("3", { alt: true }))).toEqual({ act: "pad", digit: 3, withAlt: true });
    expect(meaningOf(press("£", { code: "Digit3", alt: true }))).toEqual({ act: "pad", digit: 3, withAlt: true });
    expect(meaningOf(press("0"))).toBe("leave");
  });
  it("/ finds, also where it needs Shift", () =>
    expect(meaningOf(press("/", { shift: true }))).toEqual({ act: "find" }));
  it("F1, F2, F6 and Esc work while typing", () => {
    expect(meaningOf(press("F1", { inText: true }))).toEqual({ act: "help" });
    expect(meaningOf(press("F2", { inText: true }))).toEqual({ act: "silence" });
    expect(meaningOf(press("F6", { inText: true }))).toEqual({ act: "nextPanel" });
    expect(meaningOf(press("F6", { shift: true }))).toEqual({ act: "previousPanel" });
    expect(meaningOf(press("Escape", { inText: true }))).toEqual({ act: "back" });
  });
  it("the arrows may repeat", () => expect(meaningOf(press("ArrowDown", { repeat: true }))).toEqual({ act: "down" }));
});

describe("F12", () => {
  it("calls the supervisor, also from a field", () => {
    expect(meaningOf(press("F12"))).toEqual({ act: "supervisor" });
    expect(meaningOf(press("F12", { inText: true }))).toEqual({ act: "supervisor" });
  });
  it("held, or with Ctrl, Alt or Shift, never reaches the browser", () => {
    for (const more of [{ repeat: true }, { ctrl: true }, { alt: true }, { shift: true }])
      expect(meaningOf(press("F12", more))).toBe("swallow");
  });
});
