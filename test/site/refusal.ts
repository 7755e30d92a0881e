/** What a site on disk is refused for, in words. */
import { expect } from "vitest";
import { loadSite } from "../../electron/site/loadSite.ts";
import { problemWords, SiteError } from "../../electron/site/problem.ts";
import { changed, siteOnDisk, siteYaml, stationsCsv } from "./siteOnDisk.ts";

export async function refusal(files: Record<string, string | Buffer | null>): Promise<SiteError> {
  const error = await loadSite(await siteOnDisk(files)).then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof SiteError)) throw error ?? new Error("the site was not refused");
  expect(error.message).not.toMatch(/\n {4}at /);
  return error;
}
export const problemsOf = async (files: Record<string, string | Buffer | null>): Promise<string[]> =>
  (await refusal(files)).problems.map(problemWords);

/** What is wrong when this passage of site.yaml reads otherwise. */
export const yaml = (from: string, to: string) => problemsOf({ "site.yaml": changed(siteYaml, from, to) });
export const csv = (from: string, to: string) => problemsOf({ "stations.csv": changed(stationsCsv, from, to) });
