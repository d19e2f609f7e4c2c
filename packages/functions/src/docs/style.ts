import { palette } from "../palette.ts";

export const style = `${palette}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; scroll-padding-top: 1rem; }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
body { margin: 0; background: var(--paper); color: var(--ink); font: .875rem/1.6 var(--sans); }
a { color: inherit; text-underline-offset: 2px; }
main a, nav a:hover { color: var(--accent); }
a:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
nav { padding: 1.25rem; border-bottom: 1px solid var(--line); font-size: .8125rem; }
nav h2 { margin: 1rem 0 .25rem; font-size: .75rem; color: var(--soft); }
nav ul { list-style: none; margin: 0; padding: 0; }
nav a { display: block; padding: .2rem 0; text-decoration: none; }
.brand { font-weight: 600; font-size: .9375rem; }
main { padding: 1.5rem 1.25rem 4rem; max-width: 52rem; }
h1 { margin: 0 0 .5rem; font-size: 1.5rem; letter-spacing: -.01em; }
h2 { font-size: 1.125rem; letter-spacing: -.01em; }
section > h2 { margin: 2.5rem 0 .25rem; }
article { margin: 1rem 0; padding: 1rem 1.25rem; background: var(--card); border: 1px solid var(--line); border-radius: 12px; overflow-wrap: anywhere; }
article:target { border-color: var(--accent); }
h3 { margin: 0; font-size: .9375rem; }
h3 a { color: inherit; text-decoration: none; }
h4 { margin: 1rem 0 .25rem; font-size: .8125rem; }
p { margin: .25rem 0; }
code, pre { font-family: var(--mono); font-size: .8125rem; }
pre { margin: .5rem 0 0; padding: .75rem 1rem; overflow-x: auto; background: var(--sunken); border-radius: 8px; }
dl { margin: .25rem 0; }
dt { margin-top: .4rem; }
dd { margin: 0; padding-left: 1rem; border-left: 1px solid var(--line); }
dt span, h4 span, .line span { color: var(--soft); font-weight: 400; }
em { color: var(--warn); font-style: normal; font-size: .75rem; }
b { display: inline-block; min-width: 3.6rem; font: 600 .6875rem var(--mono); color: var(--soft); }
b.get, b.head { color: var(--accent); } b.post { color: var(--good); } b.put, b.patch { color: var(--warn); } b.delete { color: var(--bad); }
@media (min-width: 60rem) {
body { display: grid; grid-template-columns: 20rem 1fr; }
nav { position: sticky; top: 0; height: 100vh; overflow-y: auto; border-bottom: 0; border-right: 1px solid var(--line); }
main { padding: 2rem 2.5rem 6rem; }
}
@media print { nav { display: none; } article { break-inside: avoid; } }
`;
