/* What the chat window lacks: names for a screen reader, the newest message in view, and a way round a strict content
 * security policy.
 *
 * The launcher calls window.foyerWindow(widget, options) with the element that holds the widget; options.left puts its
 * button at the left, options.colors are [ground, ink] of that button, options.plain asks for no custom elements. The
 * full page calls it with itself.
 */
(function () {
  "use strict";

  // Far above the length that is read, far below the packet that is refused: a long paste gets an answer.
  var MAX_TYPED = 20000;
  var MARGIN = 16; // pixels

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
    var log = step && step.parentElement;
    if (log && log.getAttribute("role") !== "log") {
      log.setAttribute("role", "log"); // new messages are read out as they come
      log.setAttribute("aria-label", "Conversation");
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

  // A policy without 'unsafe-inline' refuses the widget's style elements, but not the same rules given by a script.
  function adoptRefusedStyles(root) {
    root.querySelectorAll("style").forEach(function (style) {
      if (style.sheet || style.foyerAdopted || !style.textContent) return;
      style.foyerAdopted = true;
      var sheet = new CSSStyleSheet();
      sheet.replaceSync(style.textContent);
      root.adoptedStyleSheets = [].concat(Array.from(root.adoptedStyleSheets), sheet);
    });
  }

  // Custom elements are compiled in the page, which a policy without 'unsafe-eval' refuses: one try tells.
  function mayCompile() {
    try { return new Function("return true")(); } catch (error) { return false; }
  }

  function tend(root) {
    describe(root);
    if (root.adoptedStyleSheets) adoptRefusedStyles(root);
  }

  function watch(root) {
    tend(root);
    new MutationObserver(function () { tend(root); }).observe(root, { childList: true, subtree: true });
  }

  window.foyerWindow = function (widget, options) {
    if (options.left) widget.setAttribute("data-left", "");
    if (options.colors) {
      widget.style.setProperty("--foyer-ground", options.colors[0]);
      widget.style.setProperty("--foyer-ink", options.colors[1]);
    }
    var draws = !options.plain && mayCompile();
    window.addEventListener("chainlit-call-fn", function (event) {
      if (event.detail.name === "foyer_draws") event.detail.callback({ draws: draws });
    });
    watch(widget.shadowRoot);
  };

  if (document.getElementById("root")) watch(document.getElementById("root"));
})();
