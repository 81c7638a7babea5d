/* Buttons below a question. Props: replies [{label, says}]. Pressing one says its words in the visitor's name. */
import { useState } from "react";

const SECOND_TRY_MS = 4000; // a message that was refused leaves the buttons where they are

export default function QuickReplies() {
  const [pressed, setPressed] = useState(false);
  const say = (words) => {
    setPressed(true);
    setTimeout(() => setPressed(false), SECOND_TRY_MS);
    sendUserMessage(words);
  };
  return (
    <div className="foyer-replies" role="group">
      {props.replies.map((reply) => (
        <button key={reply.says} type="button" disabled={pressed} onClick={() => say(reply.says)}>
          {reply.label}
        </button>
      ))}
    </div>
  );
}
