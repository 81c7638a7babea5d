/* Loads the window: its script, what it is told by the server, and a word on who arrives, all at once. */

import { SETTINGS, label, language, script, server } from "./settings.js";
import { makeId, nameConversation, note, readAddress, readConversation, rememberPage, visit } from "./storage.js";

const PATIENCE_MS = 2000;

/* Tells the server how the visitor came, once a visit and conversation. */
async function reportVisit() {
  rememberPage();
  const conversation = readConversation();
  if (visit.reported === conversation) return;
  const { referrer, pages } = visit;
  const report = { conversation, page: readAddress(), referrer, pages: pages.slice(0, -1), language };
  // A plain-text body needs no preflight; the answer is not read, only awaited.
  await fetch(`${server}/api/visit`, { method: "POST", mode: "no-cors", body: JSON.stringify(report) });
  note("reported", conversation);
}

/* The chat works without, but for what the conversation knows of its visitor. */
function reportInTime() {
  return Promise.race([
    reportVisit().catch(() => {}),
    new Promise((resolve) => setTimeout(resolve, PATIENCE_MS)),
  ]);
}

async function loadInfo() {
  const answer = await fetch(`${server}/api/window?language=${encodeURIComponent(language)}`);
  if (!answer.ok) throw new Error("the chat did not answer");
  const info = await answer.json();
  return { ...info, avatar: server + info.avatar };
}

function loadScript() {
  if (window.foyerWindow) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const element = document.createElement("script");
    element.src = server + SETTINGS.window;
    element.charset = "utf-8"; // the host page may be in another one
    element.nonce = script.nonce; // a policy that trusts this script trusts what it loads
    element.onload = resolve;
    element.onerror = () => {
      element.remove();
      reject(new Error("the chat did not load"));
    };
    document.head.append(element);
  });
}

/* The window in `root`, connected and hidden, and its words; `on` has onHide() and onNews(news or null). */
async function openWindow(root, on) {
  const [info] = await Promise.all([loadInfo(), loadScript(), reportInTime()]);
  const opened = window.foyerWindow(root, {
    server,
    language: info.language,
    info,
    title: label,
    conversation: readConversation,
    makeId,
    anew() {
      note("talked", false);
      nameConversation();
      return reportInTime();
    },
    onTalk: () => note("talked", true),
    seen: () => visit.seen,
    onSeen: (id) => note("seen", id),
    ...on,
  });
  return { ...opened, words: info.words };
}

let loading = null;

/* The one window of this page; after a failure the next call tries again. */
export function loadWindow(root, on) {
  loading ??= openWindow(root, on).catch((error) => {
    loading = null;
    throw error;
  });
  return loading;
}
