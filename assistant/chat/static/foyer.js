/* What the full page lacks: names for a screen reader, the newest message in view, a memory for what was typed into a
 * dead line, and patience with what can't be sent yet. The widget is a window of its own (assistant/chat/window/client). */
(function () {
  "use strict";

  // Far above the length that is read, far below the packet that is refused: a long paste gets an answer.
  var MAX_TYPED = 20000;
  var MARGIN = 16; // pixels

  var NAMES = "__NAMES__"; // the launcher's router fills them in, in the visitor's language
  var NAMED = {
    "#chat-input": NAMES.input,
    "#chat-submit": NAMES.send
  };

  function describe(root) {
    Object.keys(NAMED).forEach(function (selector) {
      var element = root.querySelector(selector);
      var name = NAMED[selector];
      // Compared, not only looked for: the page makes one button into another.
      if (element && element.getAttribute("aria-label") !== name) element.setAttribute("aria-label", name);
    });
    var input = root.querySelector("#chat-input");
    if (input && input.maxLength !== MAX_TYPED) input.maxLength = MAX_TYPED;
    var step = root.querySelector("[data-step-type]");
    var log = step && step.parentElement;
    if (log && log.getAttribute("role") !== "log") {
      log.setAttribute("role", "log"); // new messages are read out as they come
      log.setAttribute("aria-label", NAMES.log);
      follow(log);
    }
  }

  var PRESSABLE = ".foyer-replies button, button[id*='/']";

  function last(elements) {
    return elements[elements.length - 1] || null;
  }

  // Keeps the newest message in view: what can be pressed, else the beginning of a long answer, below the visitor's last
  // words. Whoever scrolls up is left alone until they write again or come back down.
  function follow(log) {
    var scroller = log.parentElement;
    var following = true;
    var words = null;
    var reached = 0;

    function beginning() {
      var newest = last(log.querySelectorAll("[data-step-type]"));
      var offers = newest && newest.querySelector(PRESSABLE);
      return words && !offers ? words.offsetTop - log.offsetTop - MARGIN : Infinity;
    }

    function catchUp() {
      var said = last(log.querySelectorAll('[data-step-type="user_message"]'));
      following = following || said !== words;
      words = said;
      if (!following) return;
      scroller.scrollTop = Math.min(beginning(), scroller.scrollHeight);
      reached = scroller.scrollTop;
    }

    scroller.addEventListener("scroll", function () {
      following = scroller.scrollTop >= reached - MARGIN; // told late: by now there may be more below
    });
    var sizes = new ResizeObserver(catchUp);
    sizes.observe(scroller);
    sizes.observe(log);
  }

  var MEMORY = "foyer-window"; // in the tab's own storage: a line that seems to hang makes people reload
  var MOST_SHOWN = 30; // messages, as many as the server believes
  var MOST_TEXT = 15000; // characters in all: even as six bytes each they fit into a packet that is taken
  var remembered = null;

  // The newest messages, oldest first, as [id, text], with null for the text of all but the visitor's: of theirs the page
  // has what was typed, which is drawn without Markdown. A reply that is being written is not told; it may never be kept.
  function standing(root) {
    var left = MOST_TEXT;
    var shown = [];
    var growing = root.querySelector(".loading-cursor");
    Array.from(root.querySelectorAll("[data-step-type]")).slice(-MOST_SHOWN).reverse().forEach(function (step) {
      var place = step.querySelector("[id^=step-]");
      if (!place || step.contains(growing)) return;
      var typed = step.getAttribute("data-step-type") === "user_message" ? step.querySelector("pre") : null;
      var text = typed && typed.textContent.slice(0, MOST_TEXT);
      left -= text ? text.length : 0;
      if (left >= 0) shown.unshift([place.id.slice("step-".length), text]);
    });
    return shown;
  }

  // Kept while a closed window shows nothing, and replaced with the first words of another conversation.
  function remember(root) {
    var shown = standing(root);
    var now = JSON.stringify(shown);
    if (!shown.length || now === remembered) return;
    remembered = now;
    try { sessionStorage.setItem(MEMORY, now); } catch (error) { /* storage is blocked */ }
  }

  function recall() {
    try { return JSON.parse(remembered || sessionStorage.getItem(MEMORY)) || []; } catch (error) { return []; }
  }

  // The chat ignores Enter while it is busy or knows that its line is down. The words stay in the input: they go as soon
  // as they can, unless their visitor writes on or begins another conversation. Returns what to call when that may be.
  function sendLater(root) {
    var waiting = "";

    function readyButton() {
      var button = root.querySelector("#chat-submit");
      return button && !button.disabled ? button : null;
    }

    function takeBack() {
      waiting = "";
    }

    root.addEventListener("keydown", function (event) {
      if (event.target.id !== "chat-input" || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      waiting = readyButton() ? "" : event.target.value;
    }, true); // before the chat empties its input
    root.addEventListener("input", takeBack);
    root.addEventListener("click", function (event) {
      if (event.target.closest("#new-chat-button")) takeBack();
    });

    return function () {
      var button = waiting && readyButton();
      if (!button) return;
      if (root.querySelector("#chat-input").value === waiting) button.click();
      takeBack();
    };
  }

  // A page has one heading and one main part.
  function outline(root) {
    var part = root.querySelector("#header") && root.querySelector("#header").parentElement;
    if (!part || part.getAttribute("role") === "main") return;
    part.setAttribute("role", "main");
    var heading = document.createElement("h1");
    heading.className = "foyer-heading";
    heading.textContent = document.title;
    part.prepend(heading);
  }

  function tend(root, sendWaiting) {
    describe(root);
    outline(root);
    remember(root);
    sendWaiting();
  }

  // The server asks at every connection, before it shows anything.
  var page = document.getElementById("root");
  var sendWaiting = sendLater(page);
  tend(page, sendWaiting);
  new MutationObserver(function () { tend(page, sendWaiting); })
    .observe(page, { childList: true, subtree: true, attributeFilter: ["disabled"] });
  window.addEventListener("chainlit-call-fn", function (event) {
    if (event.detail.name === "foyer_window") event.detail.callback({ draws: true, shown: recall() });
  });
})();
