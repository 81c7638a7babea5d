/* Who is there, in one small form. Props: id, fields [{name, label, type, autocomplete, required}], send, skip {label,
   says}. It says "Label: value, Label: value" in the visitor's name; the browser itself says what is missing or wrong. */
import { useState } from "react";

const SECOND_TRY_MS = 4000; // a message that was refused leaves the form where it is

const PATTERNS = { text: ".*\\S.*", email: "[^@\\s]+@[^@\\s]+\\.[^@\\s.]+" }; // a browser takes name@company

export default function ContactCard() {
  const [sent, setSent] = useState(false);
  const say = (words) => {
    setSent(true);
    setTimeout(() => setSent(false), SECOND_TRY_MS);
    sendUserMessage(words);
  };
  const submit = (event) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const parts = props.fields
      .map((field) => [field.label, String(given.get(field.name)).trim()])
      .filter(([, value]) => value)
      .map(([label, value]) => `${label}: ${value}`);
    say(parts.join(", "));
  };
  return (
    <form className="foyer-card foyer-form" onSubmit={submit}>
      {props.fields.map((field) => (
        <label key={field.name} htmlFor={`${props.id}-${field.name}`}>
          <span>{field.label}</span>
          <input
            id={`${props.id}-${field.name}`}
            name={field.name}
            type={field.type}
            autoComplete={field.autocomplete}
            required={field.required}
            pattern={PATTERNS[field.type]}
            maxLength={200}
          />
        </label>
      ))}
      <div className="foyer-replies">
        <button type="submit" className="foyer-first" disabled={sent}>
          {props.send}
        </button>
        <button type="button" disabled={sent} onClick={() => say(props.skip.says)}>
          {props.skip.label}
        </button>
      </div>
    </form>
  );
}
