/* All messages, read out as they come, with the newest in view. */

import { useRef, useState } from "preact/hooks";
import { Message } from "./Message.jsx";
import { IconButton } from "./icons.jsx";
import { useFollowing } from "./following.js";
import { fill } from "./texts.js";

export function Messages({ state, info, say, logRef, mayFocus }) {
  const list = useRef(null);
  const [behind, setBehind] = useState(false);
  const toNewest = useFollowing(logRef, list, setBehind);
  const { messages, busy, restoring, line } = state;
  const waits = messages.some((message) => message.waiting);
  const last = messages[messages.length - 1];
  const thinks = busy || (restoring && !messages.length);
  return (
    <div class="middle">
      <div class="log" ref={logRef} role="log" aria-label={info.words.log} aria-busy={restoring} tabindex={0}>
        <div class="list" ref={list}>
          {messages.map((message, index) => (
            <Message key={message.id} message={message} info={info} say={say} line={line} mayFocus={mayFocus}
              isFirst={!isSameSpeaker(message, messages[index - 1])} isLast={message === last} disabled={waits} />
          ))}
          {thinks && <Dots />}
        </div>
      </div>
      <p class="hidden" role="status">{busy && !restoring ? fill(info.words.writing, { name: info.assistant }) : ""}</p>
      {behind && <IconButton name="down" label={info.words.newest} class="icon newest" onClick={toNewest} />}
    </div>
  );
}

function isSameSpeaker(one, other) {
  return Boolean(other) && one.by === other.by && one.name === other.name;
}

function Dots() {
  return <div class="dots" aria-hidden="true"><i /><i /><i /></div>;
}
