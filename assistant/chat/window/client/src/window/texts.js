/* Words of the window, which come from the server in the visitor's language with places like {name} to fill in. */

export function fill(words, values) {
  return words.replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place);
}

const SOON_MS = 6 * 24 * 3600 * 1000; // within it a weekday says which day is meant

/* Whether somebody of the team is there, else when they are back, on the visitor's own clock. `backAt` is a date in ISO
   8601, null while they work. */
export function describeTeam(words, language, backAt, now) {
  if (!backAt) return words.here;
  const at = new Date(backAt);
  const format = (options) => new Intl.DateTimeFormat(chooseLocale(language), options).format(at);
  const time = format({ hour: "numeric", minute: "2-digit" });
  if (at.toDateString() === now.toDateString()) return fill(words.back_today, { time });
  const day = format(at - now < SOON_MS ? { weekday: "long" } : { day: "numeric", month: "long" });
  return fill(words.back_on, { day, time });
}

/* The visitor's own form of the language, such as en-GB, if they have one. */
function chooseLocale(language) {
  return (navigator.languages || []).find((tag) => tag.split("-")[0] === language) || language;
}

const RIGHT_TO_LEFT = ["ar", "fa", "he", "ur"];

export function readDirection(language) {
  return RIGHT_TO_LEFT.includes(language.split("-")[0]) ? "rtl" : "ltr";
}
