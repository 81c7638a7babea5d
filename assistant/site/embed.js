/* The chat's launcher: a small button that loads the chat itself on the first click.
 *
 * <script src="https://chat.example.com/embed.js" async></script>
 *
 * Attributes of the script element, all optional:
 *   data-label   what the button is called for screen readers
 *   data-theme   "light" or "dark"; by default the chat follows the visitor's system
 *   data-color   the button's colour
 *   data-language  the language of the chat window's own words, like "en-US"
 */
(function () {
  "use strict";
  if (window.foyerLauncher) return;

  var SETTINGS = "__SETTINGS__";
  var THREAD_KEY = "chainlit-copilot-thread-id"; // the chat window's own key
  var VISIT_KEY = "foyer-visit";
  var MAX_PAGES = 20;
  var PATIENCE_MS = 2000;

  var script = document.currentScript;
  var server = new URL(script.src).origin;
  var label = script.dataset.label || "Chat with " + SETTINGS.assistant;
  var loading = null;

  function read(storage, key) {
    try { return JSON.parse(window[storage].getItem(key)); } catch (error) { return null; }
  }

  function write(storage, key, value) {
    try { window[storage].setItem(key, JSON.stringify(value)); } catch (error) { /* storage is blocked */ }
  }

  function rememberPage() {
    var visit = read("sessionStorage", VISIT_KEY) || { referrer: document.referrer, pages: [] };
    if (visit.pages[visit.pages.length - 1] !== location.href) visit.pages.push(location.href);
    if (visit.pages.length > MAX_PAGES) visit.pages.splice(1, 1); // the landing page stays
    write("sessionStorage", VISIT_KEY, visit);
    return visit;
  }

  function uuid4() {
    if (window.crypto.randomUUID) return window.crypto.randomUUID();
    var bytes = window.crypto.getRandomValues(new Uint8Array(16)); // pages without TLS have no randomUUID
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    var hex = Array.from(bytes, function (byte) { return byte.toString(16).padStart(2, "0"); }).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }

  function conversation() {
    var known = read("localStorage", THREAD_KEY);
    if (typeof known === "string" && known) return known;
    var fresh = uuid4();
    write("localStorage", THREAD_KEY, fresh);
    return fresh;
  }

  function reportVisit() {
    var visit = rememberPage();
    var report = {
      conversation: conversation(),
      page: location.href,
      referrer: visit.referrer,
      pages: visit.pages.slice(0, -1),
      language: navigator.language
    };
    // A plain-text body needs no preflight; the answer is not read, only awaited.
    return fetch(server + "/api/visit", { method: "POST", mode: "no-cors", body: JSON.stringify(report) });
  }

  function atMost(promise, milliseconds) {
    return Promise.race([
      promise.catch(function () { /* the chat works without */ }),
      new Promise(function (resolve) { setTimeout(resolve, milliseconds); })
    ]);
  }

  function loadScript(path) {
    return new Promise(function (resolve, reject) {
      var element = document.createElement("script");
      element.src = server + path;
      element.charset = "utf-8"; // the host page may be in another one
      element.onload = resolve;
      element.onerror = function () { element.remove(); reject(new Error("the chat did not load")); };
      document.head.appendChild(element);
    });
  }

  function widgetButton() {
    var host = document.getElementById("chainlit-copilot");
    return host && host.shadowRoot && host.shadowRoot.getElementById("chainlit-copilot-button");
  }

  function whenReady(find) {
    return new Promise(function (resolve, reject) {
      var tries = 0;
      var timer = setInterval(function () {
        if (find() || ++tries > 300) {
          clearInterval(timer);
          return find() ? resolve() : reject(new Error("the chat did not start"));
        }
      }, 50);
    });
  }

  function theme() {
    return script.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  }

  function mount() {
    window.transports = ["websocket"]; // read by the widget; polling would need a sticky load balancer
    window.mountChainlitWidget({
      chainlitServer: server + "/chat",
      theme: theme(),
      language: script.dataset.language,
      customCssUrl: server + "/chat/public/foyer.css",
      button: { imageUrl: server + "/chat/public/bubble.svg", className: "foyer-bubble" }
    });
    return whenReady(widgetButton);
  }

  function open() {
    if (loading) return;
    button.setAttribute("aria-busy", "true");
    status.textContent = "Opening the chat";
    loading = Promise.all([
      loadScript(SETTINGS.widget),
      loadScript("/chat/public/foyer.js"),
      atMost(reportVisit(), PATIENCE_MS)
    ])
      .then(mount)
      .then(function () {
        // Opened by the widget's own switch: told to start open, it would connect twice.
        window.toggleChainlitCopilot();
        widgetButton().setAttribute("aria-label", label);
        window.foyerAccessible(document.getElementById("chainlit-copilot").shadowRoot);
        host.remove();
      })
      .catch(function () {
        loading = null;
        button.removeAttribute("aria-busy");
        status.textContent = "The chat could not be opened. Please try again.";
        button.title = status.textContent;
      });
  }

  var host = document.createElement("div");
  host.id = "foyer-launcher";
  var root = host.attachShadow({ mode: "open" });
  root.innerHTML =
    "<style>" +
    "button{all:unset;position:fixed;right:2rem;bottom:2rem;width:4rem;height:4rem;border-radius:50%;z-index:2147483000;" +
    "box-sizing:border-box;cursor:pointer;display:grid;place-items:center;color:#fff;background:var(--color);" +
    "box-shadow:0 8px 24px rgba(15,23,42,.28);transition:transform .15s ease}" +
    "button:hover{transform:scale(1.05)}" +
    "button:focus-visible{outline:3px solid #fff;box-shadow:0 0 0 6px var(--color)}" +
    "svg{width:1.75rem;height:1.75rem}" +
    "button[aria-busy]{cursor:progress}" +
    "button[aria-busy] .icon{visibility:hidden}" +
    "button[aria-busy]::after{content:'';position:absolute;width:1.5rem;height:1.5rem;border-radius:50%;" +
    "border:3px solid rgba(255,255,255,.35);border-top-color:#fff;animation:turn .8s linear infinite}" +
    "@keyframes turn{to{transform:rotate(1turn)}}" +
    "@media (prefers-reduced-motion:reduce){button{transition:none}button[aria-busy]::after{animation-duration:3s}}" +
    "@media (max-width:480px){button{right:1rem;bottom:1rem}}" +
    "@media print{button{display:none}}" +
    "[role=status]{position:fixed;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}" +
    "</style>" +
    '<button type="button" aria-haspopup="dialog"><svg class="icon" viewBox="0 0 24 24" fill="none" aria-hidden="true">' +
    '<path d="M5 4.5h14A2.5 2.5 0 0 1 21.5 7v7.5A2.5 2.5 0 0 1 19 17h-5.6l-4.2 3.6c-.5.4-1.2.1-1.2-.5V17H5' +
    'a2.5 2.5 0 0 1-2.5-2.5V7A2.5 2.5 0 0 1 5 4.5Z" fill="currentColor"/>' +
    '<path d="M7.5 9.2h9M7.5 12.6h5.5" stroke="var(--color)" stroke-width="1.6" stroke-linecap="round"/></svg></button>' +
    '<span role="status"></span>';
  var button = root.querySelector("button");
  var status = root.querySelector("[role=status]");
  host.style.setProperty("--color", script.dataset.color || "#0f766e");
  button.setAttribute("aria-label", label);
  button.addEventListener("click", open);

  function start() {
    rememberPage();
    document.body.appendChild(host);
  }

  window.foyerLauncher = { open: open };
  if (document.body) start();
  else document.addEventListener("DOMContentLoaded", start);
})();
