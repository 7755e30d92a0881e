/** HTTP Digest without a network: published answers, and challenges as makers write them. */
import { expect, test } from "vitest";
import { readChallenges } from "../../electron/ask/challenges.ts";
import { authorizationOf, digestOf } from "../../electron/ask/digest.ts";

function answerTo(
  header: string,
  password = "Circle of Life",
  cnonce = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
) {
  const digest = digestOf(header);
  if (!digest) throw new Error("it cannot be answered");
  const login = { user: "Mufasa", password };
  return authorizationOf({ digest, login, method: "GET", uri: "/dir/index.html", cnonce, count: 1 });
}

const responseIn = (authorization: string) => /\bresponse="([0-9a-f]+)"/.exec(authorization)?.[1];

const nonce = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";
const published = (algorithm: string) =>
  `Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=${algorithm}, nonce="${nonce}", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"`;

test.each([
  ["MD5", "8ca523f5e9506fed4657c9700eebdbec"],
  ["SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"],
])("RFC 7616, 3.9.1: %s is answered as published, with neither algorithm, qop nor nc quoted", (algorithm, response) => {
  expect(answerTo(published(algorithm))).toBe(
    `Digest username="Mufasa", realm="http-auth@example.org", nonce="${nonce}", uri="/dir/index.html", algorithm=${algorithm}, qop=auth, nc=00000001, cnonce="f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ", response="${response}", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"`,
  );
});

test("RFC 2617, 3.5: without an algorithm, MD5 is meant and none is named", () => {
  const header =
    'Digest realm="testrealm@host.com", qop="auth,auth-int", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41"';
  const answer = answerTo(header, "Circle Of Life", "0a4f113b");
  expect(responseIn(answer)).toBe("6629fae49393a05397450978507c4ef1");
  expect(answer).not.toContain("algorithm");
});

// The hashes of these four were computed with Python's hashlib.
test("without qop (RFC 2069) nothing is counted", () => {
  const answer = answerTo('Digest realm="cam", nonce="n1"');
  expect(responseIn(answer)).toBe("6d8c07563fccf3ef3ea975ce9a3cf8d6");
  expect(answer).not.toMatch(/qop|nc=|cnonce|opaque/);
});

test("MD5-sess hashes the password together with the nonces", () => {
  expect(responseIn(answerTo('Digest realm="cam", nonce="n1", algorithm="MD5-sess", qop="auth"', "x", "c1"))).toBe(
    "552f5d536cbcb985aa87627650da82d6",
  );
});

test("a realm is hashed by its bytes as they came, a password in UTF-8", () => {
  const realm = Buffer.from("Tür", "utf8").toString("latin1");
  const answer = answerTo(`Digest realm="${realm}", nonce="n1", qop="auth", algorithm=SHA-256`, "grün€", "c1");
  expect(responseIn(answer)).toBe("764a6d6d1da90a452ce70cdf51c643d3b40fd7e45d2de1a8d6127802db450292");
  expect(answer).toContain(`realm="${realm}"`);
});

test("a quotation mark in a realm stays one", () => {
  const answer = answerTo('Digest realm="the \\"gate\\", north", nonce="n1"');
  expect(answer).toContain('realm="the \\"gate\\", north", nonce="n1"');
  expect(responseIn(answer)).toBe("a0aeaaa7af3a07edce4b9177266caae5");
});

const plain = { scheme: "digest", parameters: { realm: "a", nonce: "n" } };
test.each([
  ['Digest realm="a", nonce="n"', [plain]],
  ["digest realm=a,nonce=n", [plain]],
  ['DIGEST Realm = "a" ,\tNONCE="n" , ', [plain]],
  [
    'Digest realm="a, b", nonce="c==", qop="auth, auth-int"',
    [{ scheme: "digest", parameters: { realm: "a, b", nonce: "c==", qop: "auth, auth-int" } }],
  ],
  ["Digest nonce=c==, realm=a", [{ scheme: "digest", parameters: { nonce: "c==", realm: "a" } }]],
  [
    'Basic realm="x", Digest realm="a", nonce="n", Bearer realm="y"',
    [{ scheme: "basic", parameters: { realm: "x" } }, plain, { scheme: "bearer", parameters: { realm: "y" } }],
  ],
  ['Negotiate, Digest realm="a", nonce="n", NTLM', [plain]],
  [
    "Digest realm=a, qop=auth,auth-int, nonce=n",
    [{ scheme: "digest", parameters: { realm: "a", qop: "auth", nonce: "n" } }],
  ],
  ['Digest realm="a, nonce="n"', [{ scheme: "digest", parameters: { realm: "a, nonce=" } }]],
  ["", []],
  [", ,=,\"'", []],
])("%s is read", (header, challenges) => {
  const read = readChallenges(header).map(({ scheme, parameters }) => ({
    scheme,
    parameters: Object.fromEntries(parameters),
  }));
  expect(read).toEqual(challenges);
});

test("of several challenges SHA-256 is answered, and none mixes with another", () => {
  const md5 = 'Digest realm="a", nonce="n-md5", algorithm=MD5, qop="auth"';
  const sha = 'Digest realm="b", nonce="n-sha", algorithm="SHA-256", qop="auth", charset=UTF-8, userhash=false';
  const sha512 = 'Digest realm="c", nonce="n-512", algorithm=SHA-512-256, qop="auth"';
  for (const header of [`${md5}, ${sha}, ${sha512}`, `${sha512}, Basic realm="d", ${sha}, ${md5}`])
    expect(digestOf(header)).toMatchObject({ realm: "b", nonce: "n-sha", hash: "sha256" });
  expect(digestOf(`${sha512}, ${md5}`)).toMatchObject({ realm: "a", nonce: "n-md5", hash: "md5" });
});

test.each([
  'Basic realm="a"',
  'Hawk realm="a", nonce="n"',
  'Digest realm="a"',
  'Digest nonce="n"',
  'Digest realm="a", nonce=""',
  'Digest realm="a", nonce="n", algorithm=SHA-512-256',
  'Digest realm="a", nonce="n", algorithm=constructor',
  'Digest realm="a", nonce="n", qop="auth-int"',
  'Digest realm="a", nonce="n", algorithm=MD5-sess',
])("%s cannot be answered", (header) => {
  expect(digestOf(header)).toBeNull();
});
