/* Where the window is the whole screen: on phones, and wherever there is little height (style.css has the same query). */

import { useEffect } from "preact/hooks";

const FULL_SCREEN = "(max-width: 480px), (max-height: 560px)";

export function isFullScreen() {
  return matchMedia(FULL_SCREEN).matches;
}

/* A phone's keyboard covers a page without telling it: the part that is seen is the window's height. */
export function useFullScreenHeight(element) {
  useEffect(() => {
    const seen = window.visualViewport;
    if (!seen) return undefined;
    const fit = () => {
      element.current.style.setProperty("--seen", `${seen.height}px`);
      element.current.style.setProperty("--above", `${seen.offsetTop}px`);
    };
    fit();
    seen.addEventListener("resize", fit);
    seen.addEventListener("scroll", fit);
    return () => {
      seen.removeEventListener("resize", fit);
      seen.removeEventListener("scroll", fit);
    };
  }, []);
}

const FOCUSABLE = "a[href], button:not([disabled]), input, textarea, [tabindex='0']";

/* Nothing behind a window that covers it can be reached by the Tab key. */
export function keepInside(dialog, event) {
  if (!isFullScreen()) return;
  const stops = [...dialog.querySelectorAll(FOCUSABLE)].filter((stop) => stop.getClientRects().length);
  const edge = event.shiftKey ? stops[0] : stops[stops.length - 1];
  const active = dialog.getRootNode().activeElement;
  if (active !== edge && active !== dialog) return;
  event.preventDefault();
  (event.shiftKey ? stops[stops.length - 1] : stops[0]).focus();
}
