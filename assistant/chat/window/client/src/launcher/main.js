/* The chat's launcher: a small button that loads the chat itself at the first click.

   <script src="https://chat.example.com/embed.js" async></script>

   Attributes of the script element, all optional; docs/website.md explains them:
     data-label, data-greeting   words of the button and of the bubble beside it ("" for no bubble)
     data-color, data-position   of the button: "#0f766e"; "left" or "right"
     data-theme, data-language   "light" or "dark"; like "de" or "en-US" */

import { adoptStyle, make, makeIcon, paint } from "./look.js";
import { loadWindow } from "./loading.js";
import { cutPreview, drawPreview, markTitle } from "./news.js";
import { greeting, label, side, words } from "./settings.js";
import { note, rememberPages, visit } from "./storage.js";
import style from "./style.css";

const [, , DISMISS, OPENING, FAILED] = words;
const BUTTON = { type: "button", class: "open", "aria-haspopup": "dialog", "aria-label": label };

const badge = make("span", { class: "badge", "aria-hidden": "true" });
const button = make("button", { ...BUTTON, "aria-describedby": "more" },
  makeIcon("M7.9 20A9 9 0 1 0 4 16.1L2 22Z"), makeIcon("M6 9l6 6 6-6"), badge);
const more = make("span", { id: "more", class: "more" });
const says = make("button", { type: "button" }, greeting);
const bubble = make("div", { class: "greeting bubble" }, says, makeCross());
const preview = make("button", { type: "button" });
const previews = make("div", { class: "greeting bubble" }, preview, makeCross());
const status = make("div", { role: "status", class: "status" });
const host = make("div", { id: "foyer-launcher", "data-side": side });
const root = host.attachShadow({ mode: "open" });
let chat = null; // the window, once it is there
let unseen = 0;

function makeCross() {
  const cross = make("button", { type: "button", class: "close", "aria-label": DISMISS }, makeIcon("M6 6l12 12M18 6L6 18"));
  cross.addEventListener("click", () => {
    dismiss();
    button.focus();
  });
  return cross;
}

async function load() {
  chat = await loadWindow(root, { onHide, onNews });
  describe();
  return chat;
}

/* `focus` is whether the keyboard goes into the window, as after a click. */
async function show(focus) {
  dismiss();
  expand(true);
  button.setAttribute("aria-busy", "true");
  announce(OPENING, "status");
  try {
    (await load()).show(focus);
    announce("", "status");
  } catch {
    expand(false);
    announce(focus ? FAILED : "", focus ? "status bubble" : "status");
  }
  button.removeAttribute("aria-busy");
}

function open() {
  return show(true);
}

function toggle() {
  if (button.hasAttribute("aria-busy")) return;
  if (visit.open && chat) chat.hide();
  else open();
}

function onHide() {
  expand(false);
  button.focus();
}

function expand(isOpen) {
  note("open", isOpen);
  button.setAttribute("aria-expanded", isOpen);
  host.toggleAttribute("data-open", isOpen);
  describe();
}

/* What the button says beside its name: that the conversation goes on, and how much of it is unread. */
function describe(news) {
  const goesOn = Boolean(chat && visit.talked && !visit.open);
  more.textContent = news ? news.words : goesOn ? chat.words.goes_on : "";
  button.toggleAttribute("data-goes-on", goesOn);
  badge.textContent = news && !visit.open ? Math.min(news.count, 99) : "";
}

function onNews(news) {
  const count = news ? news.count : 0;
  describe(news);
  markTitle(count);
  if (count > unseen && !visit.open) offer(news);
  if (!count) previews.remove();
  unseen = count;
}

function offer(news) {
  bubble.remove();
  drawPreview(preview, news);
  root.insertBefore(previews, button);
  announce(`${news.words}. ${news.name}: ${cutPreview(news.text)}`, "status");
}

/* One element for the ear and the eye, so that a failure is announced once and stays in sight until the next try. */
function announce(text, look) {
  status.className = look;
  status.textContent = text;
}

function dismiss() {
  previews.remove();
  if (!bubble.isConnected) return;
  bubble.remove();
  note("greeted", true); // once a visit is enough
}

/* Some sites show another page by putting another body in place of the one we stand in. */
function stand() {
  if (!host.isConnected && document.body) document.body.append(host);
}

/* An open window is open on the next page as well, and a conversation that goes on is heard in a closed one. */
function resume() {
  if (visit.open) show(false);
  else if (visit.talked) load().catch(() => {}); // a click tries again
}

function start() {
  rememberPages();
  adoptStyle(root, style);
  paint(host);
  if (greeting && !visit.greeted && !visit.open) root.append(bubble);
  root.append(button, more, status);
  button.addEventListener("click", toggle);
  says.addEventListener("click", open);
  preview.addEventListener("click", open);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => paint(host));
  stand();
  resume();
  new MutationObserver(stand).observe(document.documentElement, { childList: true });
}

if (!window.foyerLauncher) {
  window.foyerLauncher = { open };
  if (document.body) start();
  else document.addEventListener("DOMContentLoaded", start);
}
