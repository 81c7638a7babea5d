/* A conversation in the window: its state, its line, and that nothing said gets lost between them. */

import { openLine } from "./line.js";
import { forget, recall, remember, tell } from "./memory.js";
import * as change from "./conversation.js";

const LATE_MS = 4000; // after which an unanswered message is marked
const DEAD_MS = 10000; // after which the line is replaced; the server says within half a second that it thinks
const BLOCKED_MS = 10000; // without a line, after which the visitor is told of another way
const MOST_URL = 2000;

export class Chat {
  #listeners = new Set();
  #line = null;
  #waiting = null; // the timer of a line that does not come
  #heard = 0; // of the server's frames

  constructor(options) {
    this.options = options; // {server, language, conversation()}
    this.state = change.EMPTY;
  }

  subscribe(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  connect() {
    const { server, language, conversation } = this.options;
    const heard = (act) => (...told) => {
      this.#heard += 1;
      this.#set(act(...told));
    };
    this.#awaitLine();
    this.#line = openLine({ server, language, conversation: conversation(), session: this.options.makeId() }, {
      up: () => this.#up(),
      down: () => this.#down(),
      ask: () => (this.state.messages.length ? tell(this.state.messages) : recall()),
      message: heard((step) => change.receive(this.state, step)),
      begin: heard((step) => change.beginGrowing(this.state, step)),
      piece: heard((id, piece) => change.grow(this.state, id, piece)),
      busy: (busy) => this.#busy(busy),
      element: heard(({ forId, name, props }) => change.draw(this.state, forId, { name, props })),
      gone: heard((id) => change.removeElement(this.state, id)),
    });
  }

  say(text) {
    const id = this.options.makeId();
    this.#set(change.type(this.state, id, text));
    this.options.onTalk();
    if (this.state.line === "up" && !this.state.restoring) this.#send(id, text);
  }

  /* Another conversation, once there is an id for it. */
  async begin(named) {
    this.#line.close();
    forget();
    this.#set(change.EMPTY);
    await named;
    this.connect();
  }

  #set(state) {
    if (state === this.state) return;
    this.state = state;
    remember(state.messages);
    this.#listeners.forEach((listener) => listener());
  }

  #up() {
    clearTimeout(this.#waiting);
    this.#set({ ...this.state, line: "up", restoring: true });
    const before = this.#heard;
    setTimeout(() => this.state.restoring && this.#heard === before && this.#line.replace(), DEAD_MS);
  }

  #down() {
    this.#set({ ...this.state, line: "down", busy: false });
    this.#awaitLine();
  }

  #awaitLine() {
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => this.#set({ ...this.state, line: "blocked", busy: false }), BLOCKED_MS);
  }

  /* The first thing that a line does is to show the conversation; whatever the server still lacks then is sent. */
  #busy(busy) {
    this.#heard += 1;
    const restored = !busy && this.state.restoring;
    this.#set({ ...this.state, busy, restoring: this.state.restoring && busy });
    if (restored) change.listWaiting(this.state).forEach(({ id, text }) => this.#send(id, text));
  }

  #send(id, text) {
    const before = this.#heard;
    this.#line.say(id, text, location.href.slice(0, MOST_URL), () => this.#set(change.arrive(this.state, id)));
    // While the server thinks, a message waits for its turn there.
    const stillWaits = () => !this.state.busy && this.#heard === before && change.find(this.state, id)?.waiting;
    setTimeout(() => stillWaits() && this.#set(change.delay(this.state, id)), LATE_MS);
    setTimeout(() => stillWaits() && this.#line.replace(), DEAD_MS);
  }
}
