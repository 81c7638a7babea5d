/* What the server draws below a message (assistant/chat/cards.py): quick replies, the summary, the contact form. */

import { ContactForm } from "./ContactForm.jsx";

export function Element({ name, props, ...rest }) {
  if (name === "QuickReplies") return <QuickReplies replies={props.replies} {...rest} />;
  if (name === "SummaryCard") return <SummaryCard {...props} {...rest} />;
  if (name === "ContactCard") return <ContactForm {...props} {...rest} />;
  return null;
}

function QuickReplies({ replies, say, disabled, marksFirst }) {
  return (
    <div class="replies foyer-replies" role="group">
      {replies.map(({ label, says }, index) => (
        <button key={says} type="button" class={marksFirst && index === 0 ? "first" : ""} disabled={disabled} dir="auto"
          onClick={() => say(says)}>{label}</button>
      ))}
    </div>
  );
}

function SummaryCard({ rows, replies, ...rest }) {
  return (
    <section class="card">
      <dl>
        {rows.map(({ label, value }) => (
          <div key={label}><dt dir="auto">{label}</dt><dd dir="auto">{value}</dd></div>
        ))}
      </dl>
      {replies.length > 0 && <QuickReplies replies={replies} marksFirst {...rest} />}
    </section>
  );
}
