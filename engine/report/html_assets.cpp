#include "report/html.hpp"

namespace jt::report {

const char* html_style() {
    return R"css(
:root { --ink: #1a1f26; --quiet: #5b6572; --line: #c9d0d8; --accent: #1f4e79; --paper: #fff; --wash: #f4f6f8; }
* { box-sizing: border-box; }
html { scroll-behavior: smooth; scroll-padding-top: 1rem; }
body { margin: 0; color: var(--ink); background: var(--wash); font: 16px/1.8 "Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", SimSun, "Times New Roman", serif; }
h1, h2, h3, h4, th, figcaption, caption, nav, .stamp, .label { font-family: "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", SimHei, Arial, sans-serif; }
.page { display: grid; grid-template-columns: 17rem minmax(0, 60rem); gap: 2rem; justify-content: center; padding: 0 1rem; }
nav { position: sticky; top: 0; max-height: 100vh; overflow-y: auto; padding: 1.5rem 0; font-size: .875rem; line-height: 1.5; }
nav p { margin: 0 0 .5rem; font-weight: 700; color: var(--accent); }
nav ol { list-style: none; margin: 0; padding: 0; }
nav li { margin: .15rem 0; }
nav li.l2 { padding-left: 1.25rem; color: var(--quiet); }
nav a { display: block; padding: .2rem .5rem; color: inherit; text-decoration: none; border-left: 3px solid transparent; }
nav a:hover, nav a:focus { background: #e6ecf2; }
nav a.here { border-left-color: var(--accent); color: var(--accent); font-weight: 700; }
main { background: var(--paper); padding: 3rem 4rem; box-shadow: 0 1px 4px rgba(0, 0, 0, .12); min-height: 100vh; }
header { border-bottom: 3px solid var(--accent); padding-bottom: 1.5rem; margin-bottom: 2rem; }
header h1 { font-size: 2rem; line-height: 1.35; margin: .75rem 0 .25rem; color: var(--ink); }
header .subtitle { font-size: 1.15rem; color: var(--quiet); margin: 0 0 1rem; }
header dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; margin: 0; font-size: .95rem; }
header dt { color: var(--quiet); }
header dd { margin: 0; }
.stamp { display: inline-block; border: 2px solid #b00020; color: #b00020; padding: .1rem .7rem; font-weight: 700; letter-spacing: .05em; }
.imprint { color: var(--quiet); font-size: .8rem; margin: .75rem 0 0; overflow-wrap: anywhere; }
h2 { font-size: 1.45rem; margin: 2.5rem 0 .75rem; padding-bottom: .25rem; border-bottom: 1px solid var(--line); color: var(--accent); }
h3 { font-size: 1.2rem; margin: 1.75rem 0 .5rem; }
h4, h5 { font-size: 1.05rem; margin: 1.25rem 0 .5rem; }
p { margin: .5rem 0; overflow-wrap: anywhere; }
html[lang^="zh"] main > p { text-indent: 2em; }
html[lang^="zh"] main > p.note, html[lang^="zh"] main > p.formula { text-indent: 0; }
a { color: var(--accent); }
code { font-family: "DejaVu Sans Mono", Consolas, monospace; font-size: .875em; background: var(--wash); padding: .05em .3em; }
figure, .grid { margin: 1.5rem 0 .75rem; }
figure { text-align: center; }
figure img { max-width: 100%; height: auto; border: 1px solid var(--line); cursor: zoom-in; background: #fff; }
figure.large { position: fixed; inset: 0; z-index: 9; margin: 0; padding: 1rem; background: rgba(20, 26, 34, .93); overflow: auto; color: #fff; }
figure.large img { max-width: none; cursor: zoom-out; }
figcaption, caption { font-weight: 700; font-size: .95rem; padding: .4rem 0; }
caption { caption-side: top; }
.grid { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; line-height: 1.5; border-top: 2px solid var(--ink); border-bottom: 2px solid var(--ink); }
thead { border-bottom: 1px solid var(--ink); }
caption { color: var(--ink); }
th, td { padding: .3rem .6rem; text-align: left; vertical-align: top; overflow-wrap: break-word; }
th { padding: 0; white-space: nowrap; vertical-align: middle; }
th.right { text-align: right; }
th.center { text-align: center; }
th button { all: unset; cursor: pointer; padding: .35rem .6rem; display: inline-block; }
th button:focus-visible { outline: 2px solid var(--accent); }
th button::after { content: " \2195"; color: #9aa5b1; font-size: .8em; }
th[aria-sort="ascending"] button::after { content: " \2191"; color: var(--accent); }
th[aria-sort="descending"] button::after { content: " \2193"; color: var(--accent); }
td.right { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.center { text-align: center; }
tbody tr:nth-child(even) { background: var(--wash); }
tbody tr:hover { background: #e6ecf2; }
.note { color: var(--quiet); font-size: .85rem; line-height: 1.6; }
.formula { display: grid; grid-template-columns: 1fr max-content; align-items: center; margin: 1rem 0; overflow-x: auto; overflow-y: hidden; }
math { font-size: 1.1em; }
@media (max-width: 60rem) {
  .page { display: block; padding: 0; }
  nav { position: static; max-height: none; padding: 1rem 1.5rem; }
  main { padding: 1.5rem 1.25rem; }
}
@page { size: A4; margin: 37mm 26mm 35mm 28mm; }
@media print {
  body { background: #fff; font-size: 11pt; }
  .page { display: block; padding: 0; }
  nav { display: none; }
  main { padding: 0; box-shadow: none; }
  h2, h3, h4, caption { break-after: avoid; }
  figure, tr { break-inside: avoid; }
  thead { display: table-header-group; }
  th button::after { content: "" !important; }
  .grid, .formula { overflow: visible; }
}
)css";
}

const char* html_script() {
    return R"js(
"use strict";
(function () {
  // Tables: a click on a head sorts by its column; numbers by value, texts in the page's language.
  function compare(a, b, column) {
    var x = a.cells[column], y = b.cells[column];
    var p = x.getAttribute("data-sort"), q = y.getAttribute("data-sort");
    if (p !== null && q !== null) { return parseFloat(p) - parseFloat(q); }
    if (p !== null || q !== null) { return p !== null ? -1 : 1; }
    return x.textContent.localeCompare(y.textContent, document.documentElement.lang);
  }
  document.querySelectorAll("th button").forEach(function (button) {
    button.addEventListener("click", function () {
      var head = button.parentNode, column = head.cellIndex;
      var body = head.closest("table").tBodies[0];
      var down = head.getAttribute("aria-sort") === "ascending";
      head.parentNode.querySelectorAll("th").forEach(function (other) { other.removeAttribute("aria-sort"); });
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      Array.from(body.rows)
        .sort(function (a, b) { return (down ? -1 : 1) * compare(a, b, column); })
        .forEach(function (row) { body.appendChild(row); });
    });
  });
  // Maps: a click shows the sheet in its full size.
  document.querySelectorAll("figure img").forEach(function (image) {
    image.addEventListener("click", function () { image.parentNode.classList.toggle("large"); });
  });
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") {
      document.querySelectorAll("figure.large").forEach(function (figure) { figure.classList.remove("large"); });
    }
  });
  // Contents: mark the chapter in view.
  var links = new Map();
  document.querySelectorAll("nav a").forEach(function (link) { links.set(link.getAttribute("href").slice(1), link); });
  if ("IntersectionObserver" in window) {
    var observer = new IntersectionObserver(function (entries) {
      entries.forEach(function (entry) {
        if (entry.isIntersecting) {
          links.forEach(function (link) { link.classList.remove("here"); });
          links.get(entry.target.id).classList.add("here");
        }
      });
    }, { rootMargin: "0px 0px -70% 0px" });
    document.querySelectorAll("h2[id], h3[id]").forEach(function (heading) {
      if (links.has(heading.id)) { observer.observe(heading); }
    });
  }
})();
)js";
}

}  // namespace jt::report
