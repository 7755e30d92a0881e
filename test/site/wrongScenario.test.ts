/** Exercises that a site names: one that is right is part of the site and of its hash; a wrong one refuses the site in words. */
import { expect, test } from "vitest";
import { loadSite } from "../../electron/site/loadSite.ts";
import { problemWords, SiteError } from "../../electron/site/problem.ts";
import { siteOnDisk, siteYaml } from "./siteOnDisk.ts";

const good = `id: gate
name: Gate
words: What happens
callers:
  - { id: a, station: sos-1 }
steps:
  - { at: 1, press: a }
`;
const siteWith = (names: string, files: Record<string, string>) =>
  siteOnDisk({ "site.yaml": `scenarios: ${names}\n${siteYaml}`, ...files });

async function problemsOf(names: string, files: Record<string, string> = {}): Promise<string[]> {
  const error = await loadSite(await siteWith(names, files)).then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof SiteError)) throw error ?? new Error("the site was not refused");
  return error.problems.map(problemWords);
}

test("a scenario is read with the site, is part of its hash, and is watched", async () => {
  const one = await loadSite(await siteWith("[gate.yaml]", { "gate.yaml": good }));
  expect(one.site.scenarios).toMatchObject([{ id: "gate", limitS: 900, callers: [{ id: "a", stationId: "sos-1" }] }]);
  expect(one.files.some((file) => file.endsWith("gate.yaml"))).toBe(true);
  const other = await loadSite(await siteWith("[gate.yaml]", { "gate.yaml": good.replace("at: 1", "at: 2") }));
  expect(other.site.hash).not.toBe(one.site.hash);
});

test.each([
  [
    "a file that is not there",
    "[none.yaml]",
    {},
    "site.yaml line 1, scenarios[0]: expected a file that can be read, found none.yaml: no such file",
  ],
  [
    "a file outside the site",
    "[../x.yaml]",
    {},
    'site.yaml line 1, scenarios[0]: expected a file in the directory of the site file, found "../x.yaml"',
  ],
  [
    "a field that is wrong",
    "[gate.yaml]",
    { "gate.yaml": good.replace("at: 1", "at: soon") },
    'gate.yaml line 7, steps[0].at: expected a whole number from 0 to 3600, found "soon"',
  ],
  [
    "two with one id",
    "[gate.yaml, too.yaml]",
    { "gate.yaml": good, "too.yaml": good },
    'site.yaml line 1, scenarios[1]: expected scenarios with ids of their own, found "gate" twice',
  ],
])("%s refuses the site in words", async (_what, names, files, words) => {
  expect(await problemsOf(names, files)).toEqual([words]);
});

test("a role trains only where the site says so", async () => {
  const { site } = await loadSite(await siteOnDisk({}));
  expect(site.roles.map(({ train }) => train)).toEqual([undefined]);
  const yes = siteYaml.replace("    handleEvents: yes", "    handleEvents: yes\n    train: yes");
  expect((await loadSite(await siteOnDisk({ "site.yaml": yes }))).site.roles[0]?.train).toBe(true);
});
