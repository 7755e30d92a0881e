/** Sounds that a site names: what is taken, and each kind of wrong one with its file, line, field and what was expected. */
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { loadSite } from "../../electron/site/loadSite.ts";
import { problemWords, SiteError } from "../../electron/site/problem.ts";
import { writeWav } from "../../shared/sound/wav.ts";
import { changed, siteOnDisk, siteYaml } from "./siteOnDisk.ts";

const sound = (seconds: number, rate = 8_000): Buffer =>
  Buffer.from(writeWav({ rate, samples: new Float32Array(Math.round(seconds * rate)) }));
const stereo = sound(1);
stereo.writeUInt16LE(2, 22);
const narrow = sound(1);
narrow.writeUInt16LE(8, 34);

const messages = (file: string) => `messages:
  - id: clear
    name: Clear the tube
    words: Leave the tube.
    file: ${file}
`;
const siteWith = (head: string, files: Record<string, Buffer>) =>
  siteOnDisk({ "site.yaml": `${head}${siteYaml}`, ...files });

async function problemsOf(head: string, files: Record<string, Buffer> = {}): Promise<string> {
  const error = await loadSite(await siteWith(head, files)).then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof SiteError)) throw error ?? new Error("the site was not refused");
  return error.problems.map(problemWords).join("\n");
}

test("a message is taken with its words, its length and where its sound is", async () => {
  const file = await siteWith(messages("clear.wav"), { "clear.wav": sound(1.25) });
  const { site, messageFiles, files } = await loadSite(file);
  expect(site.messages).toEqual([{ id: "clear", name: "Clear the tube", words: "Leave the tube.", durationMs: 1_250 }]);
  expect(messageFiles).toEqual({ clear: join(dirname(file), "clear.wav") });
  expect(files).toContain(join(dirname(file), "clear.wav"));
});

test("another sound of a message makes another version of the site", async () => {
  const hashOf = async (seconds: number) =>
    (await loadSite(await siteWith(messages("clear.wav"), { "clear.wav": sound(seconds) }))).site.hash;
  expect(await hashOf(1)).not.toBe(await hashOf(2));
});

test("a site without a word on it speaks English to who is held, and has no messages", async () => {
  const { languages, site } = await loadSite(await siteOnDisk());
  expect(languages).toEqual(["en"]);
  expect(site.messages).toEqual([]);
  expect((await loadSite(await siteWith("languages: [de, en]\n", {}))).languages).toEqual(["de", "en"]);
});

test.each([
  ["a file that is not there", {}, "clear.wav", "expected a file that can be read, found clear.wav: no such file"],
  [
    "a file outside the directory",
    {},
    "../clear.wav",
    'expected a file in the directory of the site file, found "../clear.wav"',
  ],
  [
    "another kind of file",
    { "clear.mp3": sound(1) },
    "clear.mp3",
    'expected a sound as .wav, found "clear.mp3": another kind of file',
  ],
  [
    "text",
    { "clear.wav": Buffer.from("hello") },
    "clear.wav",
    'expected a .wav of one channel and 16 bits (PCM), found "clear.wav": no WAV file',
  ],
  ["two channels", { "clear.wav": stereo }, "clear.wav", 'found "clear.wav": 2 channels'],
  ["8 bits", { "clear.wav": narrow }, "clear.wav", 'found "clear.wav": 8 bits'],
  [
    "a low rate",
    { "clear.wav": sound(1, 6_000) },
    "clear.wav",
    'expected a .wav of 8000 to 48000 Hz, found "clear.wav": 6000 Hz',
  ],
  ["a high rate", { "clear.wav": sound(0.1, 96_000) }, "clear.wav", 'found "clear.wav": 96000 Hz'],
  ["nothing in it", { "clear.wav": sound(0) }, "clear.wav", 'expected a .wav with sound in it, found "clear.wav": 0 s'],
  [
    "more than a minute",
    { "clear.wav": sound(60.5) },
    "clear.wav",
    'expected a sound of at most 60 s, found "clear.wav": 60.5 s',
  ],
] as const)("a message with %s is refused", async (_what, files, name, words) => {
  expect(await problemsOf(messages(name), files)).toContain(words);
});

test("what is wrong is named with its line and field", async () => {
  expect(await problemsOf(messages("clear.wav"))).toContain("site.yaml line 5, messages[0].file: expected");
  expect(await problemsOf("holdClip: clear.wav\n", { "clear.wav": stereo })).toContain(
    "site.yaml line 1, holdClip: expected a .wav of one channel and 16 bits (PCM)",
  );
  expect(await problemsOf("languages: [en, fr]\n")).toContain(
    'site.yaml line 1, languages[1]: expected a language: en, de, found "fr"',
  );
});

test("a station's own announcement is taken, and told of to nobody but the media page", async () => {
  const spoken = (name: string) =>
    changed(siteYaml, "    words: km 0.1\n", `    words: km 0.1\n    announcement: ${name}\n`);
  const file = await siteOnDisk({ "site.yaml": spoken("sos.wav"), "sos.wav": sound(1) });
  const { site, announcementFiles, files } = await loadSite(file);
  const [station] = site.stations;
  expect(station?.spoken).toBe(true);
  expect(announcementFiles).toEqual({ [station?.id ?? ""]: join(dirname(file), "sos.wav") });
  expect(files).toContain(join(dirname(file), "sos.wav"));
  expect(site.stations.filter((one) => one.spoken)).toHaveLength(1);
  const wrong = await siteOnDisk({ "site.yaml": spoken("sos.wav"), "sos.wav": stereo });
  const error = await loadSite(wrong).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(SiteError);
  expect((error as SiteError).message).toContain(
    "stations[0].announcement: expected a .wav of one channel and 16 bits",
  );
});

test("a message's id is given once, and its words are needed", async () => {
  const twice = `${messages("clear.wav")}${messages("clear.wav").replace("messages:\n", "")}`;
  expect(await problemsOf(twice, { "clear.wav": sound(1) })).toContain(
    "messages[1].id: expected an id that no other message has",
  );
  const silent = messages("clear.wav").replace("    words: Leave the tube.\n", "");
  expect(await problemsOf(silent, { "clear.wav": sound(1) })).toContain(
    "messages[0].words: expected text of at most 1000 characters",
  );
});
