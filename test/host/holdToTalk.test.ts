import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createHoldToTalk } from "../../electron/host/holdToTalk.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function aTalk() {
  const said: string[] = [];
  const talk = createHoldToTalk({
    ended: (pageId, reason) => void said.push(`${pageId} ${reason}`),
    talking: (pageId, on) => void said.push(`${pageId} ${on ? "talks" : "is quiet"}`),
  });
  return { said, talk };
}

test("renewed, it talks; released, it ends at once", () => {
  const { said, talk } = aTalk();
  talk.begin("p1");
  talk.renew("p1");
  vi.advanceTimersByTime(400);
  talk.renew("p1");
  vi.advanceTimersByTime(400);
  expect(said).toEqual(["p1 talks"]);
  talk.release("p1");
  expect(said).toEqual(["p1 talks", "p1 is quiet", "p1 released"]);
});

test("not renewed for 500 ms it lapses, once", () => {
  const { said, talk } = aTalk();
  talk.begin("p1");
  talk.renew("p1");
  vi.advanceTimersByTime(2_000);
  talk.renew("p1");
  expect(said).toEqual(["p1 talks", "p1 is quiet", "p1 lapsed"]);
});

test("never renewed at all it lapses too; another page's key does not keep it open", () => {
  const { said, talk } = aTalk();
  talk.begin("p1");
  vi.advanceTimersByTime(1_000);
  talk.renew("p0");
  vi.advanceTimersByTime(1_000);
  expect(said).toEqual(["p1 is quiet", "p1 lapsed"]);
});
