/** Hold-to-talk in a window: what is asked of the host, for every order in which key, answer and page can come. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { silent, type Talk, type TalkInput, talkNext } from "../../renderer/console/reach/talk.ts";

const run = (...inputs: TalkInput[]) => {
  let talk: Talk = silent;
  const steps: string[] = [];
  for (const input of inputs) {
    const next = talkNext(talk, input);
    talk = next.talk;
    if (next.step) steps.push(next.pageId ? `${next.step} ${next.pageId}` : next.step);
  }
  return { talk, steps };
};

const press: TalkInput = { type: "pressed", page: null };
const letGo: TalkInput = { type: "letGo" };
const accepted: TalkInput = { type: "accepted" };
const refused: TalkInput = { type: "refused" };
const page = (id: string, state: "requested" | "opening" | "open" | "closing" = "requested"): TalkInput => ({
  type: "page",
  page: { id, state },
});
const noPage: TalkInput = { type: "page", page: null };

describe("hold to talk", () => {
  it("starts a page, renews it while held, releases it when let go", () => {
    expect(run(press, accepted, page("p1"), page("p1", "open"), letGo).steps).toEqual([
      "start",
      "renew p1",
      "release p1",
    ]);
  });
  it("renews when the page's entry comes before the answer", () => {
    expect(run(press, page("p1"), accepted).steps).toEqual(["start", "renew p1"]);
  });
  it("releases at once a page that opens after the key was let go", () => {
    expect(run(press, letGo, accepted, page("p1")).steps).toEqual(["start", "release p1"]);
    expect(run(press, page("p1"), letGo, accepted).steps).toEqual(["start", "release p1"]);
  });
  it("renews nothing when the host refuses", () => {
    expect(run(press, refused, page("p1"), letGo)).toEqual({ talk: silent, steps: ["start"] });
  });
  it("never takes a page that ran before for its own", () => {
    expect(run({ type: "pressed", page: "p0" }, accepted, page("p0", "closing")).steps).toEqual(["start"]);
  });
  it("stops renewing when the page is stopped by hand, although the key is still down", () => {
    const { talk, steps } = run(press, accepted, page("p1"), page("p1", "closing"), letGo);
    expect(talk).toEqual(silent);
    expect(steps).toEqual(["start", "renew p1"]);
  });
  it("stops renewing when the page is gone", () => {
    expect(run(press, accepted, page("p1"), noPage).talk).toEqual(silent);
  });
  it("starts one page for a key that repeats", () => {
    expect(run(press, press, accepted, press, page("p1"), press).steps).toEqual(["start", "renew p1"]);
  });

  it("whatever comes in whatever order: after letting go nothing is renewed, and every page that was started is released or was never ours", () => {
    const anything = fc.constantFrom(
      letGo,
      accepted,
      refused,
      page("p1"),
      page("p1", "open"),
      page("p1", "closing"),
      noPage,
    );
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 12 }), (inputs) => {
        const { talk, steps } = run(press, ...inputs, letGo);
        expect(talk.at).not.toBe("talking");
        const lastRenew = steps.lastIndexOf("renew p1");
        const closedByHost = inputs.some((one) => one.type === "page" && (!one.page || one.page.state === "closing"));
        if (lastRenew >= 0 && !closedByHost) expect(steps.slice(lastRenew)).toContain("release p1");
      }),
    );
  });
});
