/* Who one talks with, whether somebody of the team is there, and what can be done with the window. */

import { IconButton } from "./icons.jsx";
import { describeTeam } from "./texts.js";

export function Header({ info, large, onSize, onNew, onHide }) {
  const { words, language } = info;
  return (
    <header>
      {info.avatar && <img class="face" src={info.avatar} alt="" />}
      <div class="who">
        <h2>{info.assistant}</h2>
        <p class={info.back_at ? "" : "here"}>{describeTeam(words, language, info.back_at, new Date())}</p>
      </div>
      <IconButton name="anew" label={words.new} onClick={onNew} />
      <IconButton name={large ? "smaller" : "larger"} label={words.size} aria-pressed={large} onClick={onSize} />
      <IconButton name="close" label={words.close} onClick={onHide} />
    </header>
  );
}
