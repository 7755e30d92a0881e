/** Both run in the page, and are whole in themselves: whether it is drawn, and what of it nobody can see. */

/**
 * Fonts, images and answers of the host are there, and whatever comes once has come. What pulses for ever is not waited for.
 * `unanswered`: this scene's host answers nothing.
 */
export function isDrawn(unanswered: boolean): boolean {
  const longest = 2_000;
  const moving = document.getAnimations().some((one) => {
    const end = one.effect?.getComputedTiming().endTime;
    // Bars follow the clock by transitions, all the time; an armed door counts its seconds.
    return !(one instanceof CSSTransition) && one.playState === "running" && typeof end === "number" && end < longest;
  });
  const asking = [...document.querySelectorAll(".facts dd, .noPicture")].some((one) =>
    /^…|^asking|^$/.test(one.textContent ?? ""),
  );
  return (
    document.querySelector(".strip, .alarm") !== null &&
    document.fonts.status === "loaded" &&
    [...document.images].every((image) => image.complete) &&
    document.querySelector(".leaflet-zoom-anim") === null &&
    (unanswered || (!asking && document.querySelector('[aria-busy="true"]') === null)) &&
    !moving
  );
}

/** What is wider than the window, and what is to be pressed or typed into and lies outside of what shows it, where no scrolling helps. */
export function outOfSight(): string[] {
  const found: string[] = [];
  const wider = document.documentElement.scrollWidth - innerWidth;
  if (wider > 0) found.push(`the window is ${wider} px too narrow for what it holds`);
  const slack = 1;
  for (const one of document.querySelectorAll<HTMLElement>("button, select, input, textarea, [role=tab]")) {
    const box = one.getBoundingClientRect();
    if (box.width === 0 || one.closest(".heardOnly")) continue;
    const name = (one.getAttribute("aria-label") ?? one.textContent ?? "").trim();
    let scrollsX = false;
    let scrollsY = false;
    for (let around = one.parentElement; around; around = around.parentElement) {
      const { overflowX, overflowY, position } = getComputedStyle(around);
      const frame = around.getBoundingClientRect();
      scrollsX ||= /auto|scroll/.test(overflowX);
      scrollsY ||= /auto|scroll/.test(overflowY);
      const cutX =
        !scrollsX && overflowX !== "visible" && (box.right > frame.right + slack || box.left < frame.left - slack);
      const cutY =
        !scrollsY && overflowY !== "visible" && (box.bottom > frame.bottom + slack || box.top < frame.top - slack);
      if (cutX || cutY) {
        found.push(`“${name}” is cut off by ${around.className || around.tagName}`);
        break;
      }
      // It lies over everything else.
      if (position === "fixed") break;
    }
    const words = one.querySelector<HTMLElement>(".word") ?? one;
    const { overflowX, textOverflow } = getComputedStyle(words);
    const cut = words.scrollWidth > words.clientWidth + slack || words.scrollHeight > words.clientHeight + slack;
    if (one.matches("button") && cut && overflowX !== "visible" && textOverflow !== "ellipsis")
      found.push(`the words of “${name}” do not fit it`);
  }
  return found;
}
