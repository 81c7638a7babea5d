/* Who is there, in one small form. It says "Label: value, Label: value" in the visitor's name. */

import { useEffect, useRef, useState } from "preact/hooks";
import { fill } from "./texts.js";

const ADDRESS = /^[^@\s]+@[^@\s]+\.[^@\s.]+$/; // a browser takes name@company
const MOST_VALUE = 200;

/* What is wrong with a value, in the visitor's language; "" where nothing is. */
function findFault(field, value, words) {
  if (!value) return field.required ? fill(words.empty, { label: field.label }) : "";
  return field.type === "email" && !ADDRESS.test(value) ? words.no_email : "";
}

export function ContactForm({ id, fields, send, skip, info, say, disabled, isLast, mayFocus }) {
  const [faults, setFaults] = useState({});
  const form = useRef(null);
  const value = (field) => form.current.elements[field.name].value.trim();
  const focusOn = (field) => form.current.elements[field.name].focus();
  useEffect(() => {
    if (isLast && mayFocus() && form.current.getClientRects().length) focusOn(fields[0]);
  }, []);
  const submit = (event) => {
    event.preventDefault();
    const found = Object.fromEntries(fields.map((field) => [field.name, findFault(field, value(field), info.words)]));
    const wrong = fields.find((field) => found[field.name]);
    setFaults(found);
    if (wrong) return focusOn(wrong);
    say(fields.filter(value).map((field) => `${field.label}: ${value(field)}`).join(", "));
  };
  return (
    <form class="card form" ref={form} noValidate onSubmit={submit}>
      {fields.map((field) => <Input key={field.name} id={`${id}-${field.name}`} field={field} fault={faults[field.name]}
        words={info.words} />)}
      <div class="replies">
        <button type="submit" class="first" disabled={disabled}>{send}</button>
        <button type="button" disabled={disabled} onClick={() => say(skip.says)}>{skip.label}</button>
      </div>
    </form>
  );
}

function Input({ id, field, fault, words }) {
  const { name, label, type, autocomplete, required } = field;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {!required && <span class="optional" id={`${id}-optional`}>{words.optional}</span>}
      <input id={id} name={name} type={type} autocomplete={autocomplete} required={required} maxLength={MOST_VALUE}
        dir="auto" aria-invalid={Boolean(fault)} aria-describedby={fault ? `${id}-fault` : required ? null : `${id}-optional`} />
      {fault && <p class="fault" id={`${id}-fault`} role="alert">{fault}</p>}
    </div>
  );
}
