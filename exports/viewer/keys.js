// The keyboard: what each key does, and the dialog that says so.

import { make, signButton } from "./build.js";

/** Each key (or keys), the words of what it does. */
const HELP = [
  ["j k ↓ ↑", "helpMove"], ["Enter", "helpEnter"], ["n p", "helpPlaces"], ["1 2 3", "helpTabs"], ["/", "helpSearch"],
  ["← →", "helpTree"], ["[ ]", "helpPages"], ["+ − 0", "helpZoom"], ["v", "helpView"], ["m", "helpMarks"],
  ["Esc", "helpEscape"], ["?", "helpHelp"],
];

/** Keys are for the page, not for one who writes, nor for the browser's own shortcuts. */
function isWriting(event) {
  return event.ctrlKey || event.metaKey || event.altKey || event.isComposing
    || event.target.closest("input, textarea, select, [contenteditable], dialog") !== null;
}

/** `actions`: key -> what to do. `more` are further lines of the help: keys and words. */
export function makeKeys(root, w, actions, more = []) {
  const on = make("input", { type: "checkbox", checked: true });
  const dialog = make("dialog", { class: "help", "aria-labelledby": "help-title" },
    make("header", {}, make("h2", { id: "help-title" }, w("help")), signButton("close", w("close"), { onclick: () => dialog.close() })),
    make("table", {}, make("tbody", {}, [...HELP.map(([keys, key]) => [keys, w(key)]), ...more].map(([keys, words]) => make("tr", {},
      make("th", { scope: "row" }, keys.split(" ").map((each) => make("kbd", {}, each))), make("td", {}, words))))),
    make("label", {}, on, w("keysOn")));

  root.addEventListener("keydown", function listen(event) {
    // A viewer that was drawn anew, in the other language, leaves the keys to its successor.
    if (!dialog.isConnected) {
      root.removeEventListener("keydown", listen);
      return;
    }
    if (event.key === "Escape") {
      actions.Escape(event);
      return;
    }
    if (isWriting(event) || !on.checked || event.defaultPrevented) return;
    if (event.key === "?") dialog.showModal();
    else if (actions[event.key]) actions[event.key](event);
    else return;
    event.preventDefault();
  });
  return { dialog, open: () => dialog.showModal() };
}
