// The review page: the viewer over a contract of the server, with what people decide on it.

import { make } from "./viewer/build.js";
import { mount } from "./viewer/viewer.js";
import { makeDecisions } from "./decisions.js";
import { ask, say } from "./talk.js";

const LOOK_AGAIN = 20_000;
const { urls, titles, me, lang, w } = JSON.parse(document.getElementById("review-data").textContent);
const root = document.getElementById("viewer");

try {
  const [report, review, { content: pages }] = await Promise.all([ask(urls.report), ask(urls.review), ask(urls.pages)]);
  open(report.content, review, pages.pages.map((page) => ({ ...page, picture: () => pictureOf(page) })));
} catch (error) {
  root.replaceChildren(make("p", { class: "alert", role: "alert" }, error.problem ? error.message : w.lost));
  throw error;
}

/** As many pixels as the page is wide at most on this screen; the server rounds up. */
function pictureOf(page) {
  return `${page.picture}?width=${Math.min(Math.round(1000 * Math.min(devicePixelRatio, 2)), 2000)}`;
}

function open(report, { content: review, etag: first }, pages) {
  const progress = make("progress", { max: "1", value: "0", "aria-label": w.progress });
  const words = make("span", {});
  const decisions = makeDecisions({
    w, titles, review, mayDecide: me.can.includes("decide"), address: urls.decisions,
    onReviewed: ({ done, total }) => {
      progress.value = total ? done / total : 1;
      words.textContent = say(w, "progress_words", done, total);
    },
    viewer: () => viewer,
  });
  const viewer = mount(root, {
    report, pages, titles, language: lang, actions: decisions.actions, filters: decisions.filters, keys: decisions.keys,
    keyHelp: decisions.keyHelp, lead: lead(), tools: [make("div", { class: "reviewed", role: "status" }, progress, words), downloads(), language()],
  });
  decisions.start();
  watch(decisions, first);
}

/** What others decide in the meantime comes in now and then, and whenever one comes back to the page. */
function watch(decisions, first) {
  let etag = first;
  const look = async () => {
    if (document.hidden) return;
    try {
      const { content, etag: now } = await ask(urls.review, { etag });
      etag = now;
      if (content) decisions.update(content);
    } catch {
      return; // The next look comes by itself.
    }
  };
  setInterval(look, LOOK_AGAIN);
  document.addEventListener("visibilitychange", look);
}

function lead() {
  return make("a", { class: "brand", href: "/", title: w.back }, make("span", { class: "seal", "aria-hidden": "true" }, "契"), make("span", { class: "unseen" }, w.back));
}

function downloads() {
  const links = [
    [urls.original, w.get_original], [urls.self_contained, w.get_html], [urls.xlsx, w.get_xlsx],
    [`${urls.report}?download=true`, w.get_json], [urls.gold, w.get_gold],
  ].filter(([address]) => address);
  const menu = make("details", { class: "menu" }, make("summary", { class: "tool" }, w.downloads),
    make("ul", {}, links.map(([href, text]) => make("li", {}, make("a", { href, download: "" }, text)))));
  document.addEventListener("click", (event) => !menu.contains(event.target) && (menu.open = false));
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menu.open = false;
    menu.querySelector("summary").focus();
    event.stopPropagation();
  });
  return menu;
}

function language() {
  const other = lang === "en" ? "zh" : "en";
  return make("a", { class: "tool", href: `/language?to=${other}&next=${encodeURIComponent(location.pathname)}`, lang: other === "zh" ? "zh-CN" : "en" }, w.other_language);
}
