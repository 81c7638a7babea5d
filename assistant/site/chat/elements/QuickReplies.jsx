/* Buttons below a question. Props: replies [{label, says}]. Pressing one says its words in the visitor's name. */
import { useEffect, useRef, useState } from "react";

const SECOND_TRY_MS = 4000; // a message that was refused leaves the buttons where they are

export default function QuickReplies() {
  const here = useRef(null);
  // Drawn after the window has scrolled to the message.
  useEffect(() => {
    here.current.scrollIntoView({ block: "nearest" });
  }, []);
  const [pressed, setPressed] = useState(false);
  const say = (words) => {
    setPressed(true);
    setTimeout(() => setPressed(false), SECOND_TRY_MS);
    sendUserMessage(words);
  };
  return (
    <div ref={here} className="foyer-replies" role="group">
      {props.replies.map((reply) => (
        <button key={reply.says} type="button" disabled={pressed} onClick={() => say(reply.says)}>
          {reply.label}
        </button>
      ))}
    </div>
  );
}
