/* Asks before the window is emptied. */

import { useEffect, useRef } from "preact/hooks";

export function ConfirmNew({ words, onYes, onNo }) {
  const yes = useRef(null);
  useEffect(() => yes.current.focus(), []);
  return (
    <div class="veil">
      <div class="card" role="alertdialog" aria-labelledby="foyer-ask" aria-modal="true">
        <p id="foyer-ask">{words.ask_new}</p>
        <div class="replies">
          <button type="button" id="confirm" class="first" ref={yes} onClick={onYes}>{words.begin_new}</button>
          <button type="button" onClick={onNo}>{words.keep}</button>
        </div>
      </div>
    </div>
  );
}
