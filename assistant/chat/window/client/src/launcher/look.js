/* Colours and elements. */

import { SETTINGS, color, isDark } from "./settings.js";

/* --c and --i are the button's own; the rest is the brand's: primary and what stands on it, background, text, lines,
   surface, muted text, and what is wrong. */
const NAMES = ["--c", "--i", "--p", "--q", "--b", "--t", "--l", "--s", "--m", "--e"];
const WRONG = { light: "#b91c1c", dark: "#fca5a5" };

export function paint(host) {
  const look = isDark() ? "dark" : "light";
  const own = SETTINGS[look];
  const button = color ? [color, findInk(color)] : own.slice(0, 2);
  const all = [...button, ...own, WRONG[look]];
  NAMES.forEach((name, index) => host.style.setProperty(name, all[index]));
  host.style.setProperty("--r", `${SETTINGS.radius}px`);
  host.style.colorScheme = look;
}

/* Black or white, whichever reads better on a colour of the site's own (relative luminance of WCAG 2.2). */
function findInk(ground) {
  const light = [0.2126, 0.7152, 0.0722].reduce((sum, weight, index) => {
    const part = parseInt(ground.slice(1 + 2 * index, 3 + 2 * index), 16) / 255;
    return sum + weight * (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  }, 0);
  return light > 0.1791 ? "#000000" : "#ffffff";
}

export function make(name, attributes, ...children) {
  const element = document.createElement(name);
  Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
  element.append(...children);
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

export function makeIcon(path) {
  const icon = document.createElementNS(SVG, "svg");
  const line = document.createElementNS(SVG, "path");
  icon.setAttribute("viewBox", "0 0 24 24");
  icon.setAttribute("aria-hidden", "true");
  line.setAttribute("d", path);
  icon.append(line);
  return icon;
}

/* Constructed style sheets are allowed by a policy that refuses style elements. */
export function adoptStyle(root, rules) {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(rules);
    root.adoptedStyleSheets = [sheet];
  } catch {
    root.append(make("style", {}, rules));
  }
}
