/* What is known, to confirm or change. Props: rows [{label, value}], replies [{label, says}], empty once answered. */
import { useState } from "react";

const SECOND_TRY_MS = 4000; // a message that was refused leaves the buttons where they are

export default function SummaryCard() {
  const [pressed, setPressed] = useState(false);
  const say = (words) => {
    setPressed(true);
    setTimeout(() => setPressed(false), SECOND_TRY_MS);
    sendUserMessage(words);
  };
  return (
    <section className="foyer-card">
      <dl>
        {props.rows.map((row) => (
          <div key={row.label}>
            <dt>{row.label}</dt>
            <dd>{row.value}</dd>
          </div>
        ))}
      </dl>
      {props.replies.length > 0 && (
        <div className="foyer-replies" role="group">
          {props.replies.map((reply, index) => (
            <button
              key={reply.says}
              type="button"
              className={index === 0 ? "foyer-first" : ""}
              disabled={pressed}
              onClick={() => say(reply.says)}
            >
              {reply.label}
            </button>
          ))}
        </div>
      )}
    </section>
  );
}
