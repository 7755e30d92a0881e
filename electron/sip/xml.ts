/** How XML from outside is read: no entities, no declarations, no guessing of types, a bounded depth. Throws on what is no XML. */
import { XMLParser } from "fast-xml-parser";

/** `isList`: elements that are lists even where there is one of them. */
export const createXmlReader = (deepest: number, isList: (name: string) => boolean): XMLParser =>
  new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: "@",
    removeNSPrefix: true,
    processEntities: false,
    parseTagValue: false,
    parseAttributeValue: false,
    ignoreDeclaration: true,
    ignorePiTags: true,
    maxNestedTags: deepest,
    isArray: (name, _path, _leaf, isAttribute) => !isAttribute && isList(name),
  });
