// How the report came to be: what went less well, which checks passed, where every character went.

import { make } from "./build.js";

const COVERAGE = {
  clause: "covClause", heading: "covHeading", parties: "covParties", table: "covTable", signature: "covSignature",
  annex: "covAnnex", furniture: "covFurniture", boilerplate: "covBoilerplate", noise: "covNoise", comment: "covComment",
  unreadable: "covUnreadable", unclaimed: "covUnclaimed",
};

/** The notices, which are never passed over: they stand above the findings. */
export function noticesOf(w, notices) {
  if (!notices.length) return null;
  return make("details", { class: "notices", open: notices.length < 4 },
    make("summary", {}, `${w("notices")} · ${notices.length}`),
    make("ul", {}, notices.map((notice) => make("li", {},
      notice.place && make("b", {}, `${placeWords(w, notice.place)} `), w.knows(`notice_${notice.code}`) && make("span", {}, w(`notice_${notice.code}`), " "),
      make("span", { class: "notice-message", lang: "en" }, notice.message), " ", make("code", {}, notice.code)))));
}

/** `page 3` is a place of its own; all others are the names of parts. */
function placeWords(w, place) {
  const page = /^page (\d+)$/.exec(place);
  return page ? w("pageOf", page[1]) : place;
}

export function aboutOf(w, report, titles) {
  const { rules, source, coverage, passed } = report;
  const total = coverage.reduce((sum, each) => sum + each.chars, 0) || 1;
  const bar = make("div", { class: "coverage-bar", "aria-hidden": "true" }, coverage.map((each) => {
    const part = make("span", { class: `is-${each.kind}` });
    part.style.width = `${(each.chars / total) * 100}%`;
    return part;
  }));
  return make("details", { class: "about" },
    make("summary", {}, w("thisReport")),
    make("p", {}, [w(`reader_${source.reader}`), w("bytes", source.bytes.toLocaleString("en")), w("rules", rules.version), w("lawOf", rules.as_of)].join(" · ")),
    make("p", {}, make("code", { class: "hash" }, `sha256 ${source.sha256}`)),
    make("h3", {}, w("coverage")), bar,
    make("ul", { class: "coverage" }, coverage.map((each) => make("li", { class: `is-${each.kind}` },
      make("span", { class: "swatch" }), `${w(COVERAGE[each.kind])} ${w("chars", each.chars.toLocaleString("en"))}`))),
    passed.length > 0 && [make("h3", {}, `${w("passed")} · ${passed.length}`),
      make("ul", { class: "passed", lang: "zh-CN" }, passed.map((id) => make("li", {}, titles[id] ?? id)))]);
}
