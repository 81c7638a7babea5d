/* What the server fills in, and what the script element says: docs/website.md explains the attributes. */

/* window: the address of the window's script; position, radius; words by language, "" for all others: label, greeting,
   dismiss, opening, failed; light and dark: see look.js; languages that the window speaks. */
export const SETTINGS = "__SETTINGS__";

export const script = document.currentScript;
const given = script.dataset;
const baseOf = (tag) => tag.split("-")[0].toLowerCase();
const spoken = (navigator.languages || []).find((tag) => SETTINGS.languages.includes(baseOf(tag)));

export const server = new URL(script.src).origin;
export const language = given.language || spoken || navigator.language || "";
export const words = SETTINGS.words[baseOf(language)] || SETTINGS.words[""];
export const label = given.label || words[0];
export const greeting = given.greeting === undefined ? words[1] : given.greeting;
export const side = (given.position || SETTINGS.position) === "left" ? "left" : "right";
export const color = /^#[0-9a-f]{6}$/i.test(given.color) ? given.color : null;

export function isDark() {
  return given.theme ? given.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}
