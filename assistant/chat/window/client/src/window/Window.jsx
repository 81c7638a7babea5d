/* The whole window: a dialog with its header, all messages, and the line to write in. */

import { useEffect, useRef, useState } from "preact/hooks";
import { Composer } from "./Composer.jsx";
import { ConfirmNew } from "./ConfirmNew.jsx";
import { Header } from "./Header.jsx";
import { Messages } from "./Messages.jsx";
import { Notice } from "./Notice.jsx";
import { keepInside, useFullScreenHeight } from "./screen.js";
import { readDirection } from "./texts.js";

/* Draws again whenever the chat has changed. */
function useChat(chat) {
  const [, draw] = useState(0);
  useEffect(() => chat.subscribe(() => draw((count) => count + 1)), [chat]);
  return chat.state;
}

export function Window({ chat, info, title, onHide, onAnew }) {
  const state = useChat(chat);
  const [large, setLarge] = useState(false);
  const [asksNew, setAsksNew] = useState(false);
  const [typed, setTyped] = useState("");
  const dialog = useRef(null);
  const input = useRef(null);
  const log = useRef(null);
  useFullScreenHeight(dialog);

  const say = (text) => {
    chat.say(text);
    focusOn(matchMedia("(pointer: coarse)").matches && dialog.current.getRootNode().activeElement !== input.current
      ? log : input);
  };
  // Whoever is on the page, or is writing, is left there.
  const mayFocus = () => !typed && !asksNew && dialog.current.contains(dialog.current.getRootNode().activeElement);
  const onKeyDown = (event) => {
    if (event.key === "Escape" && !event.isComposing) (asksNew ? () => setAsksNew(false) : onHide)();
    if (event.key === "Tab") keepInside(dialog.current, event);
    event.stopPropagation(); // the website may have keys of its own
  };
  const begin = () => {
    setAsksNew(false);
    setTyped("");
    onAnew();
    focusOn(input);
  };
  return (
    <div ref={dialog} id="foyer-window" class={large ? "large" : ""} role="dialog" aria-label={title} tabindex={-1}
      lang={info.language} dir={readDirection(info.language)} onKeyDown={onKeyDown}>
      <Header info={info} large={large} onSize={() => setLarge(!large)} onNew={() => setAsksNew(true)} onHide={onHide} />
      <Messages state={state} info={info} say={say} logRef={log} mayFocus={mayFocus} />
      <Notice line={state.line} words={info.words} contact={info.contact} />
      <Composer words={info.words} inputRef={input} typed={typed} onTyped={setTyped} onSay={say} />
      {asksNew && <ConfirmNew words={info.words} onYes={begin} onNo={() => { setAsksNew(false); focusOn(input); }} />}
    </div>
  );
}

function focusOn(place) {
  place.current?.focus({ preventScroll: true });
}
