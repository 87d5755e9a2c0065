// A conflict: its sides beside each other, with what differs between the first and each other marked.

import { make, signButton } from "./build.js";
import { boxOf, clauseAt, clauseName, clausePath, pageOf } from "./contract.js";

const MOST_COMPARED = 900;

/** For two strings, which characters of each are not in their longest common subsequence. */
export function differing(one, other) {
  const [a, b] = [[...one], [...other]];
  const alone = [new Array(a.length).fill(true), new Array(b.length).fill(true)];
  if (a.length > MOST_COMPARED || b.length > MOST_COMPARED) return [[], []];
  const wide = b.length + 1;
  const lengths = new Uint16Array((a.length + 1) * wide);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      lengths[i * wide + j] = a[i] === b[j]
        ? lengths[(i + 1) * wide + j + 1] + 1
        : Math.max(lengths[(i + 1) * wide + j], lengths[i * wide + j + 1]);
    }
  }
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) alone[0][i++] = alone[1][j++] = false;
    else if (lengths[(i + 1) * wide + j] >= lengths[i * wide + j + 1]) i += 1;
    else j += 1;
  }
  return alone;
}

/** A string with its marked characters in <mark>; runs are kept whole. */
function withMarks(text, marked) {
  const parts = [];
  let run = "";
  let inside = false;
  const close = () => {
    if (run) parts.push(inside ? make("mark", {}, run) : run);
    run = "";
  };
  for (const [at, char] of [...text].entries()) {
    const now = Boolean(marked[at]) && Boolean(char.trim());
    if (now !== inside) {
      close();
      inside = now;
    }
    run += char;
  }
  close();
  return parts;
}

/** The sides of an item's evidence in columns. */
export function makeSides({ contract, w, crop, onJump, onClose }) {
  const list = make("div", { class: "sides-list" });
  const title = make("h2", {}, w("sides"));
  const close = signButton("close", w("closeSides"), { onclick: onClose });
  const element = make("section", { class: "sides", "aria-label": w("sides"), hidden: true }, make("header", {}, title, close), list);

  function show(item) {
    const quotes = item.evidence.map((evidence) => evidence.quote.replace(/\s+/g, " "));
    const marked = quotes.map((quote, at) => (at ? differing(quotes[0], quote)[1] : quotes[1] ? differing(quote, quotes[1])[0] : []));
    title.textContent = `${w("sides")} · ${item.data.title}`;
    list.replaceChildren(...item.evidence.map((evidence, at) => side(item, evidence, at, withMarks(quotes[at], marked[at]))));
    element.hidden = false;
  }

  function side(item, evidence, at, quote) {
    const clause = clauseAt(contract, evidence);
    const path = clause ? clausePath(contract, clause).map((each) => clauseName(w, each)).join(" › ") : w("unclaimed");
    const page = pageOf(evidence);
    return make("article", { class: "side" },
      make("button", { type: "button", class: "side-head", onclick: () => onJump(item, at) },
        make("span", { class: "tag" }, String(at + 1)),
        make("span", { class: "side-path", lang: "zh-CN" }, path),
        page && make("span", { class: "side-page" }, w("pageOf", page))),
      make("blockquote", { lang: "zh-Hant" }, quote),
      page && crop(boxOf(evidence), 560));
  }

  return { element, show, hide: () => (element.hidden = true) };
}
