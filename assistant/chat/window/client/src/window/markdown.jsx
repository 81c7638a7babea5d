/* Markdown as elements of the page, never as HTML: what is no Markdown stays text. */

import { Lexer } from "marked";

const MOST_LINK = 40; // characters of an address that is shown
const SAFE = /^(https?:|mailto:|tel:)/i;

export function Markdown({ text }) {
  return Lexer.lex(text, { gfm: true }).map(showBlock);
}

function showBlock(token, key) {
  switch (token.type) {
    case "space":
    case "def":
      return null;
    case "heading":
      return <p key={key} dir="auto"><strong>{showAll(token.tokens)}</strong></p>;
    case "list":
      return showList(token, key);
    case "blockquote":
      return <blockquote key={key} dir="auto">{token.tokens.map(showBlock)}</blockquote>;
    case "code":
      return <pre key={key}><code>{token.text}</code></pre>;
    case "hr":
      return <hr key={key} />;
    case "table":
      return showTable(token, key);
    case "paragraph":
      return <p key={key} dir="auto">{showAll(token.tokens)}</p>;
    case "text":
      return <span key={key}>{showAll(token.tokens)}</span>;
    default:
      return <p key={key} dir="auto">{token.raw}</p>;
  }
}

function showList({ ordered, start, items }, key) {
  const shown = items.map((item, index) => <li key={index} dir="auto">{item.tokens.map(showBlock)}</li>);
  return ordered ? <ol key={key} start={start || 1}>{shown}</ol> : <ul key={key}>{shown}</ul>;
}

function showTable({ header, rows }, key) {
  const cell = ({ tokens }, index) => <td key={index} dir="auto">{showAll(tokens)}</td>;
  const head = header.some(({ text }) => text) ? [header] : [];
  return (
    <table key={key}>
      <tbody>{[...head, ...rows].map((row, index) => <tr key={index}>{row.map(cell)}</tr>)}</tbody>
    </table>
  );
}

function showAll(tokens) {
  return (tokens || []).map(showInline);
}

function showInline(token, key) {
  switch (token.type) {
    case "strong":
      return <strong key={key}>{showAll(token.tokens)}</strong>;
    case "em":
      return <em key={key}>{showAll(token.tokens)}</em>;
    case "del":
      return <del key={key}>{showAll(token.tokens)}</del>;
    case "codespan":
      return <code key={key}>{token.text}</code>;
    case "br":
      return "\n"; // as any other end of a line: style.css keeps them
    case "link":
      return showLink(token, key);
    case "escape":
      return token.text;
    case "text":
      return token.tokens ? showAll(token.tokens) : token.text;
    default:
      return token.raw;
  }
}

function showLink({ href, text, tokens }, key) {
  if (!SAFE.test(href)) return text;
  const isBare = href === text || href.endsWith(`//${text}`);
  const away = /^http/i.test(href) ? { target: "_blank", rel: "noopener noreferrer nofollow" } : {};
  return <a key={key} href={href} {...away}>{isBare ? shorten(href) : showAll(tokens)}</a>;
}

/* https://www.example.com/meet/maya?utm=x as example.com/meet/maya */
function shorten(href) {
  const plain = href.replace(/^https?:\/\/(www\.)?/i, "").replace(/[?#].*$/, "").replace(/\/$/, "");
  return plain.length > MOST_LINK ? `${plain.slice(0, MOST_LINK - 1)}…` : plain;
}
