// How the pages talk to the server: JSON, with the word that only our own pages know; a problem is an error with its words.

const csrf = document.querySelector("meta[name=csrf-token]").content;

/** What the server refused, in its own words: `status`, `title`, `detail`, `remedy`, and the whole `problem`. */
export class Refused extends Error {
  constructor(problem) {
    super([problem.title, problem.detail, problem.remedy].filter(Boolean).join(" "));
    this.problem = problem;
    this.status = problem.status;
  }
}

/** Ask `address`; `body` goes as JSON. Gives what is answered, null where nothing has changed since `etag`. */
export async function ask(address, { method = "GET", body, etag } = {}) {
  const headers = { Accept: "application/json" };
  if (method !== "GET") headers["X-CSRF-Token"] = csrf;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (etag) headers["If-None-Match"] = etag;
  const options = { method, headers, body: body === undefined ? undefined : JSON.stringify(body) };
  const answer = await fetch(address, options);
  if (answer.status === 304) return { content: null, etag };
  const content = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : null;
  if (!answer.ok) throw new Refused(content ?? { status: answer.status, title: `HTTP ${answer.status}` });
  return { content, etag: answer.headers.get("ETag") };
}

/** Send a file; `onShare` is told how much of it has left, from 0 to 1. Gives the job. */
export function send(address, file, onShare) {
  const { promise, resolve, reject } = withResolvers();
  const request = new XMLHttpRequest();
  const body = new FormData();
  body.append("file", file, file.name);
  request.open("POST", address);
  request.setRequestHeader("X-CSRF-Token", csrf);
  request.responseType = "json";
  request.upload.addEventListener("progress", (event) => onShare(event.total ? event.loaded / event.total : 0));
  request.addEventListener("load", () => {
    const content = request.response ?? { status: request.status, title: `HTTP ${request.status}` };
    if (request.status < 300) resolve(content);
    else reject(new Refused({ ...content, retry: Number(request.getResponseHeader("Retry-After")) || null }));
  });
  request.addEventListener("error", () => reject(new TypeError("connection lost")));
  request.send(body);
  return promise;
}

function withResolvers() {
  const parts = {};
  parts.promise = new Promise((resolve, reject) => Object.assign(parts, { resolve, reject }));
  return parts;
}

/** `words.pages` with its numbers: say(words, "pages", 3). */
export function say(words, key, ...values) {
  return words[key].replace(/\{(\d)\}/g, (_, at) => String(values[at]));
}
