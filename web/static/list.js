// The list page: files dropped or chosen are sent two at a time, and their jobs are followed to their end.

import { make, sign } from "./viewer/build.js";
import { ask, say, send } from "./talk.js";

const AT_ONCE = 2;
const SENT_ANEW_AFTER = 3000;
const { w, limits } = JSON.parse(document.getElementById("list-data").textContent);
const OPEN = new Set(["queued", "running", "cancelling"]);

for (const time of document.querySelectorAll("time")) {
  const at = new Date(time.dateTime);
  time.textContent = at.toLocaleString("sv").slice(0, 16);
  time.title = at.toLocaleString();
}

const drop = document.getElementById("drop");
if (drop) uploads(drop);

function uploads(place) {
  const frame = document.getElementById("queue");
  const list = document.getElementById("jobs");
  const said = document.getElementById("queue-said");
  const refresh = document.getElementById("queue-refresh");
  const waiting = [];
  const rows = new Map();
  let sending = 0;
  let open = new Map();
  let etag = null;
  let timer = null;

  place.querySelector("input").addEventListener("change", (event) => {
    take(event.target.files);
    event.target.value = "";
  });
  for (const name of ["dragenter", "dragover"]) document.addEventListener(name, (event) => hover(event, true));
  document.addEventListener("dragleave", (event) => !event.relatedTarget && hover(event, false));
  document.addEventListener("drop", (event) => {
    hover(event, false);
    take(event.dataTransfer.files);
  });

  function hover(event, over) {
    if (![...(event.dataTransfer?.types ?? [])].includes("Files")) return;
    event.preventDefault();
    place.classList.toggle("is-over", over);
  }

  function take(files) {
    for (const file of files) {
      const row = makeRow(file.name);
      if (file.size > limits.bytes) row.draw({ state: "failed", error: { title: say(w, "too_large", Math.floor(limits.bytes / 2 ** 20)) } });
      else waiting.push({ file, row });
    }
    sendNext();
  }

  function sendNext() {
    while (sending < AT_ONCE && waiting.length) {
      sending += 1;
      sendOne(waiting.shift()).finally(() => {
        sending -= 1;
        sendNext();
      });
    }
    tell();
  }

  async function sendOne({ file, row }) {
    row.draw({ state: "sending", share: 0 });
    try {
      const job = await send("/v1/contracts", file, (share) => row.draw({ state: "sending", share }));
      const twin = rows.get(job.id);
      if (twin && twin !== row) row.remove();
      else row.draw(job.state === "done" ? { ...job, known: true } : job);
      if (OPEN.has(job.state)) follow(job, twin ?? row);
    } catch (error) {
      if (error.status === 429) {
        // The queue is full: what waits here goes on as soon as there is room.
        waiting.unshift({ file, row });
        row.draw({ state: "waiting" });
        await new Promise((go) => setTimeout(go, (error.problem.retry ?? 0) * 1000 || SENT_ANEW_AFTER));
        return;
      }
      const title = error.problem ? error.problem.title : w.lost;
      row.draw({ state: "failed", error: { title, detail: error.problem?.detail, remedy: error.problem?.remedy }, again: () => {
        waiting.push({ file, row });
        sendNext();
      } });
    }
  }

  function follow(job, row) {
    rows.set(job.id, row);
    timer ??= setInterval(look, 1000);
  }

  /** Which jobs are open. One that is not among them is asked for by itself until it has ended, also where the list has not
   * changed: a job may come and end between two looks, or after a look that was on its way when it came. */
  async function look() {
    try {
      const { content, etag: now } = await ask("/v1/jobs?open=true&limit=200", { etag });
      etag = now;
      if (content !== null) {
        open = new Map(content.items.map((job) => [job.id, job]));
        for (const job of open.values()) (rows.get(job.id) ?? adopt(job)).draw(job);
      }
      for (const [id, row] of rows) {
        if (!open.has(id) && !row.ended()) row.draw((await ask(`/v1/jobs/${id}`)).content);
      }
    } catch {
      return; // The next look comes in a second.
    }
    tell();
    if ([...rows.values()].every((row) => row.ended()) && !sending && !waiting.length) {
      clearInterval(timer);
      timer = null;
    }
  }

  function adopt(job) {
    const row = makeRow(job.name);
    follow(job, row);
    return row;
  }

  function tell() {
    const all = [...list.children].map((each) => each.dataset.state);
    const count = (...states) => all.filter((state) => states.includes(state)).length;
    frame.hidden = !all.length;
    const text = say(w, "queue_said", count("sending", "waiting", "queued", "running", "cancelling"), count("done"), count("failed"));
    if (said.textContent !== text) said.textContent = text;
    refresh.hidden = !count("done");
  }

  /** A file's line: its name, how far it is, why it failed, and what can be done. */
  function makeRow(name) {
    const state = make("span", { class: "job-state" });
    const bar = make("progress", { max: "1", "aria-label": name });
    const why = make("p", { class: "job-why" });
    const actions = make("span", { class: "job-actions" });
    const element = make("li", {}, make("span", { class: "job-name" }, name), state, bar, actions, why);
    let shown = "";
    list.prepend(element);

    function draw(job) {
      const key = JSON.stringify(job);
      if (key === shown) return;
      shown = key;
      element.dataset.state = job.state;
      state.replaceChildren(...stateWords(job));
      bar.hidden = !["sending", "running", "queued", "waiting"].includes(job.state);
      const share = job.state === "sending" ? job.share : job.pages && job.pages_done !== null ? job.pages_done / job.pages : null;
      if (share === null || job.state === "queued") bar.removeAttribute("value");
      else bar.value = share;
      why.textContent = job.error ? [job.error.title, job.error.detail, job.error.remedy].filter(Boolean).join(" ") : "";
      const had = actions.contains(document.activeElement);
      actions.replaceChildren(...actionsOf(job));
      if (had) (actions.querySelector("button, a") ?? place.querySelector("input")).focus();
      tell();
    }

    function actionsOf(job) {
      const press = (words, onclick) => make("button", { type: "button", class: "tool", onclick, "aria-label": `${words}: ${name}` }, words);
      if (job.state === "done") return [make("a", { class: "tool", href: job.url }, w.job_open)];
      if (job.state === "queued" || job.state === "running") return [press(w.job_cancel, () => order(job, "/cancel"))];
      if (job.state !== "failed" && job.state !== "cancelled") return [];
      const again = job.again ?? (job.id ? () => order(job, "/retry") : null);
      return [again && press(w.job_retry, again), press(w.job_dismiss, remove)].filter(Boolean);
    }

    async function order(job, path) {
      try {
        const { content } = await ask(`/v1/jobs/${job.id}${path}`, { method: "POST" });
        draw(content);
        follow(content, rows.get(job.id));
      } catch (error) {
        why.textContent = error.problem ? error.message : w.lost;
      }
    }

    function remove() {
      element.remove();
      tell();
    }

    const row = { draw, remove, ended: () => !OPEN.has(element.dataset.state) };
    draw({ state: "waiting" });
    return row;
  }

  look();
}

function stateWords(job) {
  const words = {
    sending: () => say(w, "job_sending", Math.round((job.share ?? 0) * 100)),
    queued: () => (job.position ? say(w, "job_queued", job.position) : w.job_waiting),
    running: () => (job.pages && job.pages_done !== null ? say(w, "job_pages", job.pages_done, job.pages) : w.job_running),
    done: () => (job.known ? w.job_known : w.job_done),
    waiting: () => w.job_waiting, failed: () => w.job_failed, cancelled: () => w.job_cancelled, cancelling: () => w.job_cancelling,
  }[job.state]();
  const icon = { done: "found", failed: "error" }[job.state];
  return [icon && sign(icon), words].filter(Boolean);
}
