/* What came while nobody looked: in the page's title and, where the window is closed, beside the button. */

import { make } from "./look.js";

const PREVIEW = 120; // characters
let mark = ""; // before the page's title

export function markTitle(count) {
  const plain = document.title.startsWith(mark) ? document.title.slice(mark.length) : document.title;
  mark = count ? `(${count}) ` : "";
  if (document.title !== mark + plain) document.title = mark + plain;
}

/* The first words of a message, without Markdown's signs. */
export function cutPreview(text) {
  const plain = text.replace(/[*`\\]/g, "");
  return plain.length > PREVIEW ? `${plain.slice(0, PREVIEW)}…` : plain;
}

export function drawPreview(place, { name, text }) {
  place.replaceChildren(make("b", {}, name), make("span", { dir: "auto" }, cutPreview(text)));
}
