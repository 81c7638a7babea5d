/* One line to write in, which grows with what is written. */

import { useLayoutEffect } from "preact/hooks";
import { Icon } from "./icons.jsx";

const MOST_TYPED = 20000; // far above the length that is read: a long paste gets an answer

export function Composer({ words, inputRef, typed, onTyped, onSay }) {
  useLayoutEffect(() => {
    const input = inputRef.current;
    input.style.height = "auto"; // it shrinks as well
    input.style.height = `${input.scrollHeight}px`;
  }, [typed]);
  const send = () => {
    if (!typed.trim()) return;
    onTyped("");
    onSay(typed.trim());
  };
  const onKeyDown = (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  };
  return (
    <form class="composer" onSubmit={(event) => { event.preventDefault(); send(); }}>
      <textarea id="chat-input" ref={inputRef} rows={1} dir="auto" maxLength={MOST_TYPED} value={typed}
        aria-label={words.input} placeholder={words.input} enterkeyhint="send"
        onInput={(event) => onTyped(event.currentTarget.value)} onKeyDown={onKeyDown} />
      <button type="submit" id="chat-submit" class="icon send" aria-label={words.send} title={words.send}>
        <Icon name="send" />
      </button>
    </form>
  );
}
