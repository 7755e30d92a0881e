/** Cameras over real HTTP: the picture that is kept, and the many ways in which there is none. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { CameraAccess } from "../../electron/camera/cameraAccess.ts";
import { createCameras } from "../../electron/camera/cameras.ts";
import { openPictureFolder } from "../../electron/camera/pictureFolder.ts";
import type { Report } from "../../shared/desk/inputs.ts";
import { digestLock, login } from "../ask/digestLock.ts";
import { startDevice } from "../door/device.ts";

/** As small as a PNG can be. */
const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=",
  "base64",
);

type Taken = Extract<Report, { type: "pictureTaken" }>;

function cameras(snapshot: string | undefined, more: Partial<CameraAccess> = {}, most?: number) {
  const dir = path.join(mkdtempSync(path.join(tmpdir(), "pictures-")), "pictures");
  onTestFinished(() => rmSync(path.dirname(dir), { recursive: true, force: true }));
  const waiting: ((taken: Taken) => void)[] = [];
  let access = snapshot === undefined ? undefined : { headers: {}, digest: null, ...more, snapshot };
  const all = createCameras({
    access: () => access,
    folder: openPictureFolder(dir, most),
    report: (report) => report.type === "pictureTaken" && waiting.shift()?.(report),
  });
  onTestFinished(() => all.stop());
  const take = (): Promise<Taken> =>
    new Promise((resolve) => {
      waiting.push(resolve);
      all.order({ type: "takePicture", eventId: "e1", stationId: "h2" });
    });
  const reload = (next: Partial<CameraAccess>): void => {
    if (access) access = { ...access, ...next };
  };
  return { all, dir, take, reload };
}
const image = (bytes: Buffer = png, type = "image/png") =>
  startDevice((_request, response) => void response.writeHead(200, { "content-type": type }).end(bytes));

test("a picture is kept under its hash, shown from there, and its file may be deleted", async () => {
  const { url, requests } = await image();
  const { all, dir, take } = cameras(`${url}/jpg`, { headers: { Authorization: "Basic b3A6b3A=" } });
  const { hash } = await take();
  expect(requests[0]?.headers.authorization).toBe("Basic b3A6b3A=");
  expect(readdirSync(dir)).toEqual([`${hash}.png`]);
  expect(readFileSync(path.join(dir, `${hash}.png`))).toEqual(png);
  const data = `data:image/png;base64,${png.toString("base64")}`;
  expect(await all.kept(hash ?? "")).toEqual({ image: data, words: "" });
  expect(await all.live("h2")).toEqual({ image: data, words: "" });
  rmSync(path.join(dir, `${hash}.png`));
  expect(await all.kept(hash ?? "")).toEqual({ image: null, words: "This picture was deleted." });
});

test("a camera that asks for Digest is answered; each live picture after that is one request", async () => {
  const letsIn = digestLock({ algorithms: ["SHA-256", "MD5"] });
  const { url, requests } = await startDevice((request, response) => {
    if (letsIn(request, response)) response.writeHead(200, { "content-type": "image/png" }).end(png);
  });
  const { all, take } = cameras(`${url}/jpg?channel=1`, { digest: login });
  expect((await take()).hash).not.toBeNull();
  expect(requests).toHaveLength(2);
  for (let i = 0; i < 3; i += 1) expect(await all.live("h2")).toMatchObject({ words: "" });
  expect(requests).toHaveLength(5);
});

test("a camera that refuses the password says so, and neither it nor the user is in what is told", async () => {
  const letsIn = digestLock({ password: "another" });
  const { url, requests } = await startDevice((request, response) => {
    if (letsIn(request, response)) response.end();
  });
  const { all, take } = cameras(url, { digest: login });
  const words = "camera unreachable: it refuses the user or password (401)";
  expect(await take()).toEqual({ type: "pictureTaken", eventId: "e1", stationId: "h2", hash: null, words });
  expect(await all.live("h2")).toEqual({ image: null, words });
  expect(requests).toHaveLength(4);
});

test("who looks at a camera that refuses the password asks it no more for a while; a press does, and a changed site", async () => {
  const { url, requests } = await startDevice((request, response) => {
    const isRight = request.headers.authorization === "Basic right";
    response.writeHead(isRight ? 200 : 401, { "content-type": "image/png" }).end(png);
  });
  const { all, take, reload } = cameras(url, { headers: { Authorization: "Basic wrong" } });
  const refused = { image: null, words: "camera unreachable: it answers 401" };
  expect(await all.live("h2")).toEqual(refused);
  expect(await all.live("h2")).toEqual(refused);
  expect(requests).toHaveLength(1);
  await take();
  expect(requests).toHaveLength(2);
  reload({ headers: { Authorization: "Basic right" } });
  expect((await all.live("h2")).image).not.toBeNull();
});

test("a name that is no hash reads no file", async () => {
  const { all } = cameras(undefined);
  for (const name of ["../../../etc/passwd", "", "ab", "x".repeat(64)]) expect((await all.kept(name)).image).toBeNull();
});

test.each([
  ["a page in place of a picture", () => image(Buffer.from("<html>log in</html>"), "text/html"), "it sends text/html"],
  [
    "a page that calls itself a picture",
    () => image(Buffer.from("<html>log in</html>"), "image/jpeg"),
    "what it sends is no JPEG, PNG, GIF or WebP",
  ],
  [
    "a drawing, which could hold script",
    () => image(Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'/>"), "image/svg+xml"),
    "what it sends is no JPEG, PNG, GIF or WebP",
  ],
  [
    "a huge picture that says so",
    () => image(Buffer.concat([png, Buffer.alloc(5_000_000)])),
    "it sends more than 5 MB",
  ],
  [
    "a huge picture that does not",
    () =>
      startDevice((_request, response) => {
        response.writeHead(200, { "content-type": "image/png" });
        response.write(png);
        for (let i = 0; i < 60; i += 1) response.write(Buffer.alloc(100_000));
        response.end();
      }),
    "it sends more than 5 MB",
  ],
  [
    "a redirect to another host",
    () => startDevice((_request, response) => void response.writeHead(302, { location: "http://192.0.2.1/x" }).end()),
    "it answers with a redirect (302), which is not followed",
  ],
  ["a refusal", () => startDevice((_request, response) => void response.writeHead(401).end()), "it answers 401"],
  ["silence", () => startDevice(() => undefined), "no answer within 2 s"],
  [
    "a picture that never ends",
    () =>
      startDevice((_request, response) => {
        response.writeHead(200, { "content-type": "image/png" });
        response.write(png);
      }),
    "no answer within 2 s",
  ],
])("%s leaves no file and says so in words", async (_what, device, words) => {
  const { url } = await device();
  const { dir, take, all } = cameras(url);
  expect(await take()).toMatchObject({ eventId: "e1", hash: null, words: `camera unreachable: ${words}` });
  expect(existsSync(dir)).toBe(false);
  expect(await all.live("h2")).toEqual({ image: null, words: `camera unreachable: ${words}` });
});

test("a camera that is not there, or no longer in the site, is told as such", async () => {
  expect((await cameras("http://127.0.0.1:9").take()).words).toMatch(/^camera unreachable: the connection /);
  expect((await cameras(undefined).take()).words).toBe("camera unreachable: the site no longer names a camera here");
});

test("at most four cameras are asked at once; the others wait their turn", async () => {
  let open = 0;
  let most = 0;
  const answers: (() => void)[] = [];
  const { url } = await startDevice((_request, response) => {
    open += 1;
    most = Math.max(most, open);
    answers.push(() => {
      open -= 1;
      response.writeHead(200, { "content-type": "image/png" }).end(png);
    });
    if (answers.length < 4) return;
    setImmediate(() => {
      for (const answer of answers.splice(0)) answer();
    });
  });
  const { take } = cameras(url);
  const taken = await Promise.all(Array.from({ length: 12 }, take));
  expect(taken.every(({ hash }) => hash !== null)).toBe(true);
  expect(most).toBe(4);
});

test("several windows that look at once cost the camera one request", async () => {
  const { url, asked } = await image();
  const { all } = cameras(url);
  await Promise.all([all.live("h2"), all.live("h2"), all.live("h2")]);
  expect(asked).toHaveLength(1);
});

test("the folder is bounded: the oldest picture goes", async () => {
  let count = 0;
  const { url } = await startDevice((_request, response) => {
    count += 1;
    response.writeHead(200, { "content-type": "image/png" }).end(Buffer.concat([png, Buffer.from(String(count))]));
  });
  const { take, dir } = cameras(url, {}, 2);
  const hashes = [];
  for (let i = 0; i < 3; i += 1) hashes.push((await take()).hash);
  expect(readdirSync(dir).sort()).toEqual([`${hashes[1]}.png`, `${hashes[2]}.png`].sort());
});
