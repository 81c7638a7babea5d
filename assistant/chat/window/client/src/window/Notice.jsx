/* What is wrong with the line, once it lasts longer than a moment. */

import { useEffect, useState } from "preact/hooks";
import { fill } from "./texts.js";

const MOMENT_MS = 2000;

export function Notice({ line, words, contact }) {
  const [lasts, setLasts] = useState(false);
  const isDead = line === "down" || line === "blocked";
  useEffect(() => {
    if (!isDead) return setLasts(false);
    const timer = setTimeout(() => setLasts(true), MOMENT_MS);
    return () => clearTimeout(timer);
  }, [isDead]);
  return (
    <div class="notice" role="status">
      {isDead && lasts && <p>{line === "blocked" ? <Blocked words={words} contact={contact} /> : words.offline}</p>}
    </div>
  );
}

function Blocked({ words, contact }) {
  const [before, after] = words.unreachable.split("{contact}");
  return <>{fill(before, {})}<a href={`mailto:${contact}`}>{contact}</a>{after}</>;
}
