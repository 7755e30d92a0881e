/** Wrong accounts, YAML that hides or hurts, and maps: each refused with the words that lead to the place. */
import { describe, expect, test } from "vitest";
import { loadSite } from "../../electron/site/loadSite.ts";
import { SiteError } from "../../electron/site/problem.ts";
import { problemsOf, yaml } from "./refusal.ts";
import { changed, pinLine, planSvg, regionJson, siteYaml } from "./siteOnDisk.ts";

describe("accounts and PINs", () => {
  test.each([
    [
      "wss://pbx.example:8089/ws",
      "ws://pbx.example/ws",
      'site.yaml line 5, pbxs[0].address: expected wss:// (ws:// is not encrypted: it is taken for this machine alone, or with unencrypted: yes), found "ws://pbx.example/ws"',
    ],
    [
      "wss://pbx.example:8089/ws",
      "wss://pbx.example:8089/ws\n    unencrypted: yes",
      "site.yaml line 6, pbxs[0].unencrypted: expected no, because nothing of it leaves this machine in the open, found yes",
    ],
    [
      "wss://pbx.example:8089/ws",
      "ws://127.0.0.1:8088/ws\n    ca: plan.svg",
      'site.yaml line 6, pbxs[0].ca: expected an address with wss:// beside it, found "ws://127.0.0.1:8088/ws"',
    ],
    [
      "passwordFile: password.txt",
      "passwordFile: password.txt\n    ca: plan.svg",
      "site.yaml line 8, pbxs[0].ca: expected certificates as PEM, found plan.svg, which is something else",
    ],
    [
      "passwordFile: password.txt",
      "passwordFile: password.txt\n    ca: none.pem",
      "site.yaml line 8, pbxs[0].ca: expected a file that can be read, found none.pem: no such file",
    ],
    [
      "passwordFile: password.txt",
      "passwordFile: password.txt\n    cert: plan.svg",
      "site.yaml line 3, pbxs[0].key: expected cert and key together, found no key",
    ],
    [
      "passwordFile: password.txt",
      "passwordFile: password.txt\n    pin: sha256/abc",
      "site.yaml line 8, pbxs[0].pin: expected a pin such as sha256/ and 44 characters, or a list of up to four, found something else (not shown here)",
    ],
    [
      "wss://pbx.example:8089/ws",
      "pbx.example",
      'site.yaml line 5, pbxs[0].address: expected embedded, or an address such as wss://pbx.example:8089/ws, found "pbx.example"',
    ],
    [
      "wss://pbx.example:8089/ws",
      "wss://me:sesame@pbx.example",
      "site.yaml line 5, pbxs[0].address: expected an address without a user and a password in it, found an address with them (not shown here)",
    ],
    [
      "passwordFile: password.txt",
      "password: sesame",
      "site.yaml line 7, pbxs[0].password: expected passwordFile or passwordEnv, because a site file is copied and mailed, found a password in the file (not shown here)",
    ],
    [
      "passwordFile: password.txt",
      "passwordEnv: NOT_SET_ANYWHERE",
      "site.yaml line 7, pbxs[0].passwordEnv: expected an environment variable that is set, found NOT_SET_ANYWHERE, which is not",
    ],
    [
      "passwordFile: password.txt",
      "passwordFile: secret.txt",
      "site.yaml line 7, pbxs[0].passwordFile: expected a file that can be read, found secret.txt: no such file",
    ],
    [
      "    passwordFile: password.txt\n",
      "",
      "site.yaml line 3, pbxs[0]: expected one of passwordFile or passwordEnv, found none",
    ],
    [
      `, pin: "${pinLine}"`,
      "",
      "site.yaml line 52, operators[0].pin: expected a hash as `npm run pin` prints it, found nothing",
    ],
    [
      pinLine,
      "1234",
      "site.yaml line 53, operators[0].pin: expected a hash as `npm run pin` prints it, scrypt of cost 17 or more, found something else (not shown here)",
    ],
    [
      pinLine,
      pinLine.replace("$17$", "$14$"),
      "site.yaml line 53, operators[0].pin: expected a hash as `npm run pin` prints it, scrypt of cost 17 or more, found something else (not shown here)",
    ],
    [
      "name: Small tunnel",
      "name: Small tunnel\ndemo: yes",
      "site.yaml line 2, demo: expected no, for a plant other than the embedded one: a demo signs in by one click, found yes",
    ],
  ])("%j as %j", async (from, to, words) => {
    const problems = await yaml(from, to);
    expect(problems).toContain(words.replace("line 52, operators[0].pin", "line 53, operators[0].pin"));
    expect(problems.join()).not.toMatch(/sesame|1234|MwUKseR6/);
  });

  test("the embedded plant is not mixed with a real PBX", async () => {
    const second = '  - { id: B, name: PBX B, address: embedded, user: "6000", password: demo }\nareas:';
    expect(await yaml("areas:", second)).toContain(
      'site.yaml line 5, pbxs[0].address: expected embedded, as the other PBX: training and the real plant are never mixed, found "wss://pbx.example:8089/ws"',
    );
  });
});

describe("YAML that hides or hurts", () => {
  test.each([
    [
      "a key twice",
      "name: Again\n",
      "site.yaml line 2, name: expected each field once, found name again (first in line 1)",
    ],
    [
      "__proto__",
      "__proto__: { demo: yes }\n",
      'site.yaml line 1: expected plain words before each colon, found "__proto__"',
    ],
    [
      "constructor",
      "constructor: x\n",
      'site.yaml line 1: expected plain words before each colon, found "constructor"',
    ],
    [
      "an anchor",
      "presentsAs: &a x\n",
      "site.yaml line 1, presentsAs: expected no anchors (&), since aliases are not supported, found &a",
    ],
    [
      "an alias",
      "presentsAs: &a x\nholdClip: *a\n",
      "site.yaml line 2, holdClip: expected the value itself (aliases with * are not supported), found *a",
    ],
    ["a tag", "presentsAs: !!js/function x\n", "site.yaml line 1: expected YAML that can be read"],
    ["broken brackets", "presentsAs: [x\n", "expected YAML that can be read"],
    ["deep lists", `presentsAs: ${"[".repeat(200)}${"]".repeat(200)}\n`, "expected at most 20 levels, found more"],
    ["lists within lists by dashes", `presentsAs:\n  ${"- ".repeat(100_000)}x\n`, "found lists nested deeper"],
    [
      "very deep lists",
      `presentsAs: ${"[".repeat(100_000)}${"]".repeat(100_000)}\n`,
      "site.yaml: expected at most 20 levels, found lists nested deeper",
    ],
  ])("%s", async (what, text, words) => {
    const content = what === "a key twice" ? changed(siteYaml, "pbxs:", `${text}pbxs:`) : text + siteYaml;
    expect((await problemsOf({ "site.yaml": content })).join("\n")).toContain(words);
    expect(({} as Record<string, unknown>)["demo"]).toBeUndefined();
  });

  test("a file over 5 MB is not read", async () => {
    expect(await problemsOf({ "site.yaml": `${siteYaml}#${"x".repeat(5_000_000)}` })).toEqual([
      "site.yaml: expected a file of at most 5 MB, found site.yaml with 5.0 MB",
    ]);
  });

  test.each([
    ["", "site.yaml: expected a site file of fields, such as `name: North tunnel`, found an empty file"],
    ["- a\n- b\n", "site.yaml: expected a site file of fields, such as `name: North tunnel`, found a list"],
  ])("%j is no site", async (text, words) => expect(await problemsOf({ "site.yaml": text })).toEqual([words]));

  test("a site file that is not there is said so", async () => {
    const error = await loadSite("/nowhere/site.yaml").catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(SiteError);
    expect((error as SiteError).message).toBe(
      "The site file /nowhere/site.yaml was refused:\n  site.yaml: expected a file that can be read, found site.yaml: no such file",
    );
  });
});

describe("maps", () => {
  test.each<[string, Record<string, string | Buffer | null>, string]>([
    [
      "a plan that is missing",
      { "plan.svg": null },
      "site.yaml line 11, maps[0].image: expected a file that can be read, found plan.svg: no such file",
    ],
    [
      "a plan with a script",
      { "plan.svg": planSvg.replace("<rect", "<script>1</script><rect") },
      'site.yaml line 11, maps[0].image: expected a drawing without scripts, links or embedded pages, found "<script"',
    ],
    [
      "a plan with a handler",
      { "plan.svg": planSvg.replace("<rect", '<rect onload="x"') },
      'expected a drawing without scripts, links or embedded pages, found "onload="',
    ],
    [
      "a plan without a size",
      { "plan.svg": "<svg/>" },
      'expected an SVG drawing with viewBox="0 0 width height", found no such viewBox',
    ],
    [
      "a plan that is huge",
      { "plan.svg": planSvg.replace("100 50", "20000 20000") },
      "expected a plan of at most 64 million pixels, found 20000 × 20000",
    ],
    [
      "a plan of another kind",
      { "site.yaml": changed(siteYaml, "plan.svg", "plan.gif"), "plan.gif": "GIF89a" },
      'expected a plan as .svg, .png or .jpg, found "plan.gif"',
    ],
    [
      "a PNG that is none",
      { "site.yaml": changed(siteYaml, "plan.svg", "plan.png"), "plan.png": "x" },
      "expected a PNG image, found something else",
    ],
    [
      "a JPEG that is none",
      { "site.yaml": changed(siteYaml, "plan.svg", "plan.jpg"), "plan.jpg": "" },
      "expected a JPEG image, found something else",
    ],
    [
      "a plan outside the directory",
      { "site.yaml": changed(siteYaml, "plan.svg", "../plan.svg") },
      'site.yaml line 11, maps[0].image: expected a file in the directory of the site file, found "../plan.svg"',
    ],
    [
      "an absolute path",
      { "site.yaml": changed(siteYaml, "plan.svg", "/etc/hostname") },
      'expected a file in the directory of the site file, found "/etc/hostname"',
    ],
    [
      "a map that is neither",
      { "site.yaml": changed(siteYaml, ", image: plan.svg", "") },
      "site.yaml line 11, maps[0]: expected either image (a plan) or geojson (a region), found neither",
    ],
    [
      "a region that is no JSON",
      { "region.geojson": "{" },
      "site.yaml line 12, maps[1].geojson: expected GeoJSON, found",
    ],
    [
      "a region in metres",
      { "region.geojson": regionJson.replace("46.9", "5200000") },
      "expected coordinates [longitude, latitude] in degrees, found others in features[0]",
    ],
    [
      "a region without features",
      { "region.geojson": '{"type":"FeatureCollection","features":[]}' },
      "expected at least one feature, found none",
    ],
    [
      "a hold clip that is no sound",
      { "site.yaml": `holdClip: plan.svg\n${siteYaml}` },
      'site.yaml line 1, holdClip: expected a sound as .wav, found "plan.svg"',
    ],
  ])("%s", async (_what, files, words) => expect((await problemsOf(files)).join("\n")).toContain(words));
});
