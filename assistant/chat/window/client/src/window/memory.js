/* What the tab remembers of the window, for the server's question what stands in it (docs/decisions/0033): who sees no
   answer reloads, or goes on to another page. */

const MEMORY = "foyer-window";
const MOST_SHOWN = 30; // messages, as many as the server believes
const MOST_TEXT = 15000; // characters in all: even as six bytes each they fit into a packet that is taken

/* The newest messages, oldest first, as [id, text], with null for the text of all but the visitor's. A reply that is
   being written is left out; it may never be kept. */
export function tell(messages) {
  let left = MOST_TEXT;
  const shown = [];
  for (const { id, by, text, growing } of messages.slice(-MOST_SHOWN).reverse()) {
    if (growing) continue;
    const typed = by === "visitor" ? text.slice(0, MOST_TEXT) : null;
    left -= typed ? typed.length : 0;
    if (left >= 0) shown.unshift([id, typed]);
  }
  return shown;
}

export function remember(messages) {
  if (!messages.length) return; // a window that shows nothing yet forgets nothing
  try { sessionStorage.setItem(MEMORY, JSON.stringify(tell(messages))); } catch { /* storage is blocked */ }
}

export function recall() {
  try { return JSON.parse(sessionStorage.getItem(MEMORY)) || []; } catch { return []; }
}

export function forget() {
  try { sessionStorage.removeItem(MEMORY); } catch { /* storage is blocked */ }
}
