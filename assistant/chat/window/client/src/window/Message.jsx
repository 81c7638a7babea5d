/* One message, with what can be pressed or filled in below it. */

import { Element } from "./elements.jsx";
import { Markdown } from "./markdown.jsx";

export function Message({ message, ...rest }) {
  return message.by === "visitor" ? <Said message={message} {...rest} /> : <Answer message={message} {...rest} />;
}

function Said({ message: { id, text, waiting, late }, info, line }) {
  const unsent = waiting && (line !== "up" || late);
  return (
    <div class={`row mine${unsent ? " unsent" : ""}`}>
      <div data-step-type="user_message"><pre id={`step-${id}`} dir="auto">{text}</pre></div>
      {unsent && <p class="mark">{info.words.pending}</p>}
    </div>
  );
}

function Answer({ message, info, isFirst, ...rest }) {
  const { id, by, name, text, element } = message;
  const isPerson = by === "person";
  return (
    <div class={`row ${by}${isFirst ? " first" : ""}`}>
      {isFirst && <Face isPerson={isPerson} name={name} avatar={info.avatar} />}
      {!isPerson && isFirst && <span class="hidden">{`${name}:`}</span>}
      <div class="ai-message" data-step-type="assistant_message">
        {isPerson && isFirst && <p class="name">{name}</p>}
        <div class="words" id={`step-${id}`}><Markdown text={text} /></div>
        {element && <Element key={element.name} {...element} id={id} info={info} {...rest} />}
      </div>
    </div>
  );
}

function Face({ isPerson, name, avatar }) {
  if (isPerson) return <span class="face initials" aria-hidden="true">{readInitials(name)}</span>;
  return avatar ? <img class="face" src={avatar} alt="" /> : <span class="face" aria-hidden="true" />;
}

/* "Maya Lopez" as ML. */
function readInitials(name) {
  const words = name.trim().split(/\s+/);
  const ends = words.length > 1 ? [words[0], words[words.length - 1]] : words;
  return ends.map((word) => [...word][0] || "").join("").toUpperCase();
}
