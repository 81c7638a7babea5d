/* What the chat window lacks for a screen reader and a keyboard, on the full page and in the widget.
 *
 * The launcher calls window.foyerAccessible(root) with the widget's shadow root; the full page calls it with itself.
 */
(function () {
  "use strict";

  // Far above the length that is read, far below the packet that is refused: a long paste gets an answer.
  var MAX_TYPED = 20000;

  var NAMES = {
    "#chat-input": "Your message",
    "#chat-submit": "Send",
    "#new-chat-button": "Start a new conversation",
    "#display-mode-button": "How the chat is shown"
  };

  function describe(root) {
    Object.keys(NAMES).forEach(function (selector) {
      var element = root.querySelector(selector);
      if (element && !element.hasAttribute("aria-label")) element.setAttribute("aria-label", NAMES[selector]);
    });
    var input = root.querySelector("#chat-input");
    if (input && input.maxLength !== MAX_TYPED) input.maxLength = MAX_TYPED;
    var step = root.querySelector("[data-step-type]");
    if (step && step.parentElement.getAttribute("role") !== "log") {
      step.parentElement.setAttribute("role", "log"); // new messages are read out as they come
      step.parentElement.setAttribute("aria-label", "Conversation");
    }
  }

  window.foyerAccessible = function (root) {
    describe(root);
    new MutationObserver(function () { describe(root); }).observe(root, { childList: true, subtree: true });
  };

  if (document.getElementById("root")) window.foyerAccessible(document.getElementById("root"));
})();
