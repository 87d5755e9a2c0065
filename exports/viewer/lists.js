// The lists of findings and of fields: cards under filters.

import { button, make, sign } from "./build.js";
import { fieldCard, findingCard } from "./cards.js";

const FILTERS = {
  finding: [
    ["severity", ["error", "warning", "info"], (item) => item.data.severity],
    ["kind", ["missing", "conflict", "risk", "citation", "form"], (item) => item.data.kind],
  ],
  field: [["state", ["found", "blank", "unreadable", "absent"], (item) => item.data.status]],
};
const CARDS = { finding: findingCard, field: fieldCard };

/** A list of `items` of one type. `extraFilters` are of the same form as those of FILTERS. */
export function makeList(context, type, items, extraFilters = []) {
  const { w } = context;
  const cards = new Map(items.map((item) => [item.key, CARDS[type](context, item)]));
  const none = make("p", { class: "none" }, items.length ? w("nothing") : w("noFindings"));
  const list = make("ul", { class: "cards" }, [...cards.values()]);
  const filters = [...FILTERS[type], ...extraFilters];
  const chosen = new Map(filters.map(([name]) => [name, new Set()]));
  const bar = make("div", { class: "filters", role: "group", "aria-label": w("filter") });
  const element = make("div", { class: "list" }, bar, none, list);

  function passes(item, except = null) {
    return filters.every(([name, , read]) => name === except || !chosen.get(name).size || chosen.get(name).has(read(item)));
  }

  function toggle(name, value) {
    const values = chosen.get(name);
    if (!values.delete(value)) values.add(value);
    refresh();
  }

  /** Draws the filters anew, with the numbers that each would leave, and hides what does not pass. */
  function refresh() {
    const { filter: name, value } = bar.contains(document.activeElement) ? document.activeElement.dataset : {};
    bar.replaceChildren(...filters.map(([filter, values, read]) => make("div", { class: "filter" },
      values.map((each) => {
        const count = items.filter((item) => passes(item, filter) && read(item) === each).length;
        const pressed = chosen.get(filter).has(each);
        if (!count && !pressed) return null;
        return make("button", {
          type: "button", class: `filter-chip is-${each}`, "aria-pressed": String(pressed), "data-filter": filter,
          "data-value": each, onclick: () => toggle(filter, each),
        }, ICONS.has(each) && sign(each), w(each), make("span", { class: "count" }, String(count)));
      }))));
    if ([...chosen.values()].some((values) => values.size)) {
      bar.append(button(w("reset"), { class: "reset", onclick: () => reset() }));
    }
    for (const item of items) cards.get(item.key).hidden = !passes(item);
    none.hidden = items.some((item) => passes(item));
    if (name) bar.querySelector(`[data-filter="${name}"][data-value="${value}"]`)?.focus();
  }

  function reset() {
    for (const values of chosen.values()) values.clear();
    refresh();
  }

  refresh();
  return {
    element, refresh: () => refresh(),
    card: (item) => cards.get(item.key),
    visible: () => items.filter((item) => passes(item)),
    reveal: (item) => {
      if (!passes(item)) reset();
    },
  };
}

const ICONS = new Set(["error", "warning", "info", "found", "blank", "unreadable", "absent"]);
