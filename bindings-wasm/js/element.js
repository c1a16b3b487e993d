// `longseal/element`: <longseal-verifier>, a file input, a drop zone and a card for each signature.
//
// Attributes: lang (en, vi), trust and material (URLs, separated by spaces), policy, revocation, at.
// Properties: trust, material (files' bytes or text) and source, supplement, texts, worker, for pages that must not fetch.
// Events: report { file, report }, progress { done, total, file, read, size }, error { file, error }.

import { body, dates, kindOf, verdict } from "./card.js";
import { elements } from "./elements.js";
import { css } from "./style.js";
import { VerifierWorker } from "./worker.js";

const { a, button, details, div, form, h2, input, label, li, ol, p, progress, section, small, span, summary } = elements;

/** What the widget says, loaded in the language it is said in. */
const LANGUAGES = { en: () => import("./messages/en.js"), vi: () => import("./messages/vi.js") };

const KINDS = ["failed", "indeterminate", "unexamined", "passed", "unsigned"];

/** How many of a kind there are, without those of which there are none. */
const count = (rows) => KINDS.map((kind) => [kind, rows.filter(({ report }) => kindOf(report) === kind).length]).filter(([, number]) => number);

const action = (words, onclick) => button({ type: "button", onclick }, words);

function save(content, name, type) {
  const href = URL.createObjectURL(new Blob([content], { type }));
  a({ href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}

async function bytesAt(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response.arrayBuffer();
}

export class LongsealVerifier extends HTMLElement {
  static observedAttributes = ["lang", "trust", "material", "policy", "revocation", "at"];

  /** The WebAssembly modules, the texts by language, and what starts the worker, when they are not beside the package's files. */
  source;
  supplement;
  texts;
  worker;
  trust = [];
  material = [];

  #root = this.attachShadow({ mode: "open" });
  /** What is said, and the promise of it. */
  #text;
  #speaking;
  #parts;
  /** The reader's own files with trust anchors. */
  #roots = [];
  /** Documents with a verdict, { file, report } or { file, error }, and files still without one. */
  #rows = [];
  #waiting = [];
  #batch;
  #verifiers = new Map();

  connectedCallback() {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    this.#root.adoptedStyleSheets = [sheet];
    this.setAttribute("part", "root");
    this.#speak();
  }

  disconnectedCallback() {
    this.#batch?.abort();
    this.#restart();
  }

  attributeChangedCallback(name, before, after) {
    if (before === after || !this.#speaking) return;
    this.#restart();
    if (name === "lang") this.#speak();
  }

  get language() {
    const tag = (this.getAttribute("lang") || document.documentElement.lang).slice(0, 2).toLowerCase();
    return tag in LANGUAGES ? tag : "en";
  }

  /** Reports so far: [{ file, report }]. */
  get reports() {
    return this.#rows.filter(({ report }) => report);
  }

  /** Verifies files as if they had been chosen; resolves when all are done. */
  async verify(files, { password } = {}) {
    const chosen = [...files].map((file) => ({ file, password }));
    if (chosen.length === 0) return;
    // Chosen while others are examined: what still waits goes on waiting, unless the reader has stopped it.
    const waiting = this.#batch?.signal.aborted === false ? [...this.#batch.waiting, ...chosen] : chosen;
    const total = waiting.length;
    this.#batch?.abort();
    const batch = (this.#batch = Object.assign(new AbortController(), { waiting }));
    await (this.#speaking ?? this.#speak());
    if (batch.signal.aborted) return;
    this.#waiting = waiting;
    this.#countRoots();
    const text = this.#text;
    const first = this.#rows.length;
    const bar = progress({ ariaLabel: text.verifying(0, total), max: total });
    this.#parts.progress.replaceChildren(bar, action(text.stop, () => batch.abort()));
    let [done, said] = [0, 0];
    const show = () => {
      bar.value = done;
      // A screen reader should not be flooded: what it hears changes every other second.
      if (Date.now() - said < 2000) return;
      said = Date.now();
      this.#say(text.verifying(done, total));
    };
    show();
    while (waiting.length > 0) {
      const [{ file, password }] = waiting;
      const tell = (read, size) => this.#send("progress", { done, total, file, read, size });
      const row = { file };
      const verifier = this.#verifier(password);
      try {
        row.report = await (await verifier).verify(file, { path: file.name, onprogress: tell, signal: batch.signal });
      } catch (error) {
        row.error = error;
      }
      if (batch.signal.aborted) break;
      // Settings changed in the middle of it, which ended its verifier.
      if (row.error?.name === "AbortError" && verifier !== this.#verifiers.get(password)) continue;
      waiting.shift();
      this.#add(row);
      this.#send(row.error ? "error" : "report", row);
      done += 1;
      show();
      tell(file.size, file.size);
    }
    // Another batch, or none, has taken its place.
    if (this.#batch === batch) this.#finish(done, first);
  }

  /** Forgets all reports. */
  clear() {
    this.#batch?.abort();
    this.#batch = undefined;
    this.#rows = [];
    this.#waiting = [];
    // Nothing is shown before the language is there.
    if (!this.#parts) return;
    this.#keepFocus(() => {
      this.#parts.list.replaceChildren();
      this.#parts.progress.replaceChildren();
      this.#summarise();
    });
    this.#say("");
  }

  #send(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }

  #urls(name) {
    return this.getAttribute(name)?.split(/\s+/).filter(Boolean) ?? [];
  }

  /** What verifies with this password, ready for the next document. */
  #verifier(password) {
    const verifier = this.#verifiers.get(password) ?? this.#start(password);
    this.#verifiers.set(password, verifier);
    verifier.catch(() => this.#verifiers.delete(password));
    return verifier;
  }

  async #start(password) {
    const fetched = (name) => Promise.all(this.#urls(name).map(bytesAt));
    const chosen = this.#roots.map((file) => file.arrayBuffer());
    const options = {
      trust: [await fetched("trust"), this.trust, await Promise.all(chosen)].flat(),
      material: [await fetched("material"), this.material].flat(),
      policy: this.getAttribute("policy"),
      revocation: this.getAttribute("revocation"),
      at: this.getAttribute("at"),
      lang: this.#text.lang,
      password,
    };
    return new VerifierWorker(options, { source: this.source, supplement: this.supplement, texts: this.texts, worker: this.worker });
  }

  /** Settings have changed: the next document is verified with the new ones. */
  #restart() {
    for (const verifier of this.#verifiers.values()) verifier.then((verifier) => verifier.terminate(), () => {});
    this.#verifiers.clear();
  }

  /** Says everything in the language, which may have to be loaded. */
  #speak() {
    const speaking = (this.#speaking = LANGUAGES[this.language]().then(({ text }) => {
      // Another language has been asked for meanwhile.
      if (speaking !== this.#speaking) return this.#speaking;
      this.#text = text;
      this.#keepFocus(() => this.#render());
      // Sentences of reports are in the language they were made in.
      this.#again();
    }));
    return speaking;
  }

  #render() {
    const text = this.#text;
    const choose = (properties, words, accept, onchange) =>
      label(properties, input({ type: "file", multiple: true, accept, onchange }), span(words));
    const drag = (event) => {
      const { currentTarget, dataTransfer, type } = event;
      if (!dataTransfer.types.includes("Files")) return;
      currentTarget.classList.toggle("over", type === "dragover");
      if (type === "dragleave") return;
      event.preventDefault();
      dataTransfer.dropEffect = "copy";
      if (type === "drop") this.verify(dataTransfer.files);
    };
    const parts = (this.#parts = {
      roots: summary(),
      status: p({ role: "status", part: "status" }),
      progress: div({ part: "progress" }),
      summary: div({ part: "summary" }),
      list: ol({ part: "documents" }),
    });
    this.#root.replaceChildren(div({ lang: text.lang },
      div({ part: "drop", ondragover: drag, ondragleave: drag, ondrop: drag },
        choose({ part: "choose" }, text.choose, "application/pdf,.pdf", ({ target }) => {
          this.verify(target.files);
          target.value = "";
        }),
        span(text.drop), small(text.privacy)),
      details({ part: "roots" }, parts.roots, small(text.rootsHelp),
        choose({ className: "choose" }, text.chooseRoots, ".pem,.crt,.cer,.der,.p7b,.p7c", ({ target }) => {
          this.#roots = [...target.files];
          this.#restart();
          this.#countRoots();
          this.#again();
        })),
      parts.status, parts.progress, section({ ariaLabel: text.results }, parts.summary, parts.list)));
    this.#countRoots();
  }

  get #input() {
    return this.#root.querySelector("input");
  }

  /** A reader whose place `change` takes away finds herself at the beginning. */
  #keepFocus(change) {
    const place = this.#root.activeElement;
    change();
    if (place && !this.#root.activeElement) this.#input.focus();
  }

  /** Verifies everything anew. */
  #again() {
    const files = [...this.#rows.map(({ file }) => file), ...this.#waiting.map(({ file }) => file)];
    if (files.length === 0) return;
    this.clear();
    this.verify(files);
  }

  #countRoots() {
    this.#parts.roots.textContent = this.#text.roots(this.#roots.length + [this.trust].flat().length + this.#urls("trust").length);
  }

  #say(sentence) {
    this.#parts.status.textContent = sentence;
  }

  #finish(done, first) {
    const text = this.#text;
    const { list, progress } = this.#parts;
    const place = this.#root.activeElement;
    const isWaiting = place && (place === this.#input || progress.contains(place));
    this.#batch = undefined;
    this.#waiting = [];
    progress.replaceChildren();
    const counts = count(this.#rows.slice(first)).map(([kind, number]) => (done === 1 ? text[kind] : `${text[kind]}: ${number}`));
    this.#say([text.finished(done), ...counts].join(". "));
    this.#summarise();
    // To the first result, but not away from what the reader is at.
    if (isWaiting) list.children[first]?.querySelector("summary").focus();
  }

  #summarise() {
    const text = this.#text;
    const summary = [];
    if (this.#rows.length > 1) {
      summary.push(...count(this.#rows).map(([kind, number]) => span(verdict(kind, text), `: ${number}`)));
      summary.push(action(text.all, () => save(`[\n${this.reports.map(({ report }) => JSON.stringify(report)).join(",\n")}\n]\n`, "longseal.json", "application/json")));
    }
    if (this.#rows.length > 0) summary.push(action(text.clear, () => this.clear()));
    this.#parts.summary.replaceChildren(...summary);
  }

  #add(row) {
    const kind = kindOf(row.report);
    const document = details({ part: `document ${kind}` },
      summary(h2(verdict(kind, this.#text), " ", span(row.file.name ?? this.#text.document))));
    // Built when it is looked at: two hundred documents at once would freeze the page.
    const unfold = () => document.children[1] ?? document.append(this.#body(row));
    document.ontoggle = () => document.open && unfold();
    const { list } = this.#parts;
    this.#rows.push(row);
    list.append(li(document));
    if (this.#rows.length === 1) {
      unfold();
      document.open = true;
    } else if (this.#rows.length === 2) {
      list.querySelector("details").open = false;
    }
  }

  #body({ file, report, error }) {
    const text = this.#text;
    if (error) return div({ className: "body" }, p(`${text.fault}: ${error.message}`));
    return div({ className: "body" },
      small(report.signatures_count > 0 && `${text.signatures(report.valid_signatures_count, report.signatures_count)}. `,
        text.validatedFor(dates(text).moment(report.validation_time))),
      body(report, text),
      report.error?.code === "error.wrong-password" && this.#passwordForm(file),
      div({ className: "bar" },
        action(text.json, () => save(`${JSON.stringify(report)}\n`, `${file.name}.json`, "application/json")),
        action(text.print, async () => {
          const { page } = await import("./print.js");
          save(page(file.name, text.lang, css, [verdict(kindOf(report), text), body(report, text)]), `${file.name}.html`, "text/html");
        })));
  }

  #passwordForm(file) {
    const password = input({ type: "password", autocomplete: "off", required: true });
    const onsubmit = (event) => {
      event.preventDefault();
      this.verify([file], { password: password.value });
    };
    return form({ onsubmit }, label(this.#text.password, password), button(this.#text.again));
  }
}

if (!customElements.get("longseal-verifier")) customElements.define("longseal-verifier", LongsealVerifier);
