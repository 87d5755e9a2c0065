// The clauses as a tree: what one reads of it is also what the arrow keys walk.

import { button, make, sign } from "./build.js";
import { clauseRow } from "./cards.js";

const OPEN_ALL_UP_TO = 400;
/** A tree of more clauses than this begins with its first level alone. */

export function makeTree(context) {
  const { contract, w } = context;
  const rows = new Map();
  const root = make("ul", { class: "tree", role: "tree", "aria-label": w("clauses") }, branch(null));
  const bar = make("div", { class: "filters" },
    button(w("expandAll"), { class: "filter-chip", onclick: () => foldAll(true) }),
    button(w("collapseAll"), { class: "filter-chip", onclick: () => foldAll(false) }));
  const element = make("div", { class: "list" }, bar, root);

  function branch(id) {
    return contract.children.get(id).map((item) => {
      const below = contract.children.get(item.data.id);
      const fold = below.length > 0 && make("button", {
        type: "button", class: "fold", tabindex: "-1", "aria-label": w("expand"), onclick: () => setOpen(row, row.getAttribute("aria-expanded") !== "true"),
      }, sign("next"));
      const row = make("li", {
        role: "treeitem", "data-key": item.key, "aria-level": item.data.level, "aria-selected": "false", class: `is-${item.data.kind}`,
        "aria-expanded": below.length ? String(contract.clauses.length <= OPEN_ALL_UP_TO) : null,
      }, make("div", { class: "clause" }, fold || make("span", { class: "no-fold" }), clauseRow(context, item)),
        below.length > 0 && make("ul", { role: "group" }, branch(item.data.id)));
      rows.set(item.key, row);
      return row;
    });
  }

  function setOpen(row, open) {
    if (!row.hasAttribute("aria-expanded")) return;
    row.setAttribute("aria-expanded", String(open));
    row.querySelector(".fold").setAttribute("aria-label", w(open ? "collapse" : "expand"));
  }

  function foldAll(open) {
    for (const row of rows.values()) setOpen(row, open);
  }

  function shown(row) {
    for (let above = row.parentElement.closest("[role=treeitem]"); above; above = above.parentElement.closest("[role=treeitem]")) {
      if (above.getAttribute("aria-expanded") === "false") return false;
    }
    return true;
  }

  root.addEventListener("keydown", (event) => {
    const row = event.target.closest("[role=treeitem]");
    if (!row || !["ArrowRight", "ArrowLeft"].includes(event.key)) return;
    const open = row.getAttribute("aria-expanded");
    if (event.key === "ArrowRight" && open === "false") setOpen(row, true);
    else if (event.key === "ArrowLeft" && open === "true") setOpen(row, false);
    else if (event.key === "ArrowLeft") row.parentElement.closest("[role=treeitem]")?.querySelector(".clause-main").click();
    event.preventDefault();
  });

  rows.values().next().value?.querySelector(".clause-main").setAttribute("tabindex", "0");
  return {
    element,
    card: (item) => rows.get(item.key),
    visible: () => contract.clauses.filter((item) => shown(rows.get(item.key))),
    reveal: (item) => {
      for (let row = rows.get(item.key); row; row = row.parentElement.closest("[role=treeitem]")) {
        if (row !== rows.get(item.key)) setOpen(row, true);
      }
    },
    select: (item) => {
      for (const row of root.querySelectorAll("[aria-selected=true]")) row.setAttribute("aria-selected", "false");
      for (const main of root.querySelectorAll(".clause-main[tabindex='0']")) main.setAttribute("tabindex", "-1");
      rows.get(item.key)?.setAttribute("aria-selected", "true");
      rows.get(item.key)?.querySelector(".clause-main").setAttribute("tabindex", "0");
    },
  };
}
