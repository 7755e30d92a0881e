/** The pages of docs/pbx/ are the configurations of the tests in this folder; these look at the pages themselves. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { stationNumbers } from "./pbx.ts";
import { adapted, recipeOf } from "./recipe.ts";

const page = (name: string): string => readFileSync(new URL(`../../docs/pbx/${name}`, import.meta.url), "utf8");

test("every configuration that a page shows is one that the tests read from it", () => {
  expect([...recipeOf("asterisk.md").keys()]).toEqual(["http.conf", "pjsip.conf", "extensions.conf", "rtp.conf"]);
  expect([...recipeOf("kamailio.md").keys()]).toEqual(["accounts.cfg", "kamailio.cfg", "tls.cfg"]);
  for (const name of ["asterisk.md", "kamailio.md"]) {
    const shown = [...page(name).matchAll(/^```([a-z]*)$/gm)].filter(([, language]) => language !== "yaml");
    // Each block has its opening and its end.
    expect(shown.length - [...page(name).matchAll(/^```yaml$/gm)].length).toBe(2 * recipeOf(name).size);
  }
});

test("the plan of numbers is the same on both pages, and every number of the tests is in it", () => {
  const plan = (name: string): string => /## The plan\n([\s\S]*?)\n\| 8001/.exec(page(name))?.[1] ?? name;
  expect(plan("kamailio.md")).toBe(plan("asterisk.md"));
  const accounts = recipeOf("kamailio.md").get("accounts.cfg");
  for (const number of Object.values(stationNumbers).flat()) expect(accounts).toContain(`password=>${number})`);
});

test("both pages ring the alternate after 20 s, and tell the site file what the PBX is", () => {
  expect(recipeOf("asterisk.md").get("extensions.conf")).toContain("RING_S=20\n");
  expect(recipeOf("kamailio.md").get("kamailio.cfg")).toContain("define RING_MS 20000\n");
  for (const name of ["asterisk.md", "kamailio.md"]) {
    const block = /```yaml\n([\s\S]*?)```/.exec(page(name))?.[1] ?? "";
    expect(parse(block)).toMatchObject({
      pbxs: [{ user: "6001", domain: "pbx.plant.example", assertsIdentity: "yes" }],
    });
  }
});

test("a page that no longer has what the tests must set is refused in words", () => {
  expect(() => adapted("[general]\nbindport=8089\n", [["bindport=8088", "bindport=1"]])).toThrow(
    'The recipe does not have "bindport=8088", which the test must set.',
  );
});
