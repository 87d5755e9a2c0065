// The original as its pages: pictures that load as they come into view, on sheets that have their size from the start.

import { make } from "./build.js";
import { before, pageOf } from "./contract.js";
import { LOOK, markBox, markKind, onSheet, scrollTo } from "./marks.js";

const AHEAD = "1200px 0px";
const MOST_LOADED = 30;
/** Points between two places of one line that are marked as one. */
const GAP = 4;
const ZOOMS = [0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 3];

/** `pages`: [{number, width, height, picture}], picture being an address or a function that gives one (or null). */
export function makeSheets({ contract, pages, w, onPoint, onPage }) {
  const widest = Math.max(...pages.map((page) => page.width));
  const sheets = pages.map((page) => sheet(page, widest, w));
  const stack = make("div", { class: "stack" }, sheets);
  const element = make("div", { class: "sheets", tabindex: "0", role: "region", "aria-label": w("original") }, stack);
  const numbers = new Map(pages.map((page, at) => [page.number, at]));
  const loaded = new Set();
  let zoom = ZOOMS.indexOf(1);
  let current = 0;

  const watch = new IntersectionObserver((entries) => {
    for (const entry of entries) if (entry.isIntersecting) load(numbers.get(Number(entry.target.dataset.page)));
  }, { root: element, rootMargin: AHEAD });
  for (const each of sheets) watch.observe(each);

  function load(at) {
    loaded.delete(at);
    loaded.add(at);
    if (sheets[at].querySelector("img, .no-picture")) return;
    sheets[at].prepend(picture(pages[at], w));
    sheets[at].append(passiveMarks(contract, pages[at]));
    for (const far of [...loaded].slice(0, Math.max(loaded.size - MOST_LOADED, 0))) unload(far);
  }

  function unload(at) {
    if (Math.abs(at - current) < MOST_LOADED / 3) return;
    loaded.delete(at);
    sheets[at].querySelector("img")?.remove();
    sheets[at].querySelector(".passive")?.remove();
    watch.unobserve(sheets[at]);
    watch.observe(sheets[at]);
  }

  function pageInView() {
    const tops = sheets.map((each) => each.offsetTop);
    return Math.max(before(tops, element.scrollTop + element.clientHeight * LOOK), 0);
  }

  let waiting = false;
  element.addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      const at = pageInView();
      if (at !== current) onPage(pages[(current = at)].number);
    });
  }, { passive: true });

  element.addEventListener("click", (event) => {
    const under = event.target.closest(".sheet");
    if (!under) return;
    const page = pages[numbers.get(Number(under.dataset.page))];
    const box = under.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * page.width;
    const y = ((event.clientY - box.top) / box.height) * page.height;
    onPoint(page.number, x, y, event);
  });

  function clear() {
    element.classList.remove("has-marks");
    for (const old of element.querySelectorAll(".sheet > .mark")) old.remove();
  }

  function show(item, at) {
    clear();
    element.classList.add("has-marks");
    const tagged = item.type === "finding" && item.data.kind === "conflict" && item.evidence.length > 1;
    for (const [index, evidence] of item.evidence.entries()) {
      const lines = joined(evidence.places.filter((place) => numbers.has(place.page)));
      for (const place of lines) {
        const page = pages[numbers.get(place.page)];
        const tag = tagged && place === lines[0] ? String(index + 1) : null;
        const options = { tag, current: index === at, nearest: evidence.nearest };
        sheets[numbers.get(place.page)].append(markBox(markKind(item), onSheet(page, place), options));
      }
    }
    const page = numbers.get(pageOf(item.evidence[at]));
    if (page !== undefined) reveal(page, item.evidence[at].places[0]);
  }

  function reveal(at, place) {
    load(at);
    const scale = sheets[at].offsetWidth / pages[at].width;
    const left = place.x0 * scale + sheets[at].offsetLeft;
    if (left < element.scrollLeft || left > element.scrollLeft + element.clientWidth * 0.8) element.scrollLeft = left - 40;
    scrollTo(element, sheets[at].offsetTop + place.top * scale - element.clientHeight * LOOK, element.clientHeight);
  }

  function setZoom(step) {
    const share = (element.scrollTop + element.clientHeight / 2) / element.scrollHeight;
    zoom = step === 0 ? ZOOMS.indexOf(1) : Math.min(Math.max(zoom + step, 0), ZOOMS.length - 1);
    stack.style.setProperty("--zoom", String(ZOOMS[zoom]));
    element.scrollTop = share * element.scrollHeight - element.clientHeight / 2;
  }

  function goPage(number) {
    const at = numbers.get(number);
    if (at === undefined) return;
    element.scrollTop = sheets[at].offsetTop - 12;
  }

  return {
    element, show, clear, setZoom, goPage,
    page: () => pages[current].number,
    crop: (box, most) => crop(pages[numbers.get(box.page)], box, most, w),
  };
}

function sheet(page, widest, w) {
  const element = make("figure", { class: "sheet", "data-page": page.number, "aria-label": w("pageOf", page.number) });
  element.style.width = `${(page.width / widest) * 100}%`;
  element.style.aspectRatio = `${page.width} / ${page.height}`;
  return element;
}

function picture(page, w) {
  const source = typeof page.picture === "function" ? page.picture() : page.picture;
  if (!source) return make("span", { class: "no-picture" }, w("noPicture"));
  const image = make("img", { src: source, alt: w("pageOf", page.number), decoding: "async", draggable: "false" });
  image.addEventListener("error", () => image.replaceWith(make("span", { class: "no-picture" }, w("noPicture"))));
  return image;
}

/** What stands on a page, faintly: fields as a tint, findings as a bar at the edge of the page. */
function passiveMarks(contract, page) {
  const layer = make("div", { class: "passive", "aria-hidden": "true" });
  for (const { item, place, nearest } of contract.onPages.get(page.number) ?? []) {
    if (nearest || item.type === "clause") continue;
    const box = onSheet(page, place);
    if (item.type === "finding") Object.assign(box, { left: 1, width: 0.5 });
    layer.append(markBox(`${item.type} is-${markKind(item)}`, box));
  }
  return layer;
}

/** Places that follow each other on one line, as one: a quote is cut where its clauses meet, the mark need not be. */
function joined(places) {
  const lines = [];
  for (const place of places) {
    const last = lines.at(-1);
    const goesOn = last && last.page === place.page && place.top < last.bottom && place.bottom > last.top
      && place.x0 - last.x1 < GAP && place.x0 >= last.x0;
    if (goesOn) {
      Object.assign(last, { x1: Math.max(last.x1, place.x1), top: Math.min(last.top, place.top), bottom: Math.max(last.bottom, place.bottom) });
    } else {
      lines.push({ ...place });
    }
  }
  return lines;
}

/** A box of a page by itself, with a little around it, `most` pixels wide at the most. */
function crop(page, box, most, w) {
  const margin = page.width / 100;
  const x0 = Math.max(box.x0 - margin, 0);
  const top = Math.max(box.top - margin, 0);
  const width = Math.min(box.x1 + margin, page.width) - x0;
  const height = Math.min(box.bottom + margin, page.height) - top;
  const image = picture(page, w);
  image.alt = "";
  // Shares of the frame's width, so that the cut keeps its bounds in a narrow column.
  image.style.width = `${(page.width / width) * 100}%`;
  image.style.marginLeft = `${(-x0 / width) * 100}%`;
  image.style.marginTop = `${(-top / width) * 100}%`;
  const frame = make("span", { class: "crop", role: "img", "aria-label": `${w("crop")}, ${w("pageOf", page.number)}` }, image);
  frame.style.width = `${Math.min(most, (width / page.width) * 1300)}px`;
  frame.style.aspectRatio = `${width} / ${height}`;
  return frame;
}
