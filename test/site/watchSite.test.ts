import { rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { type LoadedSite, loadSite } from "../../electron/site/loadSite.ts";
import { problemWords } from "../../electron/site/problem.ts";
import { watchSite } from "../../electron/site/watchSite.ts";
import { changed, planSvg, siteOnDisk, siteYaml, stationsCsv } from "./siteOnDisk.ts";

/** A watched site; `told` holds in words what the watch has said, in order. */
async function watched(): Promise<{ file: string; told: string[]; last: () => LoadedSite | undefined }> {
  const file = await siteOnDisk();
  const told: string[] = [];
  let last: LoadedSite | undefined;
  const watch = watchSite(
    file,
    {
      onLoaded: (loaded) => {
        last = loaded;
        told.push(`loaded ${loaded.site.name}`);
      },
      onRefused: (error) => void told.push(`refused ${error.problems.map(problemWords).join()}`),
    },
    { from: await loadSite(file), everyMs: 20 },
  );
  onTestFinished(() => watch.close());
  return { file, told, last: () => last };
}
const until = (told: string[], expected: string[]) => vi.waitFor(() => expect(told).toEqual(expected), 10_000);
const named = (name: string) => changed(siteYaml, "name: Small tunnel", `name: ${name}`);

test("reads a changed site again", async () => {
  const { file, told } = await watched();
  await writeFile(file, named("Large tunnel"));
  await until(told, ["loaded Large tunnel"]);
});

test("keeps the last good one when the change is wrong, says so once, and takes it once it is right", async () => {
  const { file, told } = await watched();
  await writeFile(file, changed(siteYaml, "number: 0101", "number: abc"));
  const refused = 'refused site.yaml line 17, stations[0].number: expected a directory number of digits, found "abc"';
  await until(told, [refused]);
  await writeFile(file, changed(siteYaml, "number: 102", "number: abd"));
  const second = 'refused site.yaml line 25, stations[1].number: expected a directory number of digits, found "abd"';
  await until(told, [refused, second]);
  // The same content as at the start: who was told of a refusal is told of its end.
  await writeFile(file, siteYaml);
  await until(told, [refused, second, "loaded Small tunnel"]);
});

test("sees files that an editor replaces, and those that the site names", async () => {
  const { file, told, last } = await watched();
  const dir = dirname(file);
  await writeFile(join(dir, "new.csv"), changed(stationsCsv, "Speaker 2", "Speaker two"));
  await rename(join(dir, "new.csv"), join(dir, "stations.csv"));
  await until(told, ["loaded Small tunnel"]);
  expect(last()?.site.stations.at(-1)?.name).toBe("Speaker two");
  await writeFile(join(dir, "plan.svg"), planSvg.replace("100 50", "100 60"));
  await until(told, ["loaded Small tunnel", "loaded Small tunnel"]);
  await writeFile(join(dir, "password.txt"), "other");
  await until(told, ["loaded Small tunnel", "loaded Small tunnel", "loaded Small tunnel"]);
  expect(last()?.accounts[0]?.password).toBe("other");
});

test("waits for a file that is missing, and watches one that the site begins to name", async () => {
  const { file, told } = await watched();
  await writeFile(file, changed(named("New plan"), "plan.svg", "new.svg"));
  await until(told, [
    "refused site.yaml line 11, maps[0].image: expected a file that can be read, found new.svg: no such file",
  ]);
  await writeFile(join(dirname(file), "new.svg"), planSvg);
  await vi.waitFor(() => expect(told.at(-1)).toBe("loaded New plan"), 10_000);
  await rm(file);
  await vi.waitFor(
    () =>
      expect(told.at(-1)).toBe("refused site.yaml: expected a file that can be read, found site.yaml: no such file"),
    10_000,
  );
});

test("says nothing of a file that was saved without a change, nor after it was closed", async () => {
  const file = await siteOnDisk();
  const told: string[] = [];
  const watch = watchSite(
    file,
    { onLoaded: ({ site }) => void told.push(site.name), onRefused: ({ message }) => void told.push(message) },
    { everyMs: 20 },
  );
  onTestFinished(() => watch.close());
  const other = await watched();
  // What the second watch tells proves that the first had time to tell it, too.
  await writeFile(file, siteYaml);
  await writeFile(other.file, named("Second"));
  await until(other.told, ["loaded Second"]);
  await writeFile(file, named("Third"));
  await until(told, ["Third"]);
  watch.close();
  await writeFile(file, named("Fourth"));
  await writeFile(other.file, named("Fifth"));
  await until(other.told, ["loaded Second", "loaded Fifth"]);
  expect(told).toEqual(["Third"]);
});
