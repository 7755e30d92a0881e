/** What a picture really is, by its first bytes: whatever a camera calls it, only these four are shown. */
export type ImageKind = "jpg" | "png" | "gif" | "webp";

export const imageTypes: Readonly<Record<ImageKind, string>> = {
  jpg: "image/jpeg",
  png: "image/png",
  gif: "image/gif",
  webp: "image/webp",
};

/** null: none of them. */
export function imageKindOf(bytes: Buffer): ImageKind | null {
  const starts = (hex: string, at = 0): boolean => bytes.subarray(at, at + hex.length / 2).toString("hex") === hex;
  if (starts("ffd8ff")) return "jpg";
  if (starts("89504e470d0a1a0a")) return "png";
  if (starts("47494638")) return "gif";
  return starts("52494646") && starts("57454250", 8) ? "webp" : null;
}
