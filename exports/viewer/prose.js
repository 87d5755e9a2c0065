// The original as its text, one paragraph a stretch of a clause. Offsets lead to text nodes, and back.

import { make } from "./build.js";
import { before } from "./contract.js";
import { LOOK, markBox, markKind, scrollTo } from "./marks.js";

export function makeProse({ contract, w, onOffset }) {
  const nodes = [];
  const startOf = new WeakMap();
  const keep = (text, start) => {
    const node = document.createTextNode(text);
    nodes.push({ start, end: start + text.length, node });
    startOf.set(node, start);
    return node;
  };
  const stretches = contract.stretches.map((stretch) => paragraph(contract, stretch, keep)).filter(Boolean);
  const body = make("div", { class: "prose-body", lang: "zh-CN" }, stretches);
  const element = make("div", { class: "prose", tabindex: "0", role: "region", "aria-label": w("original") }, body);
  const starts = nodes.map((each) => each.start);
  let shown = null;

  element.addEventListener("click", (event) => {
    if (!getSelection().isCollapsed) return;
    const unit = unitAt(event.clientX, event.clientY);
    if (unit !== null) onOffset(contract.offsets.point(unit), event);
  });

  function unitAt(x, y) {
    const caret = document.caretPositionFromPoint?.(x, y);
    const range = caret ? null : document.caretRangeFromPoint?.(x, y);
    const node = caret?.offsetNode ?? range?.startContainer;
    if (!node || !startOf.has(node)) return null;
    return startOf.get(node) + Math.min(caret?.offset ?? range.startOffset, node.length - 1);
  }

  /** The pieces of text nodes that a span (in code points) covers. */
  function pieces([from, to]) {
    const [start, end] = [contract.offsets.unit(from), contract.offsets.unit(to)];
    const found = [];
    for (let at = Math.max(before(starts, start), 0); at < nodes.length && nodes[at].start < end; at += 1) {
      const { start: begin, end: stop, node } = nodes[at];
      if (stop > start) found.push({ node, from: Math.max(start - begin, 0), to: Math.min(end, stop) - begin });
    }
    return found;
  }

  function mark(kind, span, options) {
    const rects = [];
    const boxes = [];
    for (const { node, from, to } of pieces(span)) {
      const holder = node.parentElement.closest(".stretch");
      const range = document.createRange();
      range.setStart(node, from);
      range.setEnd(node, to);
      for (const rect of range.getClientRects()) addRect(rects, holder, rect);
    }
    for (const { holder, left, top, right, bottom } of rects) {
      const frame = holder.getBoundingClientRect();
      const box = markBox(kind, {
        left: ((left - frame.left) / frame.width) * 100, top: ((top - frame.top) / frame.height) * 100,
        width: ((right - left) / frame.width) * 100, height: ((bottom - top) / frame.height) * 100,
      }, { ...options, tag: boxes.length ? null : options.tag });
      holder.append(box);
      boxes.push(box);
    }
    return boxes;
  }

  function clear() {
    for (const old of element.querySelectorAll(".mark")) old.remove();
  }

  function draw() {
    clear();
    if (!shown || !element.offsetParent) return null;
    const { item, at } = shown;
    let first = null;
    const tagged = item.type === "finding" && item.data.kind === "conflict" && item.evidence.length > 1;
    for (const [index, evidence] of item.evidence.entries()) {
      if (!evidence.span) continue;
      const options = { tag: tagged ? String(index + 1) : null, current: index === at, nearest: evidence.nearest };
      const boxes = mark(markKind(item), evidence.span, options);
      if (index === at) first = boxes[0] ?? null;
    }
    return first;
  }

  function show(item, at) {
    shown = { item, at };
    const first = draw();
    if (!first) return;
    const top = first.getBoundingClientRect().top - element.getBoundingClientRect().top + element.scrollTop;
    scrollTo(element, top - element.clientHeight * LOOK, element.clientHeight);
  }

  new ResizeObserver(() => draw()).observe(body);
  return {
    element, show,
    clear: () => {
      shown = null;
      clear();
    },
    tint: () => tint(contract, pieces),
  };
}

/** Adds a rectangle of a mark; one that goes on where the last one ends, on the same line, makes that longer. */
function addRect(rects, holder, { left, top, right, bottom, width }) {
  const last = rects.at(-1);
  if (width < 0.5) return;
  if (last?.holder === holder && Math.abs(last.bottom - bottom) < 4 && left - last.right < 14 && left >= last.left) {
    Object.assign(last, { right, top: Math.min(last.top, top), bottom: Math.max(last.bottom, bottom) });
  } else {
    rects.push({ holder, left, top, right, bottom });
  }
}

/** One stretch as a paragraph; blanks between clauses are none. */
function paragraph(contract, stretch, keep) {
  const text = contract.cut(stretch.start, stretch.end);
  if (!text.trim()) return null;
  const start = contract.offsets.unit(stretch.start);
  const data = stretch.clause?.data;
  const opens = data && stretch.start === data.span[0];
  const element = make("div", {
    class: ["stretch", data ? `is-${data.kind}` : "is-unclaimed", opens && "opens"].filter(Boolean).join(" "),
    "data-level": data ? Math.min(data.level, 6) : 1,
  });
  const body = text.trimEnd();
  const head = opens ? [...headParts(body, start, data, keep)] : [];
  const from = head.reduce((sum, part) => sum + part.textContent.length, 0);
  element.append(...head, ...blocks(body.slice(from), start + from, keep));
  return element;
}

/** The label and the title that open a stretch, each as it is printed there, with or without blanks between. */
function* headParts(text, start, { label, heading }, keep) {
  let at = 0;
  for (const [name, wanted] of [["label", label], ["heading", heading]]) {
    const length = wanted ? openingLength(text.slice(at), wanted) : 0;
    if (!length) continue;
    yield make("strong", { class: `prose-${name}` }, keep(text.slice(at, at + length), start + at));
    at += length;
  }
}

function openingLength(text, wanted) {
  const left = [...wanted.replace(/\s/g, "")];
  let at = 0;
  while (at < text.length && left.length) {
    if (text.startsWith(left[0], at)) at += left.shift().length;
    else if (/[\s:.、]/.test(text[at])) at += 1;
    else return 0;
  }
  return left.length ? 0 : at;
}

/** Running text, and tables where lines are made of cells. */
function blocks(text, start, keep) {
  const parts = [];
  let rows = [];
  let at = start;
  for (const line of text.split("\n")) {
    if (line.includes("\t")) {
      if (!rows.length) parts.push(make("div", { class: "grid" }, make("table", {}, make("tbody"))));
      rows.push(row(line, at, keep));
      parts.at(-1).querySelector("tbody").append(rows.at(-1));
    } else if (line) {
      rows = [];
      const follows = parts.at(-1) instanceof Text;
      parts.push(keep(follows ? `\n${line}` : line, follows ? at - 1 : at));
    }
    at += line.length + 1;
  }
  return parts;
}

function row(line, start, keep) {
  let at = start;
  return make("tr", {}, line.split("\t").map((cell) => {
    const node = keep(cell, at);
    at += cell.length + 1;
    return make("td", {}, node);
  }));
}

/** What stands in the text, faintly, without touching it: fields and findings as highlights of the style sheet. */
function tint(contract, pieces) {
  if (!globalThis.CSS?.highlights) return;
  const ranges = { field: [], error: [], warning: [], info: [] };
  for (const item of [...contract.findings, ...contract.fields]) {
    for (const evidence of item.evidence) {
      if (evidence.nearest || !evidence.span) continue;
      for (const { node, from, to } of pieces(evidence.span)) {
        const range = new StaticRange({ startContainer: node, startOffset: from, endContainer: node, endOffset: to });
        ranges[item.type === "field" ? "field" : item.data.severity].push(range);
      }
    }
  }
  for (const [name, found] of Object.entries(ranges)) CSS.highlights.set(`tint-${name}`, new Highlight(...found));
}
