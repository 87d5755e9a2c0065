// Search within the contract: blanks do not count, full and half width are the same, and so is the case.

const BLANK = /\s/;

/** `text` as it is searched, with the place of each character in it. */
export function searchable(text) {
  const places = [];
  let plain = "";
  for (let at = 0; at < text.length; at += 1) {
    if (BLANK.test(text[at])) continue;
    const folded = text[at].normalize("NFKC").toLowerCase();
    plain += folded;
    for (let each = 0; each < folded.length; each += 1) places.push(at);
  }
  return { plain, places };
}

/** Where `query` stands, as ranges of UTF-16 units of the text that was made searchable; at most `most`. */
export function find({ plain, places }, query, most = 500) {
  const wanted = searchable(query).plain;
  const found = [];
  if (!wanted) return found;
  for (let at = plain.indexOf(wanted); at >= 0 && found.length < most; at = plain.indexOf(wanted, at + wanted.length)) {
    found.push([places[at], places[at + wanted.length - 1] + 1]);
  }
  return found;
}
