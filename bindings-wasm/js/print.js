// The report as a page by itself, everything unfolded: for printing and keeping. Loaded when it is asked for.

import { elements } from "./elements.js";

const { body, h1, head, html, main, meta, style, title } = elements;

export function page(name, lang, css, content) {
  const report = main(h1(name), content);
  for (const details of report.querySelectorAll("details")) details.open = true;
  const charset = meta();
  charset.setAttribute("charset", "utf-8");
  const look = `body{max-width:60rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}${css.replaceAll(":host", "body")}`;
  const about = head(charset, meta({ name: "viewport", content: "width=device-width" }), title(name), style(look));
  return `<!doctype html>\n${html({ lang }, about, body(report)).outerHTML}\n`;
}
