/* The chat's launcher: a small button that loads the chat itself on the first click.
 *
 * <script src="https://chat.example.com/embed.js" async></script>
 *
 * Attributes of the script element, all optional; docs/website.md explains them:
 *   data-label, data-greeting   words of the button and of the bubble beside it ("" for no bubble)
 *   data-color, data-position   of the button: "#0f766e"; "left" or "right"
 *   data-theme, data-language   "light" or "dark"; like "de" or "en-US"
 *   data-elements               "off": plain buttons and tables instead of forms and cards
 */
(function () {
  "use strict";
  if (window.foyerLauncher) return;

  var SETTINGS = "__SETTINGS__";
  var THREAD_KEY = "chainlit-copilot-thread-id"; // the chat window's own key
  var VISIT_KEY = "foyer-visit";
  var MAX_PAGES = 20;
  var MAX_URL = 2000;
  var PATIENCE_MS = 2000;
  var LOOK_MS = 500;

  var script = document.currentScript;
  var given = script.dataset;
  var server = new URL(script.src).origin;
  var language = given.language || navigator.language || "";
  var words = SETTINGS.words[language.split("-")[0].toLowerCase()] || SETTINGS.words[""];
  var label = given.label || words[0];
  var greeting = given.greeting === undefined ? words[1] : given.greeting;
  var left = (given.position || SETTINGS.position) === "left";
  var color = /^#[0-9a-f]{6}$/i.test(given.color) ? given.color : null;
  var loading = null;
  var reported = null;

  function read(storage, key) {
    try { return JSON.parse(window[storage].getItem(key)); } catch (error) { return null; }
  }

  function write(storage, key, value) {
    try { window[storage].setItem(key, JSON.stringify(value)); } catch (error) { /* storage is blocked */ }
  }

  function visited() {
    return read("sessionStorage", VISIT_KEY) || { referrer: document.referrer, pages: [] };
  }

  function here() {
    return location.href.slice(0, MAX_URL); // some sites keep all they show in their address
  }

  function rememberPage() {
    var visit = visited();
    if (visit.pages[visit.pages.length - 1] === here()) return visit;
    visit.pages.push(here());
    if (visit.pages.length > MAX_PAGES) visit.pages.splice(1, 1); // the landing page stays
    write("sessionStorage", VISIT_KEY, visit);
    return visit;
  }

  // Many sites change their address without loading a page. Nothing of theirs is wrapped to learn of it: a browser that
  // does not tell is looked at.
  function rememberPages() {
    rememberPage();
    if (window.navigation) window.navigation.addEventListener("currententrychange", rememberPage);
    else setInterval(rememberPage, LOOK_MS);
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
    reported = conversation();
    var report = {
      conversation: reported,
      page: here(),
      referrer: visit.referrer,
      pages: visit.pages.slice(0, -1),
      language: language
    };
    // A plain-text body needs no preflight; the answer is not read, only awaited.
    return fetch(server + "/api/visit", { method: "POST", mode: "no-cors", body: JSON.stringify(report) });
  }

  // The widget begins a new conversation by keeping another id and emptying its window, and connects a moment later.
  function reportAnother() {
    var known = read("localStorage", THREAD_KEY);
    if (known && known !== reported) atMost(reportVisit(), PATIENCE_MS);
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
      element.nonce = script.nonce; // a policy that trusts this script trusts what it loads
      element.onload = resolve;
      element.onerror = function () { element.remove(); reject(new Error("the chat did not load")); };
      document.head.appendChild(element);
    });
  }

  // The widget brings a chart library that writes rules into the page's head, and dies where a policy refuses them. It
  // writes nothing where it finds this.
  function loadWidget() {
    var place = make("meta", { id: "plotly.js-style-global" });
    place.sheet = { insertRule: function () { /* there are no charts */ } };
    document.head.appendChild(place);
    return loadScript(SETTINGS.widget).finally(function () { place.remove(); });
  }

  function widgetButton() {
    var widget = document.getElementById("chainlit-copilot");
    return widget && widget.shadowRoot && widget.shadowRoot.getElementById("chainlit-copilot-button");
  }

  function whenReady(find) {
    return new Promise(function (resolve, reject) {
      var tries = 0;
      var timer = setInterval(function () {
        if (find() || ++tries > 1500) {
          clearInterval(timer);
          return find() ? resolve() : reject(new Error("the chat did not start"));
        }
      }, 10);
    });
  }

  function dark() {
    return given.theme ? given.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  }

  function mount() {
    window.transports = ["websocket"]; // read by the widget; polling would need a sticky load balancer
    window.mountChainlitWidget({
      chainlitServer: server + "/chat",
      theme: dark() ? "dark" : "light",
      language: given.language,
      customCssUrl: server + SETTINGS.style,
      button: { className: "foyer-bubble" }
    });
    var widget = document.getElementById("chainlit-copilot");
    window.foyerWindow(widget, { left: left, colors: color && colors(), plain: given.elements === "off" });
    new MutationObserver(reportAnother).observe(widget.shadowRoot, { childList: true, subtree: true });
    return whenReady(widgetButton);
  }

  function show() {
    if (widgetButton().getAttribute("aria-expanded") !== "true") window.toggleChainlitCopilot();
  }

  function open() {
    if (loading) return void (host.isConnected || show()); // the launcher goes when the chat has come
    dismiss();
    button.setAttribute("aria-busy", "true");
    announce(words[3], "status");
    loading = Promise.all([
      loadWidget(),
      loadScript(SETTINGS.manners + "?language=" + encodeURIComponent(language)),
      atMost(reportVisit(), PATIENCE_MS)
    ])
      .then(mount)
      .then(function () {
        // Opened by the widget's own switch: told to start open, it would connect twice.
        window.toggleChainlitCopilot();
        widgetButton().setAttribute("aria-label", label);
        ours = document.getElementById("chainlit-copilot");
        host.remove();
      })
      .catch(function () {
        loading = null;
        button.removeAttribute("aria-busy");
        announce(words[4], "status bubble");
      });
  }

  // One element for the ear and the eye, so that a failure is announced once and stays in sight until the next try.
  function announce(text, look) {
    status.className = look;
    status.textContent = text;
  }

  function dismiss() {
    if (!bubble.isConnected) return;
    bubble.remove();
    var visit = visited();
    visit.greeted = true; // once a visit is enough
    write("sessionStorage", VISIT_KEY, visit);
  }

  // Black or white, whichever reads better on a colour of the site's own.
  function ink(color) {
    var light = [0.2126, 0.7152, 0.0722].reduce(function (sum, weight, index) {
      var part = parseInt(color.slice(1 + 2 * index, 3 + 2 * index), 16) / 255;
      return sum + weight * (part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4));
    }, 0);
    return light > 0.1791 ? "#000000" : "#ffffff";
  }

  function colors() {
    var own = SETTINGS[dark() ? "dark" : "light"];
    return color ? [color, ink(color)].concat(own.slice(2)) : own;
  }

  function paint() {
    colors().forEach(function (value, index) {
      host.style.setProperty(["--c", "--i", "--b", "--t", "--l"][index], value);
    });
  }

  function make(name, attributes, children, space) {
    var element = space ? document.createElementNS(space, name) : document.createElement(name);
    Object.keys(attributes).forEach(function (key) { element.setAttribute(key, attributes[key]); });
    element.append.apply(element, children || []);
    return element;
  }

  function icon(path) {
    var svg = "http://www.w3.org/2000/svg";
    return make("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" }, [make("path", { d: path }, [], svg)], svg);
  }

  var side = left ? "left" : "right";
  var STYLE =
    "*{box-sizing:border-box}button{all:unset;box-sizing:border-box;cursor:pointer}" +
    ".open,.bubble{position:fixed;" + side + ":2rem;z-index:2147483000;box-shadow:0 8px 24px rgba(15,23,42,.28)}" +
    ".open{bottom:2rem;width:4rem;height:4rem;border-radius:50%;display:grid;place-items:center;color:var(--i);" +
    "background:var(--c);transition:transform .15s ease}" +
    ".open:hover{transform:scale(1.05)}" +
    "button:focus-visible{outline:3px solid var(--c);outline-offset:3px}" +
    "svg{width:1.75rem;height:1.75rem;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;" +
    "stroke-linejoin:round}" +
    "[aria-busy]{cursor:progress}[aria-busy] svg{visibility:hidden}" +
    "[aria-busy]::after{content:'';position:absolute;width:1.5rem;height:1.5rem;border-radius:50%;" +
    "border:3px solid;border-top-color:transparent;animation:turn .8s linear infinite}" +
    "@keyframes turn{to{transform:rotate(1turn)}}" +
    ".bubble{bottom:7rem;max-width:min(18rem,calc(100vw - 4rem));border-radius:" + SETTINGS.radius + "px;" +
    "border:1px solid var(--l);color:var(--t);background:var(--b);" +
    "font:1rem/1.4 system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif}" +
    ".greeting{display:flex;align-items:start;gap:.25rem;padding:.4rem}.status{padding:.8rem .9rem}" +
    ".greeting button{padding:.4rem .5rem;border-radius:6px}.greeting .close{padding:.55rem;flex:none}" +
    ".close svg{display:block;width:1rem;height:1rem}" +
    "@media (prefers-reduced-motion:reduce){.open{transition:none}[aria-busy]::after{animation-duration:3s}}" +
    "@media (max-width:480px){.open,.bubble{" + side + ":1rem}.open{bottom:1rem}.bubble{bottom:5.75rem}}" +
    "@media print{.open,.bubble{display:none}}" +
    ".status:not(.bubble){position:fixed;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}";

  var button = make("button", { type: "button", "class": "open", "aria-haspopup": "dialog", "aria-label": label }, [
    icon("M7.9 20A9 9 0 1 0 4 16.1L2 22Z")
  ]);
  var says = make("button", { type: "button" }, [greeting]);
  var close = make("button", { type: "button", "class": "close", "aria-label": words[2] }, [icon("M6 6l12 12M18 6L6 18")]);
  var bubble = make("div", { "class": "greeting bubble" }, [says, close]);
  var status = make("div", { role: "status", "class": "status" });
  var host = make("div", { id: "foyer-launcher" });
  var ours = host; // what stands in the page, be it the launcher or the chat
  var root = host.attachShadow({ mode: "open" });
  try { // allowed by a policy that refuses style elements
    var sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
  } catch (error) {
    root.append(make("style", {}, [STYLE]));
  }
  if (greeting && !visited().greeted) root.append(bubble);
  root.append(button, status);
  button.addEventListener("click", open);
  says.addEventListener("click", open);
  close.addEventListener("click", function () { dismiss(); button.focus(); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);

  // Some sites show another page by putting another body in place of the one we stand in.
  function stand() {
    if (!ours.isConnected && document.body) document.body.appendChild(ours);
  }

  function start() {
    rememberPages();
    paint();
    stand();
    new MutationObserver(stand).observe(document.documentElement, { childList: true });
  }

  window.foyerLauncher = { open: open };
  if (document.body) start();
  else document.addEventListener("DOMContentLoaded", start);
})();
