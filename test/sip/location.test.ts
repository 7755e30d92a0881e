import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readLocation } from "../../electron/sip/location.ts";
import { distanceM, noLocation } from "../../shared/place/location.ts";
import { circle, civic, ellipse, type Located, locatedFrame, pidfLo, pointShape, polygon } from "./located.ts";

const read = (located: Located = {}) => readLocation(locatedFrame(located));
/** What becomes of these shapes in one location. */
const shape = (...shapes: readonly string[]) => read({ xml: pidfLo(shapes.join("")) });

describe("a location in a call", () => {
  test("is a point, latitude first, with its method and its time", () => {
    expect(read()).toEqual({
      ...noLocation,
      point: { latitude: 46.88, longitude: 11.2 },
      method: "GPS",
      at: "2026-03-04T05:06:07Z",
    });
  });

  test("is null in a frame that speaks of none, whatever its body holds", () => {
    expect(readLocation(locatedFrame().replace(/Geolocation: .*\r\n/, ""))).toBeNull();
  });

  test.each<[string, Located]>([
    ["with bare line feeds", { lineEnd: "\n" }],
    ["with a quoted boundary that has a blank in it", { boundary: "a b'(1)", boundaryIs: `"a b'(1)"` }],
    ["with a Content-ID without brackets", { id: "loc@plant.invalid" }],
    ["with an escaped cid", { geolocation: "<cid:loc%40plant.invalid>" }],
    ["with parameters behind", { geolocation: "<cid:loc@plant.invalid>;routing-allowed=yes;inserted-by=endpoint" }],
    ["without brackets, folded", { geolocation: "\r\n cid:loc@plant.invalid" }],
    ["in another case", { geolocation: "<CID:LOC@plant.invalid>" }],
  ])("is found %s", (_how, located) => {
    expect(read(located)).toMatchObject({ point: { latitude: 46.88, longitude: 11.2 }, problem: "" });
  });

  test("is found in a body that is nothing else", () => {
    const frame = `INVITE sip:6000@p SIP/2.0\r\nGeolocation: <cid:x>\r\nc: application/pidf+xml\r\n\r\n${pidfLo(pointShape("1 2"))}`;
    expect(readLocation(frame)).toMatchObject({ point: { latitude: 1, longitude: 2 } });
  });

  test("under another name than the header says is read, and said so; none at all is said so", () => {
    expect(read({ id: "<other@x>" })).toMatchObject({
      point: { latitude: 46.88 },
      problem: expect.stringMatching(/another part/),
    });
    expect(read({ id: null })?.point).not.toBeNull();
    expect(read({ boundaryIs: "wrong" })).toMatchObject({
      point: null,
      problem: "the location that the message names is not in it",
    });
  });

  test("by reference is not fetched: its address is kept", () => {
    for (const address of [
      "https://lis.example/l/1",
      "http://lis.example/l/1",
      "sip:l1@lis.example",
      "sips:l1@lis.example",
      "pres:l1@lis.example",
    ])
      expect(read({ geolocation: `<${address}>` })).toEqual({ ...noLocation, reference: address });
    expect(read({ geolocation: "<https://lis.example/1>, <cid:loc@plant.invalid>" })).toMatchObject({
      point: { latitude: 46.88 },
      reference: "https://lis.example/1",
    });
    expect(read({ geolocation: "<javascript:alert(1)>" })).toMatchObject({
      reference: null,
      problem: expect.stringMatching(/cannot be read/),
    });
  });

  test("tells who is said to have added it (RFC 8787)", () => {
    expect(read({ geolocation: "<cid:loc@plant.invalid>;loc-src=esrp.example" })?.addedBy).toBe("esrp.example");
  });
});

describe("a shape", () => {
  test("circle has its radius", () => {
    expect(shape(circle("-34.407 150.88001", "30"))).toMatchObject({
      point: { latitude: -34.407, longitude: 150.88001 },
      radiusM: 30,
      problem: "",
    });
  });

  test("ellipse is a circle around all of it", () => {
    expect(shape(ellipse("46.9 11.3", "77.2"))).toMatchObject({ point: { latitude: 46.9 }, radiusM: 78 });
  });

  test.each([
    [
      "pos by pos",
      ["46.8 11.0", "46.8 11.2", "46.9 11.2", "46.9 11.0", "46.8 11.0"]
        .map((pos) => `<gml:pos>${pos}</gml:pos>`)
        .join(""),
    ],
    ["as a list", "<gml:posList>46.8 11.0 46.8 11.2 46.9 11.2\n46.9 11.0 46.8 11.0</gml:posList>"],
  ])("polygon, %s, is the middle of its corners and the way to the furthest", (_how, inner) => {
    const found = shape(polygon(inner));
    expect(found?.point).toEqual({ latitude: 46.85, longitude: 11.1 });
    const furthest = distanceM({ latitude: 46.85, longitude: 11.1 }, { latitude: 46.8, longitude: 11.0 });
    expect(found?.radiusM).toBe(Math.ceil(furthest));
    expect(furthest).toBeGreaterThan(9_300);
    expect(furthest).toBeLessThan(9_500);
  });

  test("polygon across the 180th degree stays there", () => {
    const found = shape(polygon("<gml:posList>10 179 10 -179 11 -179 11 179 10 179</gml:posList>"));
    expect(Math.abs(found?.point?.longitude ?? 0)).toBe(180);
  });

  test("in three dimensions loses its height", () => {
    const sphere = circle("46.9 11.3 1200", "30").replaceAll("Circle", "Sphere").replace("EPSG::4326", "EPSG::4979");
    expect(shape(sphere)).toMatchObject({ point: { latitude: 46.9, longitude: 11.3 }, radiusM: 30 });
  });

  test("with prefixes of its own, or none, or in CDATA, is the same", () => {
    const xml = pidfLo(pointShape("46.88 11.2"));
    const other = xml.replaceAll("gml:", "g:").replaceAll("xmlns:gml", "xmlns:g").replaceAll("gp:", "priv:");
    const bare = pidfLo('<Point xmlns="http://www.opengis.net/gml"><pos><![CDATA[46.88 11.2]]></pos></Point>');
    for (const one of [other, bare, xml.replaceAll("tuple", "dm:device").replaceAll(/<\/?status>/g, "")])
      expect(read({ xml: one })?.point).toEqual({ latitude: 46.88, longitude: 11.2 });
  });

  test.each<[string, string, RegExp]>([
    ["a latitude off the globe", pointShape("95 11"), /latitude 95 is not on the globe/],
    ["a longitude off the globe", pointShape("46 -191.5"), /longitude -191.5 is not on the globe/],
    ["0, 0", pointShape("0 0.0"), /coordinates are 0, 0/],
    ["no number", pointShape("NaN 11"), /no numbers/],
    ["an exponent", pointShape("1e1 11"), /no numbers/],
    ["one number", pointShape("46"), /no numbers/],
    ["nothing", pointShape(""), /no numbers|no coordinates/],
    ["a radius of half the earth", circle("46 11", "20000000"), /radius of 20000 km says nothing/],
    ["a radius that is no number", circle("46 11", "-5"), /radius is no number/],
    ["a radius in feet", circle("46 11", "5", "urn:ogc:def:uom:EPSG::9002"), /not in metres/],
    ["another system", pointShape("46 11").replace("4326", "31254"), /in a system that is not read/],
    ["an unknown shape", "<gs:Blob/>", /shape that is not known/],
    ["nothing at all", "", /the location is empty/],
    ["an empty address", civic("<ca:A1></ca:A1><ca:RD> </ca:RD>"), /address is empty/],
    [
      "more corners than a place has",
      polygon(`<gml:posList>${"46 11 ".repeat(400)}</gml:posList>`),
      /more than 200 corners/,
    ],
  ])("with %s is no place, and says why", (_what, given, words) => {
    expect(shape(given)).toMatchObject({ point: null, civic: [], problem: expect.stringMatching(words) });
  });

  test("of several the first is taken, of several locations the first good one, and it is said", () => {
    expect(shape(pointShape("1 2"), pointShape("3 4"))).toMatchObject({
      point: { latitude: 1 },
      problem: expect.stringMatching(/more than one shape/),
    });
    expect(read({ xml: pidfLo(pointShape("99 9"), pointShape("3 4")) })).toMatchObject({
      point: { latitude: 3, longitude: 4 },
      problem: "2 locations were given, the first good one is shown",
    });
  });
});

describe("an address", () => {
  test("is written for people, from the room to the country (RFC 5139)", () => {
    const given = civic(
      "<ca:country>AT</ca:country><ca:A1>Tyrol</ca:A1><ca:A3>Lakeside</ca:A3><ca:PC>6020</ca:PC><ca:RD>Ring</ca:RD><ca:STS>Road</ca:STS><ca:HNO>12</ca:HNO><ca:HNS>b</ca:HNS><ca:BLD>C</ca:BLD><ca:FLR>2</ca:FLR><ca:ROOM>217</ca:ROOM><ca:LOC>Library</ca:LOC><ca:PLC>office</ca:PLC>",
    );
    expect(shape(given)?.civic).toEqual([
      "Library",
      "building C floor 2 room 217",
      "Ring Road 12 b",
      "6020 Lakeside",
      "Tyrol AT",
      "kind of place: office",
    ]);
  });

  test("may stand beside a point (RFC 5491, 3.3)", () => {
    expect(shape(pointShape("46 11"), civic("<ca:A3>Town</ca:A3>"))).toMatchObject({
      point: { latitude: 46 },
      civic: ["Town"],
      problem: "",
    });
  });

  test("is text and nothing else: no direction marks, bounded", () => {
    const given = civic(`<ca:A3>Town\u202eevil&lt;b&gt;</ca:A3><ca:RD>${"x".repeat(5_000)}</ca:RD>`);
    const [road = "", town = ""] = shape(given)?.civic ?? [];
    expect(road.length).toBe(100);
    expect(town).not.toContain("\u202e");
  });
});

describe("a hostile location", () => {
  const bomb = `<!DOCTYPE p [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "${"&a;".repeat(100)}">]>${pidfLo(pointShape("&b; 11"))}`;
  test.each<[string, string, RegExp]>([
    ["an entity bomb", bomb, /document type, which is not read/],
    ["60 kB", pidfLo(pointShape(`46 11${" ".repeat(60_000)}`)), /larger than 16 kB/],
    ["deep nesting", pidfLo("<a>".repeat(300)), /cannot be read/],
    ["thousands of parts", pidfLo("<a/>".repeat(2_000)), /more parts than any/],
    ["no XML", "{}", /has none|cannot be read/],
    ["half of it", pidfLo(pointShape("46 11")).slice(0, 200), /has none|cannot be read/],
    [
      "a name of JavaScript's",
      pidfLo("<__proto__><pos>1 2</pos></__proto__><constructor/>"),
      /cannot be read|not known|empty/,
    ],
  ])("of %s is no place, and says why", (_what, xml, words) => {
    expect(read({ xml })).toMatchObject({ point: null, problem: expect.stringMatching(words) });
  });

  test("never throws, whatever is broken in it", () => {
    const whole = locatedFrame({
      xml: pidfLo(
        circle("46.9 11.3", "30") + civic("<ca:A3>Town</ca:A3>"),
        polygon("<gml:posList>1 2 3 4</gml:posList>"),
      ),
    });
    const broken = fc
      .array(
        fc.tuple(
          fc.nat(whole.length),
          fc.nat(40),
          fc.oneof(
            fc.string(),
            fc.constantFrom("<", ">", "&", "]]>", "--b0undary", "\r\n\r\n", "\0", "<!--", "xmlns:"),
          ),
        ),
        { maxLength: 8 },
      )
      .map((cuts) => cuts.reduce((text, [at, length, by]) => text.slice(0, at) + by + text.slice(at + length), whole));
    fc.assert(
      fc.property(fc.oneof(broken, fc.string({ maxLength: 400 })), (frame) => {
        const found = readLocation(frame);
        if (found === null) return;
        const { point, radiusM } = found;
        if (point) expect(Math.abs(point.latitude) <= 90 && Math.abs(point.longitude) <= 180).toBe(true);
        if (radiusM !== null) expect(radiusM >= 0 && radiusM <= 10_000_000).toBe(true);
        if (point === null && found.civic.length === 0 && found.reference === null) expect(found.problem).not.toBe("");
      }),
      { numRuns: 2_000 },
    );
  });

  test("costs what is printed, beside a good one", () => {
    const time = (frame: string): number => {
      const from = performance.now();
      for (let i = 0; i < 20; i += 1) readLocation(frame);
      return (performance.now() - from) / 20;
    };
    const good = locatedFrame();
    for (let i = 0; i < 20; i += 1) time(good);
    const base = time(good);
    const worst = {
      "polygon of 200": pidfLo(polygon(`<gml:posList>${"46.1 11.1 ".repeat(200)}</gml:posList>`)),
      "as many elements as are read": pidfLo("<a/>".repeat(650)),
      "15 kB of attributes": pidfLo(`<a ${"b='1' ".repeat(2_500)}/>`),
      "15 kB of angle brackets": "<".repeat(15_000),
      "14 kB of ampersands": pidfLo(`<a>${"&amp;".repeat(2_800)}</a>`),
    };
    const ratios = Object.entries(worst).map(
      ([name, xml]) => `${name} ×${(time(locatedFrame({ xml })) / base).toFixed(0)}`,
    );
    const headers = locatedFrame({ geolocation: "<".repeat(30_000) });
    const marks = locatedFrame({ xml: "\n--b0undarx".repeat(3_000) });
    console.info(
      `one location ${base.toFixed(3)} ms; ${ratios.join(", ")}, header of brackets ×${(time(headers) / base).toFixed(0)}, false marks ×${(time(marks) / base).toFixed(0)}`,
    );
    expect(base).toBeGreaterThan(0);
  });
});
