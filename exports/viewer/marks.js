// Marks: what is drawn over the original. A mark says by its colour and by its edge what it stands for.

import { make } from "./build.js";

/** How far down the window a place is put when one jumps to it. */
export const LOOK = 0.3;

/** The class of an item's marks: a finding's by its severity, a field's by its state. */
export function markKind(item) {
  if (item.type === "finding") return item.data.severity;
  return item.type === "field" ? item.data.status : "clause";
}

/** A box of a mark, placed in per cent of what it lies on. */
export function markBox(kind, { left, top, width, height }, { tag = null, current = false, nearest = false } = {}) {
  const names = ["mark", `is-${kind}`, current && "is-current", nearest && "is-nearest"].filter(Boolean);
  const box = make("div", { class: names.join(" "), "aria-hidden": "true" }, tag && make("span", { class: "mark-tag" }, tag));
  box.style.left = `${left}%`;
  box.style.top = `${top}%`;
  box.style.width = `${width}%`;
  box.style.height = `${height}%`;
  return box;
}

/** A place of a page in per cent of the page. */
export function onSheet(page, place) {
  return {
    left: (place.x0 / page.width) * 100, top: (place.top / page.height) * 100,
    width: ((place.x1 - place.x0) / page.width) * 100, height: ((place.bottom - place.top) / page.height) * 100,
  };
}

/** What scrolls to a far place would pass by is not worth the wait; and some do not want motion at all. */
export function scrollTo(element, top, height) {
  const far = Math.abs(element.scrollTop - top) > height * 2;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  element.scrollTo({ top: Math.max(top, 0), behavior: far || still ? "auto" : "smooth" });
}
