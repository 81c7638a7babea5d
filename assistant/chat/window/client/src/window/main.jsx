/* Foyer's chat window, for the launcher (static/embed.js), which loads it at the first click. */

import { render } from "preact";
import { Chat } from "./chat.js";
import { listUnseen } from "./conversation.js";
import { fill } from "./texts.js";
import { Window } from "./Window.jsx";
import style from "./style.css";

/* Connects and draws the window into `place`, a shadow root, hidden. Options:
   server, language; info: what GET /api/window said; title: the dialog's name; conversation() its id; makeId();
   anew() -> a promise for another conversation; onHide(); onTalk(); onSeen(id), seen() the newest message seen;
   onNews({count, name, text, words} or null). Returns {show(), hide()}. */
window.foyerWindow = function openWindow(place, options) {
  const { info } = options;
  const chat = new Chat(options);
  const root = document.createElement("div");
  let shown = false;
  root.hidden = true;
  adopt(place, style);
  place.append(root);

  const isSeen = () => shown && document.visibilityState === "visible";
  const notice = () => {
    const { messages } = chat.state;
    const newest = messages[messages.length - 1];
    if (newest && isSeen()) options.onSeen(newest.id);
    const unseen = isSeen() ? [] : listUnseen(chat.state, options.seen());
    options.onNews(unseen.length ? describeNews(unseen, info.words) : null);
  };
  const hide = () => {
    shown = false;
    root.hidden = true;
    options.onHide();
  };
  render(
    <Window chat={chat} info={info} title={options.title} onHide={hide} onAnew={() => chat.begin(options.anew())} />,
    root,
  );
  chat.subscribe(notice);
  document.addEventListener("visibilitychange", notice);
  chat.connect();
  return {
    show(focus) {
      shown = true;
      root.hidden = false;
      if (focus) root.querySelector(matchMedia("(pointer: coarse)").matches ? "[role=dialog]" : "textarea").focus();
      notice();
    },
    hide,
  };
};

function describeNews(unseen, words) {
  const { name, text } = unseen[unseen.length - 1];
  return { name, text, count: unseen.length, words: fill(words.unread, { count: unseen.length }) };
}

/* Allowed by a policy that refuses style elements. */
function adopt(place, rules) {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(rules);
    place.adoptedStyleSheets = [...place.adoptedStyleSheets, sheet];
  } catch {
    const element = document.createElement("style");
    element.textContent = rules;
    place.append(element);
  }
}
