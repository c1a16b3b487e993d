// The widget's look. Colours, radius and typeface are custom properties; every region is a part, and a class of the same name.

/** By day and by night. */
const COLOURS = {
  valid: "#0b6b35, #6fdc9c",
  unsure: "#7a4b00, #f2c063",
  invalid: "#a8141b, #ff9d98",
  text: "#1b1f24, #e8eaed",
  muted: "#4e5661, #b3bac3",
  surface: "#fff, #1d2126",
  raised: "#f3f5f7, #282d34",
  line: "#c4cad1, #4a525c",
  accent: "#0b4fa8, #8ab8ff",
};

const colours = Object.entries(COLOURS).map(([name, pair]) => `--${name}: var(--longseal-${name}, light-dark(${pair}));`);

export const css = `
:host {
  ${colours.join("")}
  --radius: var(--longseal-radius, .5rem);
  --kind: var(--muted);
  display: block;
  color: var(--text);
  font: var(--longseal-font, 1rem/1.5 system-ui, "Noto Sans", sans-serif);
  overflow-wrap: anywhere;
}
:host([hidden]), div:empty { display: none }
* { box-sizing: border-box; margin: 0; padding: 0 }
ol, ul { list-style: none }
summary, button, .choose input { cursor: pointer }
:focus-visible, .choose :focus-visible + span { outline: 3px solid var(--accent); outline-offset: 2px }
h2, h3 { font-size: 1.0625rem }
h4 { margin-block: 1rem .25rem }
small, .evidence, .explanation, .reason summary, .timeline time { font-size: .875rem }
small, .timeline time { display: block }
small, dt, .timeline time { color: var(--muted) }
code { font: .875em ui-monospace, monospace }
svg { flex: none; width: 1.25rem; fill: none; stroke: currentColor; stroke-width: 2 }
.passed { --kind: var(--valid) } .indeterminate, .unexamined { --kind: var(--unsure) } .failed { --kind: var(--invalid) } .unsigned { --kind: var(--muted) }
.drop, .roots, .documents > li, .choose span, button, [type=password] {
  border: 1px solid var(--line); border-radius: var(--radius); background: var(--surface); padding: .5rem 1rem;
}
.drop { display: grid; gap: .5rem; place-items: center; text-align: center; padding-block: 1.5rem; border: 2px dashed var(--line) }
.over { border-color: var(--accent); background: var(--raised) }
.choose { position: relative; display: inline-block }
.choose input { position: absolute; inset: 0; width: 100%; height: 100%; opacity: 0; font-size: 0 }
.choose span, button, [type=password] { display: block; min-height: 2.75rem; font: inherit; color: var(--text); border-color: var(--accent) }
.choose span, button { color: var(--accent) }
.choose span, button, .verdict { font-weight: 600 }
.drop .choose span { background: var(--accent); color: var(--surface) }
.progress, .summary, .bar, form, h3, summary h2, .verdict { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center }
.roots, .documents > li, .progress, .summary, .bar, form, .signature, .evidence { margin-block: .75rem }
.verdict { display: inline-flex; flex-wrap: nowrap; gap: .375rem; vertical-align: bottom; color: var(--kind) }
summary h2 { display: inline-flex; vertical-align: top; max-width: calc(100% - 1.5rem) }
form { align-items: end }
.roots small { margin-block: .25rem .5rem }
progress { flex: 1 1 10rem; accent-color: var(--accent) }
.body { padding-block-start: .5rem }
.signature { padding: .75rem 1rem; border-radius: var(--radius); border-inline-start: .3rem solid var(--kind); background: var(--raised) }
dl { display: grid; grid-template-columns: minmax(5rem, max-content) 1fr; gap: .25rem 1rem; margin-block: .5rem }
.reason { margin-block: .5rem; padding-inline-start: .75rem; border-inline-start: 3px solid var(--line) }
.error { border-color: var(--kind) }
.reason summary, .evidence summary { width: fit-content; padding-block: .25rem; color: var(--accent) }
.timeline { margin-inline-start: .375rem; border-inline-start: 2px solid var(--line) }
.event { position: relative; padding: 0 0 .5rem 1rem }
.event::before { content: ""; position: absolute; inset: .4rem auto auto -.4375rem; width: .75rem; height: .75rem; border-radius: 50%; background: var(--muted) }
.proof::before { background: var(--valid) } .judged::before { background: var(--accent) }
.evidence li + li { margin-block-start: .5rem }
@media (max-width: 30rem) { dl { display: block } dt { margin-block-start: .375rem } .documents > li { padding-inline: .75rem } }
@media (forced-colors: active) { .signature { border-color: CanvasText } .event::before { background: CanvasText } }
@media print {
  :host { color-scheme: light }
  .signature { break-inside: avoid; background: none; border: 1px solid; border-inline-start-width: .3rem }
  button, form { display: none }
}
`;
