// A report as the viewer asks it: items with their evidence, what stands where, and the text's offsets.

const SEVERITIES = ["error", "warning", "info"];

/** Spans count code points, strings of a browser UTF-16 units: the two differ behind a character beyond U+FFFF. */
function offsetsOf(text) {
  if (!/[\ud800-\udfff]/.test(text)) return { unit: (at) => at, point: (at) => at };
  const starts = [];
  let at = 0;
  for (const char of text) {
    starts.push(at);
    at += char.length;
  }
  starts.push(at);
  return { unit: (point) => starts[Math.min(point, starts.length - 1)], point: (unit) => before(starts, unit) };
}

/** The last index of a sorted list whose entry is not above `value`. */
export function before(sorted, value) {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** What a finding's or an absent field's evidence is good for: a place to mark, or only the nearest candidate. */
function evidenceOf(type, data) {
  return data.evidence.filter((evidence) => evidence.places.length || evidence.span).map((evidence) => ({
    ...evidence,
    nearest: type === "field" ? data.status === "absent" : type === "finding" && data.kind === "missing",
  }));
}

function itemsOf(type, list) {
  return list.map((data, index) => ({ key: `${type}-${index}`, type, index, data, evidence: evidenceOf(type, data) }));
}

/** Stretches of the text, each owned by the smallest clause around it (null outside of all), in order. */
function stretchesOf(clauses, length) {
  const spans = clauses.map((item) => ({ item, start: item.data.span[0], end: item.data.span[1] }));
  spans.sort((a, b) => a.start - b.start || b.end - a.end);
  const stretches = [];
  const open = [];
  let at = 0;
  const upTo = (end) => {
    if (end > at) stretches.push({ start: at, end, clause: open.at(-1)?.item ?? null });
    at = Math.max(at, end);
  };
  for (const span of spans) {
    while (open.length && open.at(-1).end <= span.start) {
      upTo(open.at(-1).end);
      open.pop();
    }
    upTo(span.start);
    open.push(span);
  }
  while (open.length) {
    upTo(open.at(-1).end);
    open.pop();
  }
  upTo(length);
  return stretches;
}

function severityOrder(a, b) {
  return SEVERITIES.indexOf(a.data.severity) - SEVERITIES.indexOf(b.data.severity) || a.index - b.index;
}

/** Everything of `report` that is asked more than once. */
export function makeContract(report) {
  const clauses = itemsOf("clause", report.clauses);
  const fields = itemsOf("field", report.fields);
  const findings = itemsOf("finding", report.findings).sort(severityOrder);
  const items = [...findings, ...fields, ...clauses];
  const clauseOf = new Map(clauses.map((item) => [item.data.id, item]));
  const children = new Map([[null, []]]);
  for (const item of clauses) children.set(item.data.id, []);
  for (const item of clauses) children.get(item.data.parent && clauseOf.has(item.data.parent) ? item.data.parent : null).push(item);
  const findingsOf = new Map();
  for (const finding of findings) {
    for (const id of finding.data.clauses) findingsOf.set(id, [...(findingsOf.get(id) ?? []), finding]);
  }
  const offsets = offsetsOf(report.text);
  return {
    report, clauses, fields, findings, items, clauseOf, children, findingsOf, offsets,
    byKey: new Map(items.map((item) => [item.key, item])),
    length: offsets.point(report.text.length),
    stretches: stretchesOf(clauses, offsets.point(report.text.length)),
    cut: (start, end) => report.text.slice(offsets.unit(start), offsets.unit(end)),
    onPages: placesByPage(items),
  };
}

function placesByPage(items) {
  const pages = new Map();
  for (const item of items) {
    for (const [at, evidence] of item.evidence.entries()) {
      for (const place of evidence.places) {
        if (!("page" in place)) continue;
        if (!pages.has(place.page)) pages.set(place.page, []);
        pages.get(place.page).push({ item, at, place, nearest: evidence.nearest });
      }
    }
  }
  return pages;
}

const SLACK = 2;

/** The items that stand at a point of a page (in points), the smallest first; what is merely nearest does not count. */
export function atPoint(contract, page, x, y) {
  const hits = (contract.onPages.get(page) ?? []).filter(({ place, nearest }) =>
    !nearest && x >= place.x0 - SLACK && x <= place.x1 + SLACK && y >= place.top - SLACK && y <= place.bottom + SLACK);
  const size = ({ place }) => (place.x1 - place.x0) * (place.bottom - place.top);
  return distinct(hits.sort((a, b) => size(a) - size(b)));
}

/** The items whose evidence covers an offset of the text, the shortest first. */
export function atOffset(contract, point) {
  const hits = [];
  for (const item of contract.items) {
    for (const [at, evidence] of item.evidence.entries()) {
      const [start, end] = evidence.span ?? [0, 0];
      if (!evidence.nearest && start <= point && point < end) hits.push({ item, at, length: end - start });
    }
  }
  return distinct(hits.sort((a, b) => a.length - b.length));
}

/** Each item once. Of the clauses only the smallest: the others are around it in the tree. */
function distinct(hits) {
  const seen = new Set();
  let clause = false;
  return hits.filter(({ item }) => {
    if (seen.has(item.key) || (item.type === "clause" && clause)) return false;
    clause ||= item.type === "clause";
    return seen.add(item.key);
  });
}

/** The first page of an evidence, or null. */
export function pageOf(evidence) {
  return evidence?.places.find((place) => "page" in place)?.page ?? null;
}

/** The box around an evidence's places on its first page. */
export function boxOf(evidence) {
  const page = pageOf(evidence);
  const places = evidence.places.filter((place) => place.page === page);
  return {
    page,
    x0: Math.min(...places.map((place) => place.x0)), top: Math.min(...places.map((place) => place.top)),
    x1: Math.max(...places.map((place) => place.x1)), bottom: Math.max(...places.map((place) => place.bottom)),
  };
}

/** What a clause is called: its label and title; what has neither by its kind. */
export function clauseName(w, item) {
  const { label, heading, kind } = item.data;
  return [label, heading].filter(Boolean).join(" ") || w(kind);
}

/** From the chapter down to the clause. */
export function clausePath(contract, item) {
  const path = [];
  for (let at = item; at; at = contract.clauseOf.get(at.data.parent)) path.unshift(at);
  return path;
}

/** The clause that an evidence stands in: the smallest around its beginning. */
export function clauseAt(contract, evidence) {
  if (!evidence?.span) return null;
  const starts = contract.starts ?? (contract.starts = contract.stretches.map((stretch) => stretch.start));
  return contract.stretches[before(starts, evidence.span[0])]?.clause ?? null;
}
