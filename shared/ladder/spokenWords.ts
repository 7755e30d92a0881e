/**
 * What the console can say to the supervisor, word for word: one clip each, clips/words/<language>/<word>.wav, made by
 * scripts/speak.mjs from these texts. A word that is not here is left out of what is said.
 */
import type { Language } from "../site/site.ts";

const digits = ["d0", "d1", "d2", "d3", "d4", "d5", "d6", "d7", "d8", "d9"] as const;
const letters = [..."abcdefghijklmnopqrstuvwxyz"];

/** id: [English, German, other ways to write it]. */
const table = {
  callFromDesk: ["Call from the control room.", "Anruf der Leitstelle.", []],
  lifeSafety: ["Life safety alarm.", "Notruf, Gefahr für Leben.", []],
  urgent: ["Urgent call.", "Dringender Ruf.", []],
  assistance: ["Call for assistance.", "Bitte um Hilfe.", []],
  routine: ["Routine call.", "Gewöhnlicher Anruf.", []],
  sosTerminal: ["S O S terminal.", "S O S Säule.", []],
  helpPoint: ["Help point.", "Hilfestelle.", []],
  intercom: ["Intercom.", "Gegensprechstelle.", []],
  doorStation: ["Door station.", "Türstation.", []],
  speaker: ["Speaker.", "Lautsprecher.", []],
  unknown: ["Unknown caller.", "Unbekannter Anrufer.", []],
  notAnswered: ["It has not been answered.", "Niemand hat geantwortet.", []],
  waiting: ["events are waiting.", "Ereignisse warten.", []],
  many: ["Many", "Viele", []],
  flood: ["Many events are coming in at once.", "Es kommen sehr viele Ereignisse auf einmal.", []],
  unattended: ["Nobody is at the desk of the control room.", "Die Leitstelle ist nicht besetzt.", []],
  pressOne: ["Press one to acknowledge.", "Zum Quittieren drücken Sie die Eins.", []],
  acknowledged: ["Acknowledged. Thank you. Good bye.", "Quittiert. Danke. Auf Wiederhören.", []],
  notNeeded: [
    "The control room has taken it meanwhile. Good bye.",
    "Die Leitstelle hat inzwischen übernommen. Auf Wiederhören.",
    [],
  ],
  point: ["point", "Komma", []],
  kilometre: ["kilometre", "Kilometer", ["km", "kilometer"]],
  tube: ["tube", "Röhre", ["roehre"]],
  tunnel: ["tunnel", "Tunnel", []],
  platform: ["platform", "Bahnsteig", []],
  track: ["track", "Gleis", []],
  level: ["level", "Ebene", ["floor", "etage", "stockwerk"]],
  gate: ["gate", "Tor", []],
  door: ["door", "Tür", ["tuer"]],
  north: ["north", "Nord", ["northbound", "norden"]],
  south: ["south", "Süd", ["southbound", "sued", "süden"]],
  east: ["east", "Ost", ["eastbound", "osten"]],
  west: ["west", "West", ["westbound", "westen"]],
  lift: ["lift", "Aufzug", ["elevator"]],
  stairs: ["stairs", "Treppe", ["staircase"]],
  exit: ["exit", "Ausgang", ["ausfahrt"]],
  entrance: ["entrance", "Eingang", ["einfahrt"]],
  carPark: ["car park", "Parkhaus", ["park", "parking"]],
  station: ["station", "Bahnhof", []],
  cross: ["cross", "Quer", ["quer"]],
  passage: ["passage", "Gang", ["querschlag"]],
  portal: ["portal", "Portal", []],
  bridge: ["bridge", "Brücke", ["bruecke"]],
  road: ["road", "Straße", ["strasse"]],
  depot: ["depot", "Depot", []],
  building: ["building", "Gebäude", ["gebaeude"]],
} as const satisfies Record<string, readonly [string, string, readonly string[]]>;

export type SpokenWord = keyof typeof table;

const digitTexts: Readonly<Record<Language, readonly string[]>> = {
  en: ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"],
  de: ["null", "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun"],
};
/** The names of the letters, written so that the English voice says them right. */
const englishLetters =
  "ay,bee,see,dee,ee,eff,gee,aitch,eye,jay,kay,ell,em,en,oh,pea,queue,are,ess,tea,you,vee,double you,ex,why,zed";

const letterTexts: Readonly<Record<Language, readonly string[]>> = {
  en: englishLetters.split(","),
  de: letters.map((letter) => letter.toUpperCase()),
};

/** Text of every clip of a language, by the clip's name. */
export function spokenTexts(language: Language): Readonly<Record<string, string>> {
  const column = language === "en" ? 0 : 1;
  return Object.fromEntries([
    ...Object.entries(table).map(([word, texts]) => [word, texts[column]]),
    ...digits.map((digit, i) => [digit, digitTexts[language][i] ?? ""]),
    ...letters.map((letter, i) => [letter, letterTexts[language][i] ?? ""]),
  ]);
}

/** Words of places, by each way they are written. */
const places: ReadonlyMap<string, SpokenWord> = new Map(
  (Object.keys(table) as SpokenWord[]).slice(Object.keys(table).indexOf("kilometre")).flatMap((word) => {
    const [english, german, others] = table[word];
    return [english, german, ...others].map((text) => [text.toLowerCase(), word] as const);
  }),
);

/** A number of a few digits, said digit by digit. */
export const digitClips = (text: string): string[] => [...text].flatMap((one) => (/\d/.test(one) ? [`d${one}`] : []));

/** Clips for what of a text can be said: numbers digit by digit, single letters, and the words of places. */
export function clipsOfText(text: string): string[] {
  const tokens = text.match(/\p{L}+|\d+(?:[.,]\d+)?/gu) ?? [];
  return tokens.flatMap((token) => {
    if (/^\d/.test(token)) {
      const [whole = "", part] = token.split(/[.,]/);
      return part === undefined ? digitClips(whole) : [...digitClips(whole), "point", ...digitClips(part)];
    }
    const word = token.toLowerCase();
    if (/^[a-z]$/.test(word)) return [word];
    return places.get(word) ?? [];
  });
}
