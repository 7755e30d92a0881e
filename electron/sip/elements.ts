/** Elements as the XML parser gives them, with every child in a list: reading them without trusting their shape. Pure. */

export type Element = Readonly<Record<string, unknown>>;

/** Children of a name; text alone counts as an element without children. */
export function named(element: unknown, name: string): Element[] {
  const found = isElement(element) && Object.hasOwn(element, name) ? element[name] : undefined;
  const list = Array.isArray(found) ? found : found === undefined ? [] : [found];
  return list.map((one) => (isElement(one) ? one : { "#text": String(one) }));
}

/** All children, in the order of their names' first appearance. */
export const elementsOf = (element: Element): { name: string; element: Element }[] =>
  Object.keys(element)
    .filter((name) => !name.startsWith("@") && name !== "#text")
    .flatMap((name) => named(element, name).map((one) => ({ name, element: one })));

/** Text of an element with or without attributes; "" where it has none. */
export function textOf(element: Element | undefined): string {
  const text = element?.["#text"];
  if (Array.isArray(text)) return text.map(String).join(" ").trim();
  return text === undefined ? "" : String(text).trim();
}

export const attributeOf = (element: Element, name: string): string => {
  const value = Object.hasOwn(element, `@${name}`) ? element[`@${name}`] : undefined;
  return typeof value === "string" ? value : "";
};

const isElement = (value: unknown): value is Element =>
  typeof value === "object" && value !== null && !Array.isArray(value);
