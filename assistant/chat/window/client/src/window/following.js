/* Keeps the newest message in view: what can be pressed, else the beginning of a long answer, below the visitor's last
   words. Whoever scrolls up is left alone until they write again or come back down. */

import { useEffect, useRef } from "preact/hooks";

const MARGIN = 16; // pixels

/* The distance from the top at which the newest message is well in view. */
function findPlace(scroller, list) {
  const newest = [...list.querySelectorAll("[data-step-type]")].pop();
  if (!newest) return 0;
  const top = (element) => element.getBoundingClientRect().top - list.getBoundingClientRect().top - MARGIN;
  const words = [...list.querySelectorAll("[data-step-type=user_message]")].pop();
  const offers = newest.querySelector("button");
  const isTall = newest.offsetHeight + MARGIN > scroller.clientHeight;
  if (isTall && newest !== words) return offers || !words ? top(newest) : Math.min(top(words), top(newest));
  return words && !offers ? top(words) : Infinity;
}

/* Calls `setBehind` with whether there is more below; returns a function that goes there. */
export function useFollowing(scrollerRef, listRef, setBehind) {
  const state = useRef({ following: true, reached: 0, words: null });
  const catchUp = () => {
    const scroller = scrollerRef.current;
    const now = state.current;
    const words = [...listRef.current.querySelectorAll("[data-step-type=user_message]")].pop();
    if (words !== now.words) now.following = true;
    now.words = words;
    if (now.following) {
      scroller.scrollTop = Math.min(findPlace(scroller, listRef.current), scroller.scrollHeight);
      now.reached = scroller.scrollTop;
    }
    setBehind(!now.following);
  };
  useEffect(() => {
    const scroller = scrollerRef.current;
    const onScroll = () => {
      const now = state.current;
      now.following = scroller.scrollTop >= now.reached - MARGIN; // told late: by now there may be more below
      setBehind(!now.following);
    };
    scroller.addEventListener("scroll", onScroll);
    const sizes = new ResizeObserver(catchUp);
    sizes.observe(scroller);
    sizes.observe(listRef.current);
    return () => sizes.disconnect();
  }, []);
  return () => {
    state.current.following = true;
    catchUp();
  };
}
