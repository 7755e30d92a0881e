/** Unsent text of this window, kept through a reload: a note or an outcome half written is not lost. Gone with the window. */
import { useState } from "react";

const prefix = "draft:";

export const readDraft = (key: string): string => sessionStorage.getItem(prefix + key) ?? "";

export function keepDraft(key: string, text: string): void {
  if (text === "") sessionStorage.removeItem(prefix + key);
  else sessionStorage.setItem(prefix + key, text);
}

/** State that survives a reload of the page. */
export function useDraft(key: string): [string, (text: string) => void] {
  const [text, setText] = useState(() => readDraft(key));
  return [
    text,
    (next) => {
      keepDraft(key, next);
      setText(next);
    },
  ];
}
