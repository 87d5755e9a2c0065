// A field's value for a person. The canonical `norm` stays beside it wherever the two differ.

function grouped(digits) {
  const [whole, part] = digits.split(".");
  return whole.replace(/\B(?=(\d{3})+$)/g, ",") + (part ? `.${part}` : "");
}

/** 0.0005 -> 0.05: the digits of a share in hundredths, moved as text, so that none is rounded. */
function hundredfold(digits) {
  const [whole, part = ""] = digits.split(".");
  const moved = `${whole}${part.padEnd(2, "0").slice(0, 2)}`.replace(/^0+(?=\d)/, "");
  const rest = part.slice(2).replace(/0+$/, "");
  return rest ? `${moved}.${rest}` : moved;
}

function perWords(w, per) {
  if (!per) return "";
  return w.language === "zh" ? `/${w(per)}` : ` / ${w(per).replace(/s$/, "")}`;
}

function durationWords(w, value, clock) {
  if (clock === "workday") return w.language === "zh" ? `${value.n} 个${w("workday")}` : `${value.n} ${w("workday")}`;
  return `${value.n} ${w(value.unit)}`;
}

/** The value of a found field in words, or null where there is none to give. `titles` names what is an id. */
export function valueWords(w, field, titles) {
  const { value, norm } = field;
  if (field.status !== "found" || norm === null) return null;
  if (value === null || typeof value !== "object") return w.knows(`norm_${norm}`) ? w(`norm_${norm}`) : titles[norm] ?? norm;
  let words = norm;
  if ("amount" in value) words = `${grouped(value.amount)} ${value.currency}${perWords(w, value.per)}`;
  else if ("rate" in value) words = `${hundredfold(value.rate)}%${perWords(w, value.per)}`;
  else if ("unit" in value && "n" in value) words = durationWords(w, value, field.clock);
  else if ("n" in value) words = `${value.n}${field.unit ? ` ${field.unit}` : ""}`;
  if (field.qualifier && field.qualifier !== "range") words = `${w(field.qualifier)} ${words}`;
  if (field.clock && field.clock !== "workday") words += `（${w(field.clock)}）`;
  return field.qualifier === "range" ? norm : words;
}

/** What else belongs to the value: what a share is of, what a term runs from. */
export function asideWords(field) {
  const base = field.value && typeof field.value === "object" ? field.value.base : null;
  return [base, field.anchor].filter(Boolean).join(" · ");
}

/** 当事人（甲方）, 单价（货物）. */
export function fieldTitle(field) {
  const about = [field.role, field.object].filter(Boolean).join(" ");
  return about ? `${field.title}（${about}）` : field.title;
}
