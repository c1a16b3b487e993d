// The widget's look. Colours, radius and typeface are custom properties; every region is a part.

export const css = `
:host {
  --valid: var(--longseal-valid, light-dark(#0b6b35, #6fdc9c));
  --unsure: var(--longseal-unsure, light-dark(#7a4b00, #f2c063));
  --invalid: var(--longseal-invalid, light-dark(#a8141b, #ff9d98));
  --text: var(--longseal-text, light-dark(#1b1f24, #e8eaed));
  --muted: var(--longseal-muted, light-dark(#4e5661, #b3bac3));
  --surface: var(--longseal-surface, light-dark(#fff, #1d2126));
  --raised: var(--longseal-raised, light-dark(#f3f5f7, #282d34));
  --line: var(--longseal-line, light-dark(#c4cad1, #4a525c));
  --accent: var(--longseal-accent, light-dark(#0b4fa8, #8ab8ff));
  display: block;
  color: var(--text);
  font: var(--longseal-font, 1rem/1.5 system-ui, "Noto Sans", sans-serif);
  overflow-wrap: anywhere;
}
:host([hidden]) { display: none }
* { box-sizing: border-box }
h2, h3, h4, p, ol, ul, dl, dd { margin: 0; padding: 0 }
h2, h3 { font-size: 1.0625rem; line-height: 1.4 }
h4 { font-size: .9375rem; margin-block: 1rem .375rem }
ol, ul { list-style: none }
.muted { color: var(--muted); font-size: .875rem }
.drop {
  display: grid; gap: .5rem; justify-items: center; text-align: center; padding: 1.5rem 1rem;
  border: 2px dashed var(--line); border-radius: var(--longseal-radius, .5rem); background: var(--surface);
}
.drop.over { border-color: var(--accent); background: var(--raised) }
.pick { position: relative; display: inline-block }
.pick input { position: absolute; inset: 0; width: 100%; height: 100%; opacity: 0; cursor: pointer; font-size: 0 }
.pick span, button {
  display: inline-block; font: inherit; font-weight: 600; padding: .5rem 1rem; min-height: 2.75rem; cursor: pointer;
  border: 1px solid var(--accent); border-radius: var(--longseal-radius, .5rem); background: var(--surface); color: var(--accent);
}
.drop > .pick span { background: var(--accent); color: var(--surface) }
.pick input:focus-visible + span, button:focus-visible, summary:focus-visible, input:focus-visible, [tabindex]:focus-visible {
  outline: 3px solid var(--accent); outline-offset: 2px;
}
.bar { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; margin-block: .75rem }
.bar:empty { display: none }
progress { flex: 1 1 10rem; height: .75rem; accent-color: var(--accent) }
details > summary { cursor: pointer }
.roots { margin-block: .75rem; padding: .5rem .75rem; border: 1px solid var(--line); border-radius: var(--longseal-radius, .5rem) }
.roots > * + * { margin-block-start: .5rem }
.documents > li { margin-block: .5rem; border: 1px solid var(--line); border-radius: var(--longseal-radius, .5rem); background: var(--surface) }
.documents > li > details > summary { padding: .75rem 1rem; list-style-position: inside }
summary h2 { display: inline-flex; flex-wrap: wrap; gap: 0 .75rem; vertical-align: top; max-width: calc(100% - 1.5rem) }
.body { padding: 0 1rem 1rem }
.verdict { display: inline-flex; gap: .375rem; align-items: center; font-weight: 700 }
.verdict svg { flex: none; width: 1.25rem; height: 1.25rem; fill: currentColor }
.passed { color: var(--valid) } .indeterminate, .unexamined { color: var(--unsure) } .failed { color: var(--invalid) } .unsigned { color: var(--muted) }
.card { margin-block-start: .75rem; padding: .75rem 1rem; border-radius: var(--longseal-radius, .5rem); background: var(--raised); border-inline-start: .3125rem solid currentColor }
.card > * { color: var(--text) }
.card > h3 { display: flex; flex-wrap: wrap; gap: .25rem .75rem; color: inherit }
.card > h3 > :first-child { color: var(--text) }
dl { display: grid; grid-template-columns: minmax(5rem, max-content) 1fr; gap: .25rem 1rem; margin-block-start: .5rem }
dt { color: var(--muted) }
.reasons { display: grid; gap: .5rem; margin-block-start: .375rem }
.reasons > li { padding-inline-start: .75rem; border-inline-start: 3px solid var(--line) }
.reasons > .error { border-color: var(--unsure) } .failed .reasons > .error { border-color: var(--invalid) }
.reasons summary, .evidence summary { color: var(--accent); font-size: .875rem; padding-block: .25rem; width: fit-content }
.explanation { font-size: .875rem; padding-block-end: .25rem }
.timeline { border-inline-start: 2px solid var(--line); margin-inline-start: .375rem }
.timeline li { position: relative; padding: 0 0 .5rem 1rem; font-size: .9375rem }
.timeline li::before { content: ""; position: absolute; inset-inline-start: -.4375rem; inset-block-start: .4375rem; width: .75rem; height: .75rem; border-radius: 50%; background: var(--muted) }
.timeline .proof::before { background: var(--valid) } .timeline .judged::before { background: var(--accent) }
.timeline time { display: block; color: var(--muted); font-size: .875rem }
.evidence { margin-block-start: .75rem; font-size: .875rem }
.evidence li + li { margin-block-start: .5rem }
code { font-family: ui-monospace, "Noto Sans Mono", monospace; font-size: .875em }
form { display: flex; flex-wrap: wrap; gap: .5rem; align-items: end; margin-block-start: .75rem }
form label { display: grid; gap: .25rem }
input[type=password] { font: inherit; min-height: 2.75rem; padding: .5rem; border: 1px solid var(--muted); border-radius: var(--longseal-radius, .5rem); background: var(--surface); color: var(--text) }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
@media (max-width: 30rem) { dl { grid-template-columns: 1fr; gap: 0 } dd + dt { margin-block-start: .375rem } .body { padding: 0 .75rem .75rem } }
@media (forced-colors: active) { .card { border-color: CanvasText } .timeline li::before { background: CanvasText } }
@media print {
  :host, body { color-scheme: light }
  .card { break-inside: avoid; background: none; border: 1px solid; border-inline-start-width: .3125rem }
  button, form { display: none }
}
`;
