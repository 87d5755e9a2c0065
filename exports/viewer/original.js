// The left column: the original as pages or as text, its tools, and what stands where one points.

import { button, make, signButton } from "./build.js";
import { atOffset, atPoint, boxOf, clauseName, pageOf } from "./contract.js";
import { markKind } from "./marks.js";
import { makeProse } from "./prose.js";
import { makeSheets } from "./sheets.js";
import { makeSides } from "./sides.js";
import { fieldTitle } from "./values.js";

export function makeOriginal({ contract, pages, w, onSelect }) {
  const here = make("div", { class: "here", hidden: true, role: "group", "aria-label": w("here") });
  const pageNumber = make("input", { type: "number", min: "1", max: String(pages.length), value: "1", "aria-label": w("goPage") });
  const prose = makeProse({ contract, w, onOffset: (point, event) => point !== null && offer(atOffset(contract, point), event) });
  const sheets = pages.length === 0 ? null : makeSheets({
    contract, pages, w,
    onPoint: (page, x, y, event) => offer(atPoint(contract, page, x, y), event),
    onPage: (number) => (pageNumber.value = String(number)),
  });
  const sides = makeSides({
    contract, w, onJump: onSelect, onClose: () => sides.hide(),
    crop: (box, most) => sheets?.crop(box, most) ?? null,
  });
  let view = sheets ? "pages" : "text";
  let tinted = false;
  let shown = null;

  pageNumber.addEventListener("change", () => sheets.goPage(Number(pageNumber.value)));
  const views = ["pages", "text"].map((name) => button(w(name), { "data-view": name, onclick: () => setView(name) }));
  const marks = signButton("marks", w("marks"), { "aria-pressed": "true", onclick: () => toggleMarks() });
  const tools = make("div", { class: "tools" },
    !sheets && make("p", { class: "note" }, w("textNote")),
    sheets && make("div", { class: "tool-group", role: "group", "aria-label": w("view") }, views),
    sheets && make("div", { class: "tool-group paged" },
      signButton("previous", w("page") + " −", { onclick: () => turn(-1) }), pageNumber,
      make("span", {}, w("ofPages", pages.length)), signButton("next", w("page") + " +", { onclick: () => turn(1) })),
    sheets && make("div", { class: "tool-group paged" },
      signButton("less", w("zoomOut"), { onclick: () => sheets.setZoom(-1) }),
      button(w("zoomFit"), { onclick: () => sheets.setZoom(0) }),
      signButton("more", w("zoomIn"), { onclick: () => sheets.setZoom(1) })),
    make("div", { class: "tool-group" }, marks));
  const element = make("section", { class: "original", "aria-label": w("original") },
    tools, make("div", { class: "views" }, sheets?.element, prose.element, here), sides.element);

  function setView(name) {
    view = sheets ? name : "text";
    element.dataset.view = view;
    if (sheets) sheets.element.hidden = view !== "pages";
    prose.element.hidden = view !== "text";
    for (const each of views) each.setAttribute("aria-pressed", String(each.dataset.view === view));
    if (view === "text" && !tinted) prose.tint();
    tinted ||= view === "text";
    if (shown) current().show(shown.item, shown.at);
  }

  const current = () => (view === "pages" ? sheets : prose);

  function show(item, at) {
    here.hidden = true;
    shown = { item, at };
    current().show(item, at);
    if (item.type === "finding" && item.data.kind === "conflict" && item.evidence.length > 1) sides.show(item);
    else sides.hide();
  }

  /** A click: one thing is shown at once, several are offered. */
  function offer(hits, event) {
    here.hidden = true;
    const named = hits.filter(({ item }) => item.type !== "clause");
    if (named.length < 2 && hits.length) {
      const [{ item, at }] = named.length ? named : hits;
      onSelect(item, at);
    } else if (hits.length) {
      openHere(hits, event);
    }
  }

  function openHere(hits, event) {
    here.replaceChildren(make("p", {}, w("here")), ...hits.map(({ item, at }) =>
      make("button", { type: "button", class: `is-${markKind(item)}`, onclick: () => onSelect(item, at) },
        make("span", { class: "here-kind" }, hereKind(item)), make("span", { lang: "zh-CN" }, hereName(item)))));
    const frame = here.parentElement.getBoundingClientRect();
    here.hidden = false;
    here.style.left = `${Math.max(Math.min(event.clientX - frame.left, frame.width - here.offsetWidth - 12), 8)}px`;
    here.style.top = `${Math.max(Math.min(event.clientY - frame.top + 10, frame.height - here.offsetHeight - 12), 8)}px`;
    here.querySelector("button").focus({ preventScroll: true });
  }

  function hereKind(item) {
    if (item.type === "clause") return w("clauses");
    return item.type === "field" ? w("fields") : w(item.data.severity);
  }

  function hereName(item) {
    if (item.type === "clause") return clauseName(w, item);
    return item.type === "field" ? fieldTitle(item.data) : item.data.title;
  }

  function toggleMarks() {
    const on = element.classList.toggle("without-marks");
    marks.setAttribute("aria-pressed", String(!on));
  }

  function turn(step) {
    if (sheets) sheets.goPage(sheets.page() + step);
  }

  here.addEventListener("keydown", (event) => {
    const buttons = [...here.querySelectorAll("button")];
    const at = buttons.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      buttons[(at + step + buttons.length) % buttons.length].focus();
      event.preventDefault();
    }
  });

  setView(view);
  return {
    element, show, turn, toggleMarks,
    toggleView: () => sheets && setView(view === "pages" ? "text" : "pages"),
    showText: (item) => {
      setView("text");
      show(item, 0);
    },
    zoom: (step) => sheets?.setZoom(step),
    focus: () => current().element.focus({ preventScroll: true }),
    hideHere: () => {
      const was = !here.hidden;
      here.hidden = true;
      return was;
    },
    clear: () => {
      shown = null;
      sides.hide();
      sheets?.clear();
      prose.clear();
    },
    crop: (evidence, most) => (sheets && pageOf(evidence) ? sheets.crop(boxOf(evidence), most) : null),
  };
}
