import { expect, test } from "vitest";
import { type PageKind, pageHeaders } from "../../electron/start/pagePolicy.ts";

const policy = (kind: PageKind, embedMedia = false) => {
  const text = pageHeaders(kind, embedMedia)["Content-Security-Policy"] ?? "";
  return Object.fromEntries(text.split("; ").map((part) => [part.split(" ")[0], part.split(" ").slice(1).join(" ")]));
};

test("no page allows inline script, inline style, evaluation or another origin", () => {
  for (const kind of ["console", "media"] as const)
    expect(pageHeaders(kind, true)["Content-Security-Policy"], kind).not.toMatch(/unsafe|http|ws:|\*/);
});

test("pages load from their own origin and speak to it alone, with trusted types", () => {
  for (const kind of ["console", "media"] as const)
    expect(policy(kind), kind).toMatchObject({
      "default-src": "'none'",
      "script-src": "'self'",
      "style-src": "'self'",
      "connect-src": "'self'",
      "base-uri": "'none'",
      "form-action": "'none'",
      "require-trusted-types-for": "'script'",
    });
});

test("one script may be named by an address: the sound page's worker", () => {
  expect(policy("media")["trusted-types"]).toBe("voiceGate");
  expect(policy("console")["trusted-types"]).toBe("'none'");
});

test("only the console frames, only the media page is framed, and only where there is no hidden page", () => {
  const frames = (kind: PageKind, embed: boolean) => [
    policy(kind, embed)["frame-src"],
    policy(kind, embed)["frame-ancestors"],
  ];
  expect(frames("console", true)).toEqual(["'self'", "'none'"]);
  expect(frames("media", true)).toEqual(["'none'", "'self'"]);
  expect(frames("console", false)).toEqual(["'none'", "'none'"]);
  expect(frames("media", false)).toEqual(["'none'", "'none'"]);
});

test("a site's SVG that is opened by itself runs nothing", () => {
  const { "script-src": script, sandbox, "default-src": rest } = policy("site");
  expect([script, sandbox, rest]).toEqual([undefined, "", "'none'"]);
});

test("the microphone is for our own pages; camera and place are for nobody", () => {
  const permissions = pageHeaders("console", false)["Permissions-Policy"];
  expect(permissions).toContain("microphone=(self)");
  expect(permissions).toContain("camera=()");
  expect(permissions).toContain("geolocation=()");
});
