// One finding, one field, one clause, as the right column shows it.

import { make, sign, signButton } from "./build.js";
import { clauseAt, clauseName, pageOf } from "./contract.js";
import { asideWords, fieldTitle, valueWords } from "./values.js";

const CUT = 160;

function short(text, most = CUT) {
  const line = text.replace(/\s+/g, " ").trim();
  const chars = [...line];
  return chars.length > most ? `${chars.slice(0, most).join("")}…` : line;
}

function chip(name, words, icon = name) {
  return make("span", { class: `chip is-${name}` }, icon && sign(icon), words);
}

/** Where something stands, in a few words: 8.2 纠纷解决 · 第 2 页. */
export function whereWords(contract, w, evidence) {
  const clause = clauseAt(contract, evidence);
  const page = pageOf(evidence);
  return [clause && clauseName(w, clause), page && w("pageOf", page)].filter(Boolean).join(" · ");
}

/** The card of an item: `main` is what one presses, `more` what is seen once it is selected. */
function card(item, main, more, { actions }) {
  const press = make("button", { type: "button", class: "card-main" }, main);
  const extra = actions?.(item) ?? null;
  const body = make("div", { class: "card-more" }, more);
  const element = make("li", { class: `card is-${item.type}`, "data-key": item.key }, press, body, extra);
  return element;
}

function quotes(context, item) {
  const { contract, w, onSelect } = context;
  if (!item.evidence.length) return null;
  return make("ol", { class: "quotes", "aria-label": w("quotes") }, item.evidence.map((evidence, at) =>
    make("li", {},
      make("button", { type: "button", class: "quote", "data-at": at, onclick: () => onSelect(item, at) },
        make("span", { class: "quote-where", lang: "zh-CN" }, evidence.nearest && `${w("nearest")} · `, whereWords(contract, w, evidence) || w("unclaimed")),
        make("q", { lang: "zh-Hant" }, short(evidence.quote))))));
}

function stepper({ w, onStep }, item) {
  if (item.evidence.length < 2) return null;
  return make("div", { class: "stepper" },
    signButton("previous", w("previousPlace"), { onclick: () => onStep(-1) }),
    make("span", { class: "stepper-words", "aria-live": "polite" }, w("places", 1, item.evidence.length)),
    signButton("next", w("nextPlace"), { onclick: () => onStep(1) }));
}

function searched({ contract, w }, ids) {
  if (!ids.length) return null;
  const all = ids.length >= contract.clauses.length - 1;
  return make("p", { class: "searched" }, all ? w("searchedAll") : w("searchedIn", ids.length));
}

export function findingCard(context, item) {
  const { w } = context;
  const { severity, kind, title, message, advice, basis } = item.data;
  const where = whereWords(context.contract, w, item.evidence[0]);
  const main = [
    make("span", { class: "card-head" }, chip(severity, w(severity)), make("span", { class: "kind" }, w(kind)),
      make("span", { class: "where", lang: "zh-CN" }, item.data.kind === "missing" ? "" : where)),
    make("span", { class: "card-title", lang: "zh-CN" }, title),
    make("span", { class: "card-message", lang: "zh-CN" }, message),
  ];
  const more = [
    advice && make("p", { class: "advice", lang: "zh-CN" }, make("b", {}, `${w("advice")} `), advice),
    stepper(context, item),
    quotes(context, item),
    searched(context, item.data.searched),
    basis.length > 0 && make("div", { class: "basis", lang: "zh-CN" }, make("b", {}, w("basis")),
      make("ul", {}, basis.map((each) => make("li", {}, make("cite", {}, `${each.law}${each.article}`), ` ${each.paraphrase}`)))),
    make("p", { class: "rule" }, make("code", {}, item.data.check)),
  ];
  const element = card(item, main, more, context);
  element.classList.add(`is-${severity}`);
  return element;
}

/** The four answers to a field, each with its own sign, word and edge. */
function answer({ w, titles }, field) {
  const words = valueWords(w, field, titles);
  const doubtful = field.status === "unreadable" ? field.value : null;
  return make("span", { class: "answer" },
    chip(field.status, w(field.status)),
    words && make("span", { class: "value", lang: "zh-CN" }, words),
    words && words !== field.norm && typeof field.value === "object" && make("code", { class: "norm" }, field.norm),
    doubtful?.why?.length && make("span", { class: "why" }, doubtful.why.map((each) => w(`why_${each}`)).join(" · ")),
    doubtful?.proposal && make("span", { class: "value is-doubtful" }, w("proposal", doubtful.proposal)));
}

export function fieldCard(context, item) {
  const field = item.data;
  const { w } = context;
  const aside = asideWords(field);
  const where = field.status === "absent" ? "" : whereWords(context.contract, w, item.evidence[0]);
  const crop = field.status === "unreadable" ? context.crop(item.evidence[0], 420) : null;
  const main = [
    make("span", { class: "card-head" }, make("span", { class: "field-title", lang: "zh-CN" }, fieldTitle(field)),
      make("span", { class: "where", lang: "zh-CN" }, where)),
    answer(context, field),
    aside && make("span", { class: "aside", lang: "zh-CN" }, aside),
    crop,
  ];
  const ids = [...new Set(field.evidence.flatMap((evidence) => evidence.searched))];
  const more = [stepper(context, item), quotes(context, item), searched(context, ids)];
  const element = card(item, main, more, context);
  element.classList.add(`is-${field.status}`);
  return element;
}

/** One clause of the tree, without its children. */
export function clauseRow({ contract, w, onSelect }, item) {
  const found = contract.findingsOf.get(item.data.id) ?? [];
  const text = short(item.data.text, 60);
  return make("button", { type: "button", class: "clause-main", "data-key": item.key, tabindex: "-1", onclick: () => onSelect(item, 0) },
    make("span", { class: "clause-label", lang: "zh-CN" }, item.data.label || w(item.data.kind)),
    make("span", { class: "clause-heading", lang: "zh-CN" }, item.data.heading),
    text && make("span", { class: "clause-text", lang: "zh-CN" }, text),
    found.length > 0 && make("span", { class: `badge is-${found[0].data.severity}`, title: w("findingsHere", found.length) },
      make("span", { class: "unseen" }, w("findingsHere", found.length)), make("span", { "aria-hidden": "true" }, String(found.length))));
}
