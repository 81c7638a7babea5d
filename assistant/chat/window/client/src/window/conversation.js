/* What the window shows, as data, and how it changes. Pure.

   A message is {id, by: "visitor" | "assistant" | "person", name, text, element, waiting, late, growing}: `element` is
   {name, props} or null; a visitor's message is `waiting` until the server has it, and `late` if that takes long. */

export const EMPTY = { messages: [], line: "connecting", busy: false, restoring: true };

const replace = (state, id, change) => ({
  ...state,
  messages: state.messages.map((message) => (message.id === id ? { ...message, ...change(message) } : message)),
});

export function find(state, id) {
  return state.messages.find((message) => message.id === id);
}

/* What the visitor just said; it stands there at once. */
export function type(state, id, text) {
  const message = { id, by: "visitor", name: "", text, element: null, waiting: true, late: false, growing: false };
  return { ...state, messages: [...state.messages, message] };
}

/* A message of the server, which takes the place of one with its id. What a window missed while its line was dead goes
   before what it could not send meanwhile. */
export function receive(state, step) {
  const by = step.type === "user_message" ? "visitor" : step.metadata?.by === "person" ? "person" : "assistant";
  const told = { by, name: step.name, text: step.output, waiting: false, late: false, growing: false };
  if (find(state, step.id)) return replace(state, step.id, () => told);
  const waiting = state.restoring ? state.messages.findIndex((message) => message.waiting) : -1;
  const place = waiting < 0 ? state.messages.length : waiting;
  const messages = [...state.messages];
  messages.splice(place, 0, { id: step.id, element: null, ...told });
  return { ...state, messages };
}

/* A reply that is still being written. */
export function beginGrowing(state, step) {
  return replace(receive(state, step), step.id, () => ({ growing: true }));
}

export function grow(state, id, piece) {
  return replace(state, id, (message) => ({ text: message.text + piece }));
}

export function draw(state, messageId, element) {
  return replace(state, messageId, () => ({ element }));
}

/* `elementId` is the message's id and more. */
export function removeElement(state, elementId) {
  return replace(state, elementId.split("/")[0], () => ({ element: null }));
}

export function arrive(state, id) {
  return replace(state, id, () => ({ waiting: false, late: false }));
}

export function delay(state, id) {
  return replace(state, id, (message) => ({ late: message.waiting }));
}

export function listWaiting(state) {
  return state.messages.filter((message) => message.waiting);
}

/* What came since the message with the id `seen`, but for the visitor's own words. */
export function listUnseen(state, seen) {
  const last = state.messages.findIndex((message) => message.id === seen);
  return last < 0 ? [] : state.messages.slice(last + 1).filter((message) => message.by !== "visitor");
}
