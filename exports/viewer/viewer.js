// The viewer: a report beside its original. The same in the self-contained report and on the review page.

import { aboutOf, noticesOf } from "./about.js";
import { button, make, sign, signButton } from "./build.js";
import { makeContract } from "./contract.js";
import { find, searchable } from "./search.js";
import { makeKeys } from "./keys.js";
import { makeList } from "./lists.js";
import { makeOriginal } from "./original.js";
import { makeTree } from "./tree.js";
import { wordsOf } from "./words.js";

const TABS = ["findings", "fields", "clauses"];
const TAB_OF = { finding: "findings", field: "fields", clause: "clauses" };
const SHOWN_HITS = 200;

/**
 * Draws the viewer into `root`.
 *
 * `report`: as docs/report.md has it. `pages`: [{number, width, height, picture}], empty where the file has none;
 * `picture` is an address, or a function that gives one. `titles`: names of rules and types by id. `language`: zh or en.
 * `actions(item)`: what a reviewer can do about an item, as an element under its card; `filters`, `keys`, `keyHelp`: more
 * of them. `lead` and `tools`: what stands at the left and the right of the head. Returns what the page around it needs.
 */
export function mount(root, { report, pages, titles = {}, language = "zh", actions = null, filters = {}, keys = {}, keyHelp = [], lead = null, tools = [] }) {
  const w = wordsOf(language);
  const contract = makeContract(report);
  const plain = searchable(report.text);
  let selected = null;
  let at = 0;

  const original = makeOriginal({ contract, pages, w, onSelect: (item, place) => select(item, place, { open: true }) });
  const context = {
    contract, w, titles, actions, crop: original.crop,
    onSelect: (item, place) => select(item, place, {}),
    onStep: step,
  };
  const parts = {
    findings: makeList(context, "finding", contract.findings, filters.finding),
    fields: makeList(context, "field", contract.fields, filters.field),
    clauses: makeTree(context),
  };
  parts.findings.element.prepend(noticesOf(w, report.notices) ?? "");
  parts.findings.element.append(aboutOf(w, report, titles));
  const tabs = TABS.map((name, index) => make("button", {
    type: "button", role: "tab", id: `tab-${name}`, "aria-controls": `panel-${name}`, onclick: () => openTab(name),
  }, w(name), make("span", { class: "count" }, String(contract[name].length)), make("kbd", { "aria-hidden": "true" }, String(index + 1))));
  const panels = TABS.map((name) => make("div", {
    class: "panel", role: "tabpanel", id: `panel-${name}`, "aria-labelledby": `tab-${name}`, tabindex: "0",
  }, make("h2", { class: "print-title" }, w(name)), parts[name].element));
  const query = make("input", { type: "search", placeholder: w("search"), "aria-label": w("search"), autocomplete: "off", spellcheck: "false" });
  const results = make("div", { class: "results", hidden: true, role: "region", "aria-label": w("searchResults"), tabindex: "-1" });
  const side = make("section", { class: "side-column", "aria-label": w("panel"), id: "review", tabindex: "-1" },
    make("div", { class: "tabs", role: "tablist", "aria-label": w("panel") }, tabs), results, panels);
  const help = makeKeys(root.ownerDocument, w, keyActions(), keyHelp);
  const head = make("header", { class: "viewer-head" },
    lead, title(w, contract), counts(w, contract),
    make("div", { class: "search" }, sign("search"), query, make("kbd", { "aria-hidden": "true" }, "/")),
    signButton("help", w("help"), { onclick: () => help.open() }),
    signButton("print", w("print"), { onclick: () => print() }), tools);
  root.replaceChildren(make("a", { class: "skip", href: "#review" }, w("skip")), head,
    make("div", { class: "columns" }, original.element, splitter(w, side), side), help.dialog);
  root.lang = language === "en" ? "en" : "zh-CN";

  function openTab(name) {
    if (!results.hidden) clearSearch();
    for (const [index, tab] of tabs.entries()) {
      tab.setAttribute("aria-selected", String(TABS[index] === name));
      tab.setAttribute("tabindex", TABS[index] === name ? "0" : "-1");
      panels[index].classList.toggle("is-open", TABS[index] === name);
    }
  }

  const tab = () => TABS.find((name, index) => panels[index].classList.contains("is-open"));

  function select(item, place = 0, { open = false, focus = false } = {}) {
    if (selected) parts[TAB_OF[selected.type]].card(selected)?.classList.remove("is-selected");
    [selected, at] = [item, Math.min(place, Math.max(item.evidence.length - 1, 0))];
    const part = parts[TAB_OF[item.type]];
    if (open || (tab() !== TAB_OF[item.type])) openTab(TAB_OF[item.type]);
    part.reveal(item);
    part.select?.(item);
    const card = part.card(item);
    card.classList.add("is-selected");
    for (const main of side.querySelectorAll("[aria-current]")) main.removeAttribute("aria-current");
    const main = card.querySelector(".card-main, .clause-main");
    main.setAttribute("aria-current", "true");
    for (const quote of card.querySelectorAll(".quote")) quote.classList.toggle("is-current", Number(quote.dataset.at) === at);
    const words = card.querySelector(".stepper-words");
    if (words) words.textContent = w("places", at + 1, item.evidence.length);
    const seen = item.type === "clause" ? main : card;
    if (seen.offsetHeight < side.clientHeight) seen.scrollIntoView({ block: "nearest" });
    if (focus) main.focus({ preventScroll: true });
    original.show(item, at);
    history.replaceState(null, "", `#${item.key}`);
  }

  function step(by) {
    if (!selected || selected.evidence.length < 2) return;
    select(selected, (at + by + selected.evidence.length) % selected.evidence.length);
  }

  function move(by) {
    if (!results.hidden) {
      moveResult(by);
      return;
    }
    const items = parts[tab()].visible();
    if (!items.length) return;
    const now = items.indexOf(selected);
    const next = now < 0 ? (by > 0 ? 0 : items.length - 1) : Math.min(Math.max(now + by, 0), items.length - 1);
    select(items[next], 0, { focus: true });
  }

  function moveResult(by) {
    const all = [...results.querySelectorAll(".result")];
    const next = all[Math.min(Math.max(all.indexOf(document.activeElement) + by, 0), all.length - 1)];
    next?.focus();
    next?.click();
  }

  function search() {
    const text = query.value.trim();
    results.hidden = !text;
    side.classList.toggle("is-searching", Boolean(text));
    if (!text) return;
    const hits = find(plain, text);
    results.replaceChildren(
      make("div", { class: "results-head" }, make("p", { role: "status" }, hits.length ? w("hits", hits.length) : w("noHits")),
        button(w("clear"), { onclick: clearSearch })),
      make("ol", {}, hits.slice(0, SHOWN_HITS).map((hit) => make("li", {}, result(hit)))));
  }

  /** A hit is shown where its clause stands: on a page the clause is marked, in the text the very words. */
  function result([start, end]) {
    const span = [contract.offsets.point(start), contract.offsets.point(end)];
    const around = contract.stretches.find((stretch) => stretch.start <= span[0] && span[0] < stretch.end);
    const clause = around?.clause ?? null;
    const places = clause?.evidence[0]?.places ?? [];
    const item = { key: clause?.key ?? "search", type: "clause", data: clause?.data ?? {}, evidence: [{ quote: "", span, places }] };
    const show = (event) => {
      for (const other of results.querySelectorAll(".is-current")) other.classList.remove("is-current");
      event.currentTarget.classList.add("is-current");
      original.show(item, 0);
    };
    return make("button", { type: "button", class: "result", onclick: show },
      make("span", { class: "where", lang: "zh-CN" }, clause ? [clause.data.label, clause.data.heading].filter(Boolean).join(" ") || w(clause.data.kind) : w("unclaimed")),
      make("span", { class: "result-text", lang: "zh-CN" }, report.text.slice(Math.max(start - 18, 0), start).replace(/\s+/g, " "),
        make("mark", {}, report.text.slice(start, end)), report.text.slice(end, end + 40).replace(/\s+/g, " ")));
  }

  function clearSearch() {
    query.value = "";
    search();
  }

  function keyActions() {
    const go = (name) => () => {
      clearSearch();
      openTab(name);
      tabs[TABS.indexOf(name)].focus();
    };
    return {
      j: () => move(1), k: () => move(-1), ArrowDown: (event) => onArrow(event, 1), ArrowUp: (event) => onArrow(event, -1),
      n: () => step(1), p: () => step(-1), 1: go("findings"), 2: go("fields"), 3: go("clauses"),
      "/": () => query.focus(), "[": () => original.turn(-1), "]": () => original.turn(1),
      "+": () => original.zoom(1), "=": () => original.zoom(1), "-": () => original.zoom(-1), 0: () => original.zoom(0),
      v: () => original.toggleView(), m: () => original.toggleMarks(), Escape: escape, ...keys,
    };
  }

  /** Arrows scroll the original where it has the focus, and move in the lists elsewhere. */
  function onArrow(event, by) {
    if (event.target.closest(".sheets, .prose, .here")) event.target.scrollBy?.({ top: by * 60 });
    else move(by);
  }

  function escape(event) {
    if (original.hideHere()) return;
    if (event.target === query || !results.hidden) {
      clearSearch();
      query.blur();
    } else {
      original.clear();
    }
  }

  query.addEventListener("input", search);
  query.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    results.querySelector(".result")?.focus();
    results.querySelector(".result")?.click();
  });
  side.querySelector(".tabs").addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    const next = TABS[(TABS.indexOf(tab()) + by + TABS.length) % TABS.length];
    openTab(next);
    tabs[TABS.indexOf(next)].focus();
    event.preventDefault();
  });
  for (const name of ["findings", "fields"]) {
    parts[name].element.addEventListener("click", (event) => {
      const main = event.target.closest(".card-main");
      if (main) select(contract.byKey.get(main.closest(".card").dataset.key), 0);
    });
  }

  openTab("findings");
  const wanted = contract.byKey.get(location.hash.slice(1));
  if (wanted) select(wanted, 0, { open: true });
  return {
    w, contract,
    select: (item, place, options) => select(item, place, options),
    selected: () => selected,
    refresh: () => {
      parts.findings.refresh();
      parts.fields.refresh();
    },
  };
}

/** The contract's own title, and the file it was read from. */
function title(w, contract) {
  const { source } = contract.report;
  const field = contract.fields.find((item) => item.data.name === "contract_title" && item.data.norm);
  const facts = [source.name, source.pages ? w("pagesCount", source.pages) : w("noPages"), w(`reader_${source.reader}`)];
  return make("div", { class: "viewer-title" },
    make("h1", { lang: "zh-CN" }, field?.data.norm ?? source.name), make("p", {}, facts.join(" · ")));
}

function counts(w, contract) {
  const by = (severity) => contract.findings.filter((item) => item.data.severity === severity).length;
  return make("ul", { class: "counts", "aria-label": w("findings") }, ["error", "warning", "info"].map((severity) =>
    make("li", { class: `is-${severity}` }, sign(severity), make("b", {}, String(by(severity))), w(severity))));
}

/** The line between the columns: dragged, or moved by the arrow keys. */
function splitter(w, side) {
  const line = make("div", { class: "splitter", role: "separator", tabindex: "0", "aria-orientation": "vertical", "aria-label": w("resize"),
    "aria-valuemin": "25", "aria-valuemax": "65", "aria-valuenow": "42" });
  const set = (share) => {
    const bounded = Math.min(Math.max(share, 25), 65);
    side.parentElement.style.setProperty("--side", `${bounded}%`);
    line.setAttribute("aria-valuenow", String(Math.round(bounded)));
  };
  line.addEventListener("pointerdown", (event) => {
    line.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  line.addEventListener("pointermove", (event) => {
    if (!line.hasPointerCapture(event.pointerId)) return;
    const frame = side.parentElement.getBoundingClientRect();
    set(((frame.right - event.clientX) / frame.width) * 100);
  });
  line.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: 2, ArrowRight: -2 }[event.key];
    if (!by) return;
    set(Number(line.getAttribute("aria-valuenow")) + by);
    event.preventDefault();
    event.stopPropagation();
  });
  return line;
}
