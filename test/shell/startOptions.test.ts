import path from "node:path";
import { expect, test } from "vitest";
import { OptionError, readStartOptions } from "../../electron/start/startOptions.ts";

const defaults = { siteFile: "/app/demo/site.yaml", dataDir: "/home/data" };
const read = (...args: string[]) => readStartOptions(args, defaults, "strict");

test("without options the demo site runs in the user's data folder on a free port", () => {
  expect(read()).toEqual({
    siteFile: "/app/demo/site.yaml",
    dataDir: "/home/data",
    port: 0,
    browser: true,
    media: "embedded",
    position: "1",
  });
});

test("files are taken from the folder in which the command was given", () => {
  expect(read("--site", "my.yaml", "--data=d")).toMatchObject({
    siteFile: path.resolve("my.yaml"),
    dataDir: path.resolve("d"),
  });
});

test.each([
  [["--port", "99999"], "--port 99999"],
  [["--port="], "--port"],
  [["--position", "<b>"], "--position <b>"],
  [["--media", "window"], '"embedded" or "separate"'],
  [["--sight", "x"], "--sight"],
  [["--site"], "--site"],
  [["site.yaml"], "site.yaml"],
])("%j is refused in words", (args, words) => {
  expect(() => read(...args)).toThrow(OptionError);
  expect(() => read(...args)).toThrow(words);
});

test("Electron's own switches on the same line are passed over", () => {
  const args = ["--inspect=0", "--position", "2", "--no-sandbox", "--no-browser"];
  expect(readStartOptions(args, defaults, "lenient")).toMatchObject({ position: "2", browser: false });
  expect(() => readStartOptions(["--site"], defaults, "lenient")).toThrow(/--site wants a value/);
});
