/* The line to the server: Chainlit's events over Socket.IO. */

import { io } from "socket.io-client";

const PATH = "/chat/ws/socket.io";
const TIMEOUT_MS = 8000; // of one try
const SECOND_TRY_MS = 5000; // after the server has said no

/* Opens it; `on` has a function for each thing that happens:
   up(), down(), ask() -> what the window shows, message(step), begin(step), piece(id, text), busy(is),
   element(element), gone(element id). */
export function openLine({ server, conversation, session, language }, on) {
  const socket = io(server, {
    path: PATH,
    transports: ["websocket"], // polling would need a sticky load balancer
    auth: { clientType: "copilot", sessionId: session, threadId: conversation, userEnv: "{}", chatProfile: "" },
    query: { language },
    forceNew: true,
    timeout: TIMEOUT_MS,
    reconnectionDelay: 500,
    reconnectionDelayMax: 5000,
  });
  let closed = false;
  const again = () => setTimeout(() => closed || socket.connected || socket.connect(), SECOND_TRY_MS);
  socket.on("connect", () => {
    on.up();
    socket.emit("connection_successful");
  });
  socket.on("disconnect", (reason) => {
    on.down();
    if (reason === "io server disconnect") again();
  });
  socket.on("connect_error", () => {
    if (!socket.active) again();
  });
  socket.on("call_fn", (call, answer) => {
    if (call.name === "foyer_window") answer({ draws: true, names: true, shown: on.ask() });
  });
  socket.on("new_message", on.message);
  socket.on("update_message", on.message);
  socket.on("stream_start", on.begin);
  socket.on("stream_token", ({ id, token }) => on.piece(id, token));
  socket.on("task_start", () => on.busy(true));
  socket.on("task_end", () => on.busy(false));
  socket.on("element", on.element);
  socket.on("remove_element", ({ id }) => on.gone(id));

  const tryNow = () => closed || socket.connected || (socket.disconnect(), socket.connect());
  window.addEventListener("online", tryNow);
  return {
    /* `arrived` is called when the server has answered it, or refused it with a word to the visitor. */
    say(id, text, page, arrived) {
      const message = { id, name: "User", type: "user_message", output: text, createdAt: null };
      socket.emit("client_message", { message: { ...message, metadata: { location: page } }, fileReferences: [] }, arrived);
    },
    /* A line that is silent though it should not be is dead, which neither side may know yet. */
    replace() {
      if (socket.connected) socket.io.engine.close();
    },
    close() {
      closed = true;
      window.removeEventListener("online", tryNow);
      if (socket.connected) socket.emit("clear_session");
      socket.disconnect();
    },
  };
}
