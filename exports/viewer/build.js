// Elements out of data. Text only ever becomes text: there is no way here to write markup.

/** An element: `class`, `data-*`, `aria-*` and other attributes, `on*` listeners; children are nodes or strings. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

/** The signs of the interface: one path each on a field of 16 by 16. A sign never stands alone for a meaning. */
const SIGNS = {
  error: "M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13ZM5.6 5.6l4.8 4.8m0-4.8-4.8 4.8",
  warning: "M8 1.8 15 14H1L8 1.8Zm0 4.4v3.6m0 1.7v.6",
  info: "M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13ZM8 7v4.5M8 4.4v.6",
  found: "M2.5 8.5 6.2 12.2 13.5 4.5",
  blank: "M2 12.5h12M4 9.5h.01M8 9.5h.01M12 9.5h.01",
  unreadable: "M1.5 8s2.5-4.5 6.5-4.5S14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8ZM2.5 14 13.5 2",
  absent: "M4 8h8M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13Z",
  search: "M7 2a5 5 0 1 1 0 10A5 5 0 0 1 7 2Zm3.6 8.6L14.5 14.5",
  print: "M4 6V1.8h8V6M4 11.5H1.8V6h12.4v5.5H12M4 9.5h8v4.8H4Z",
  help: "M5.6 5.6a2.4 2.4 0 1 1 3.6 2.1c-.9.5-1.2.9-1.2 1.8M8 12v.6M8 .8a7.2 7.2 0 1 1 0 14.4A7.2 7.2 0 0 1 8 .8Z",
  close: "m3.5 3.5 9 9m0-9-9 9",
  next: "m5.5 3 5 5-5 5",
  previous: "m10.5 3-5 5 5 5",
  more: "M8 3v10M3 8h10",
  less: "M3 8h10",
  page: "M3.5 1.5h6l3 3v10h-9Z",
  marks: "M2.5 13.5h11M4 10 10.5 3.5l2 2L6 12H4Z",
};

/** A sign out of SIGNS, hidden from readers of the screen: a word always stands beside it. */
export function sign(name) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", SIGNS[name]);
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", "sign");
  svg.setAttribute("aria-hidden", "true");
  svg.append(path);
  return svg;
}

/** A button of words, with a sign before them where one is given. */
export function button(words, { icon = null, ...attributes } = {}) {
  return make("button", { type: "button", ...attributes }, icon && sign(icon), words);
}

/** A button of a sign alone; its words are read out and shown when one points at it. */
export function signButton(icon, words, attributes = {}) {
  return make("button", { type: "button", title: words, "aria-label": words, ...attributes }, sign(icon));
}
