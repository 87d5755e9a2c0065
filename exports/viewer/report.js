// The self-contained report: everything is in the page, as blocks of data that nothing runs.

import { button } from "./build.js";
import { mount } from "./viewer.js";
import { wordsOf } from "./words.js";

const root = document.getElementById("viewer");
const read = (id) => JSON.parse(document.getElementById(id).textContent);
const report = read("report-data");
const titles = read("titles-data");
const pages = read("pages-data").map((page) => ({ ...page, picture: () => pictureOf(page) }));

function pictureOf({ number, media_type: type }) {
  const block = document.getElementById(`picture-${number}`);
  return block ? `data:${type};base64,${block.textContent}` : null;
}

function draw(language) {
  const other = language === "zh" ? "en" : "zh";
  const change = button(wordsOf(language)("language"), { class: "tool", lang: other === "zh" ? "zh-CN" : "en", onclick: () => draw(other) });
  root.replaceChildren();
  mount(root, { report, pages, titles, language, tools: [change] });
}

draw("zh");
