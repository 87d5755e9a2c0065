// What people decide on fields and findings. The parser's word stays as it is: a decision stands under it.

import { make, sign } from "./viewer/build.js";
import { ask, say } from "./talk.js";

const DECIDED = { confirm: "confirmed", correct: "corrected", accept: "accepted", dismiss: "dismissed" };
const OF_TYPE = { field: ["confirm", "correct", "comment", "undo"], finding: ["accept", "dismiss", "comment", "undo"] };
const KEYS = { c: "confirm", e: "correct", a: "accept", d: "dismiss", i: "comment", u: "undo" };
const STATUSES = ["found", "blank", "unreadable", "absent"];
const REASONS = ["reason_not_apply", "reason_elsewhere", "reason_wrong"];

/**
 * `review`: as GET .../review gives it. `viewer()`: the mounted viewer. `onReviewed` is told the progress.
 * Returns what the viewer takes (actions, filters, keys), `start` once it stands, and `update` with a newer review.
 */
export function makeDecisions({ w, review, mayDecide, address, onReviewed, viewer }) {
  const boxes = new Map();
  const targetOf = (item) => review[`${item.type}s`][item.index];

  function actions(item) {
    if (item.type === "clause") return null;
    const box = make("div", { class: "decision" });
    boxes.set(item.key, { item, box });
    draw(item, box);
    return box;
  }

  function draw(item, box) {
    const target = targetOf(item);
    box.classList.toggle("is-decided", target.state !== "open");
    box.closest(".card")?.classList.toggle("is-decided", target.state !== "open");
    box.replaceChildren(...[standing(target), comments(target), mayDecide ? bar(item, target) : null, record(target)].filter(Boolean));
  }

  function standing(target) {
    if (target.state === "open") return null;
    return make("p", { class: `standing is-${target.state}` }, sign(target.state === "dismissed" ? "absent" : "found"),
      make("b", {}, w[`done_${target.state}`]), target.value && make("span", { class: "new-value" }, valueWords(target.value)),
      target.reason && make("span", { class: "reason" }, target.reason), byline(target));
  }

  const byline = ({ by, at }) => make("span", { class: "byline" }, `${by} · ${new Date(at).toLocaleString("sv").slice(0, 16)}`);

  function valueWords({ status, norm, quote }) {
    return [w[`status_${status}`], norm, quote && `「${quote}」`].filter(Boolean).join(" ");
  }

  function comments(target) {
    if (!target.comments.length) return null;
    return make("ul", { class: "comments" }, target.comments.map((comment) => make("li", {}, comment.text, byline(comment))));
  }

  function bar(item, target) {
    const now = Object.entries(DECIDED).find(([, state]) => state === target.state)?.[0];
    const offered = OF_TYPE[item.type].filter((action) => action !== "undo" || target.state !== "open");
    return make("div", { class: "decision-bar", role: "group" }, offered.map((action) => make("button", {
      type: "button", class: "act", "data-action": action, "aria-pressed": action in DECIDED ? String(action === now) : null, onclick: () => begin(item, action),
    }, w[action], make("kbd", { "aria-hidden": "true" }, Object.keys(KEYS).find((key) => KEYS[key] === action)))));
  }

  function record(target) {
    if (target.history.length < 2) return null;
    return make("details", { class: "record" }, make("summary", {}, `${w.history} · ${target.history.length}`),
      make("ol", {}, target.history.map((each) => make("li", {}, byline(each), " ", w[`was_${each.action}`],
        [each.value && ` ${valueWords(each.value)}`, each.reason && ` ${each.reason}`, each.text && ` ${each.text}`].filter(Boolean)))));
  }

  /** What needs no words is decided at once; the others open their form. */
  function begin(item, action) {
    if (!mayDecide || !OF_TYPE[item.type].includes(action)) return;
    if (action === "undo" && targetOf(item).state === "open") return;
    const form = { correct: correctForm, dismiss: dismissForm, comment: commentForm }[action];
    if (form) openForm(item, action, form(item));
    else decide(item, { action });
  }

  function openForm(item, action, fields) {
    const { box } = boxes.get(item.key);
    draw(item, box);
    const close = () => {
      draw(item, box);
      focusAction(box, action);
    };
    const form = make("form", { class: "decision-form", "aria-label": w[action] }, fields,
      make("p", { class: "problem", role: "alert" }),
      make("div", { class: "form-actions" }, make("button", { class: "primary" }, w.send), make("button", { type: "button", class: "tool", onclick: close }, w.cancel)));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      decide(item, { action, ...contentOf(form) });
    });
    form.addEventListener("keydown", (event) => {
      if (event.key === "Escape") close();
      else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
      else return;
      event.stopPropagation();
    });
    box.append(form);
    const first = form.querySelector("[data-first]");
    first.focus();
    first.select?.();
    form.scrollIntoView({ block: "nearest" });
  }

  function correctForm(item) {
    const field = targetOf(item).value ?? item.data;
    const proposal = item.data.value?.proposal ?? null;
    const norm = make("input", { name: "norm", value: field.norm ?? proposal ?? "", placeholder: w.norm_hint, spellcheck: "false", autocapitalize: "none", "data-first": "" });
    const status = make("select", { name: "status", onchange: () => bound() }, STATUSES.map((each) =>
      make("option", { value: each, selected: each === (field.status === "unreadable" && proposal ? "found" : field.status) }, w[`status_${each}`])));
    const bound = () => {
      norm.disabled = status.value !== "found";
      norm.required = status.value === "found";
    };
    bound();
    if (norm.disabled) {
      norm.removeAttribute("data-first");
      status.setAttribute("data-first", "");
    }
    return [make("label", {}, w.new_status, status), make("label", {}, w.new_norm, norm),
      make("label", { class: "wide" }, w.new_quote, make("input", { name: "quote", value: targetOf(item).value?.quote ?? "" }))];
  }

  function dismissForm(item) {
    const text = make("textarea", { name: "reason", rows: "2", required: true, maxlength: "2000", placeholder: w.reason_hint, "data-first": "" }, targetOf(item).reason ?? "");
    const ready = make("div", { class: "ready-reasons" }, REASONS.map((key) => make("button", {
      type: "button", class: "filter-chip", onclick: () => {
        text.value = [text.value.trim(), w[key]].filter(Boolean).join("；");
        text.focus();
      },
    }, w[key])));
    return [make("label", { class: "wide" }, w.reason, text), ready];
  }

  function commentForm() {
    return [make("label", { class: "wide" }, w.text, make("textarea", { name: "text", rows: "2", required: true, maxlength: "5000", "data-first": "" }))];
  }

  function contentOf(form) {
    const { status, norm, quote, reason, text } = Object.fromEntries(new FormData(form));
    if (status) return { value: { status, norm: status === "found" ? norm.trim() : null, quote: quote.trim() || null } };
    return reason === undefined ? { text: text.trim() } : { reason: reason.trim() };
  }

  async function decide(item, decision, after = targetOf(item).version) {
    const { box } = boxes.get(item.key);
    const target = targetOf(item);
    const sent = box.querySelector("form");
    try {
      const { content } = await ask(address, { method: "POST", body: { target: target.id, after, ...decision } });
      adopt(content.target, sent);
      onReviewed(content.reviewed);
      if (!box.querySelector("form")) focusAction(box, decision.action);
    } catch (error) {
      if (error.status === 409 && error.problem.theirs) showConflict(item, decision, error.problem.theirs);
      else tell(box, say(w, "failed", error.problem ? error.message : w.lost));
    }
  }

  function tell(box, words) {
    const place = box.querySelector(".problem") ?? box.appendChild(make("p", { class: "problem", role: "alert" }));
    place.textContent = words;
  }

  /** Both decisions beside each other: nothing of either is lost, and nothing is overwritten unseen. */
  function showConflict(item, decision, theirs) {
    const { box } = boxes.get(item.key);
    adopt(theirs, box.querySelector("form"));
    const close = () => {
      draw(item, box);
      focusAction(box, decision.action);
    };
    const side = (title, words, more) => make("div", { class: "conflict-side" }, make("h4", {}, title), make("p", {}, words), more);
    const last = theirs.history.at(-1) ?? theirs;
    const keep = make("button", { type: "button", class: "tool", onclick: close }, w.keep_theirs);
    const panel = make("div", { class: "conflict", role: "alertdialog", "aria-label": say(w, "conflict_title", last.by) },
      make("p", {}, sign("warning"), say(w, "conflict_title", last.by)),
      make("div", { class: "conflict-sides" },
        side(w.conflict_theirs, decisionWords(last), byline(last)), side(w.conflict_yours, decisionWords(decision), null)),
      make("div", { class: "form-actions" },
        make("button", { type: "button", class: "primary", onclick: () => decide(item, decision, theirs.version) }, w.send_again), keep));
    panel.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      close();
      event.stopPropagation();
    });
    box.append(panel);
    keep.focus();
  }

  function decisionWords({ action, value, reason, text }) {
    return [w[`was_${action}`], value && valueWords(value), reason, text].filter(Boolean).join(" ");
  }

  /** A target as it stands now, wherever the report says the same twice. A form that was opened since, other than the
   *  one that was `sent`, stays as it is: one may be writing in it. */
  function adopt(target, sent) {
    for (const type of ["fields", "findings"]) {
      for (const [index, each] of review[type].entries()) {
        if (each.id === target.id) review[type][index] = target;
      }
    }
    for (const { item, box } of boxes.values()) {
      if (targetOf(item).id !== target.id) continue;
      const [writing, active] = [box.querySelector("form"), document.activeElement];
      draw(item, box);
      if (!writing || writing === sent) continue;
      box.append(writing);
      if (writing.contains(active)) active.focus();
    }
    viewer().refresh();
  }

  function focusAction(box, action) {
    const wanted = box.querySelector(`[data-action=${action}]`) ?? box.querySelector("[data-action]");
    if (box.offsetParent) wanted?.focus({ preventScroll: true });
  }

  /** A newer review: what changed is drawn anew, but for what one is writing on. */
  function update(newer) {
    for (const { item, box } of boxes.values()) {
      const [old, now] = [targetOf(item), newer[`${item.type}s`][item.index]];
      if (!now || old.version === now.version || box.querySelector("form, .conflict")) continue;
      review[`${item.type}s`][item.index] = now;
      draw(item, box);
    }
    onReviewed(newer.reviewed);
    viewer().refresh();
  }

  function nextOpen() {
    const all = [...viewer().contract.findings, ...viewer().contract.fields].filter((item) => item.type !== "field" || item.data.status !== "absent");
    const from = all.indexOf(viewer().selected()) + 1;
    const next = [...all.slice(from), ...all.slice(0, from)].find((item) => targetOf(item).state === "open");
    if (next) viewer().select(next, 0, { focus: true });
  }

  const press = (action) => () => {
    const item = viewer().selected();
    if (item && item.type !== "clause") begin(item, action);
  };

  return {
    actions, update,
    keys: mayDecide ? { ...Object.fromEntries(Object.entries(KEYS).map(([key, action]) => [key, press(action)])), o: nextOpen } : {},
    keyHelp: mayDecide ? [...Object.entries(KEYS).map(([key, action]) => [key, w[`help_${action}`]]), ["o", w.help_open]] : [],
    filters: {
      finding: [["review", ["open", "accepted", "dismissed"], (item) => targetOf(item).state]],
      field: [["review", ["open", "confirmed", "corrected"], (item) => targetOf(item).state]],
    },
    start: () => {
      onReviewed(review.reviewed);
      for (const { item, box } of boxes.values()) draw(item, box);
    },
  };
}
