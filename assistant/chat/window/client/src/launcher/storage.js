/* What the browser keeps; where storage is blocked it is kept until the page is left. */

const VISIT_KEY = "foyer-visit";
const THREAD_KEY = "chainlit-copilot-thread-id"; // of the first release, so that old conversations are found
const MAX_PAGES = 20;
const MAX_URL = 2000;
const LOOK_MS = 500;

function read(storage, key) {
  try { return JSON.parse(window[storage].getItem(key)); } catch { return null; }
}

function write(storage, key, value) {
  try { window[storage].setItem(key, JSON.stringify(value)); } catch { /* storage is blocked */ }
}

export function makeId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16)); // pages without TLS have no randomUUID
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

let conversation = null;

export function readConversation() {
  const known = read("localStorage", THREAD_KEY) || conversation;
  return typeof known === "string" && known ? known : nameConversation();
}

/* A new one in place of the old. */
export function nameConversation() {
  conversation = makeId();
  write("localStorage", THREAD_KEY, conversation);
  return conversation;
}

/* This visit in this tab: referrer and pages; greeted: the greeting was closed; open: the window is; talked: the visitor
   said something; seen: the newest message seen; reported: the conversation for which the server knows all this. */
export const visit = read("sessionStorage", VISIT_KEY) || { referrer: document.referrer, pages: [] };

export function note(key, value) {
  if (visit[key] === value) return;
  visit[key] = value;
  write("sessionStorage", VISIT_KEY, visit);
}

/* The page's address; some sites keep all they show in it. */
export function readAddress() {
  return location.href.slice(0, MAX_URL);
}

export function rememberPage() {
  const { pages } = visit;
  if (pages[pages.length - 1] === readAddress()) return;
  const more = [...pages, readAddress()];
  if (more.length > MAX_PAGES) more.splice(1, 1); // the landing page stays
  note("pages", more);
}

/* Many sites change their address without loading a page. Nothing of theirs is wrapped to learn of it: a browser that
   does not tell is looked at. */
export function rememberPages() {
  rememberPage();
  if (window.navigation) window.navigation.addEventListener("currententrychange", rememberPage);
  else setInterval(rememberPage, LOOK_MS);
}
