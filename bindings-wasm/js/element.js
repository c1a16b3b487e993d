// `longseal/element`: <longseal-verifier>, a file input, a drop zone and a card for each signature.
//
// Attributes: lang (en, vi), trust and material (URLs, separated by spaces), policy, revocation, at.
// Properties: trust, material (files' bytes or text) and source, worker, for pages that must not fetch.
// Events: report { file, report }, progress { done, total, file, read, size }, error { file, error }.

import { body, dates, kindOf, make, verdict } from "./card.js";
import { messages } from "./messages.js";
import { css } from "./style.js";
import { VerifierWorker } from "./worker.js";

const KINDS = ["failed", "indeterminate", "unexamined", "passed", "unsigned"];

export class LongsealVerifier extends HTMLElement {
  static observedAttributes = ["lang", "trust", "material", "policy", "revocation", "at"];

  /** The WebAssembly module, and what starts the worker, when they are not beside the package's files. */
  source;
  worker;
  trust = [];
  material = [];

  #root = this.attachShadow({ mode: "open" });
  #chosen = [];
  #rows = [];
  #batch;
  #verifiers = new Map();
  #parts = {};
  #changed = false;

  connectedCallback() {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    this.#root.adoptedStyleSheets = [sheet];
    this.#render();
  }

  disconnectedCallback() {
    this.#batch?.abort();
    this.#restart();
  }

  attributeChangedCallback(name, before, after) {
    if (before === after || !this.#root.firstChild) return;
    this.#restart();
    if (name === "lang") this.#relabel();
  }

  get language() {
    const tag = (this.getAttribute("lang") || document.documentElement.lang || "en").slice(0, 2).toLowerCase();
    return tag in messages ? tag : "en";
  }

  get #text() {
    return messages[this.language];
  }

  /** Reports so far: [{ file, report }]. */
  get reports() {
    return this.#rows.filter(({ report }) => report).map(({ file, report }) => ({ file, report }));
  }

  /** Verifies files as if they had been chosen; resolves when all are done. */
  async verify(files, { password } = {}) {
    const list = [...files];
    if (list.length === 0) return;
    this.#batch?.abort();
    const batch = (this.#batch = new AbortController());
    const { signal } = batch;
    const first = this.#rows.length;
    let done = 0;
    this.#countRoots();
    this.#progress(0, list.length);
    for (const file of list) {
      if (signal.aborted) break;
      try {
        const verifier = await this.#verifier(password);
        const onprogress = (read, size) => this.#send("progress", { done, total: list.length, file, read, size });
        const report = await verifier.verify(file, { path: file.name, onprogress, signal });
        this.#add({ file, report });
        this.#send("report", { file, report });
      } catch (error) {
        if (signal.aborted) break;
        this.#add({ file, error });
        this.#send("error", { file, error });
      }
      done += 1;
      this.#progress(done, list.length);
      this.#send("progress", { done, total: list.length, file, read: file.size, size: file.size });
    }
    if (this.#batch !== batch) return;
    this.#batch = undefined;
    this.#finish(done, first);
  }

  /** Forgets all reports. */
  clear() {
    this.#batch?.abort();
    this.#batch = undefined;
    this.#rows = [];
    this.#parts.list.replaceChildren();
    this.#summarise();
    this.#parts.progress.replaceChildren();
    this.#say("");
    this.#parts.input.focus();
  }

  #send(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }

  async #verifier(password) {
    if (!this.#verifiers.has(password)) this.#verifiers.set(password, this.#start(password));
    try {
      return await this.#verifiers.get(password);
    } catch (error) {
      this.#verifiers.delete(password);
      throw error;
    }
  }

  async #start(password) {
    const get = (name) => this.getAttribute(name) ?? undefined;
    const fetched = (name) => Promise.all((get(name)?.split(/\s+/) ?? []).filter(Boolean).map(async (url) => {
      const response = await fetch(url);
      if (!response.ok) throw new Error(`${url}: ${response.status}`);
      return response.arrayBuffer();
    }));
    const chosen = Promise.all(this.#chosen.map((file) => file.arrayBuffer()));
    const options = {
      trust: [...(await fetched("trust")), ...[this.trust].flat(), ...(await chosen)],
      material: [...(await fetched("material")), ...[this.material].flat()],
      policy: get("policy"),
      revocation: get("revocation"),
      at: get("at"),
      lang: this.language,
      password,
    };
    return new VerifierWorker(options, { source: this.source, worker: this.worker });
  }

  /** Settings have changed: the next document is verified with the new ones. */
  #restart() {
    for (const verifier of this.#verifiers.values()) verifier.then((verifier) => verifier.terminate(), () => {});
    this.#verifiers.clear();
  }

  #render() {
    const text = this.#text;
    const parts = (this.#parts = {});
    parts.input = make("input", { type: "file", multiple: true, accept: "application/pdf,.pdf", onchange: ({ target }) => {
      const files = [...target.files];
      target.value = "";
      this.verify(files);
    } });
    parts.choose = make("span");
    parts.drop = make("span");
    parts.privacy = make("p", { class: "muted" });
    parts.zone = make("div", { class: "drop", part: "drop" }, make("label", { class: "pick", part: "choose" }, parts.input, parts.choose), parts.drop, parts.privacy);
    this.#takeDrops(parts.zone);

    parts.rootsName = make("span");
    parts.rootsHelp = make("p", { class: "muted" });
    parts.rootsChoose = make("span");
    parts.roots = make("input", { type: "file", multiple: true, accept: ".pem,.crt,.cer,.der,.p7b,.p7c", onchange: ({ target }) => this.#chooseRoots([...target.files]) });
    const roots = make("details", { class: "roots", part: "roots" }, make("summary", {}, parts.rootsName), parts.rootsHelp,
      make("label", { class: "pick" }, parts.roots, parts.rootsChoose));

    parts.status = make("p", { role: "status", part: "status" });
    parts.progress = make("div", { class: "bar", part: "progress" });
    parts.summary = make("div", { class: "bar", part: "summary" });
    parts.list = make("ol", { class: "documents", part: "documents" });
    parts.results = make("section", { "aria-label": text.results }, parts.summary, parts.list);
    this.#root.replaceChildren(parts.zone, roots, parts.status, parts.progress, parts.results);
    this.#relabel();
  }

  #relabel() {
    const [text, parts] = [this.#text, this.#parts];
    this.#root.host.setAttribute("part", "root");
    for (const child of this.#root.children) child.lang = this.language;
    parts.choose.textContent = text.choose;
    parts.drop.textContent = text.drop;
    parts.privacy.textContent = text.privacy;
    parts.rootsHelp.textContent = text.rootsHelp;
    parts.rootsChoose.textContent = text.chooseRoots;
    parts.results.setAttribute("aria-label", text.results);
    this.#countRoots();
    // Sentences of reports are in the language they were made in: documents still at hand are judged anew.
    const files = this.#rows.map(({ file }) => file);
    if (files.length > 0) {
      this.clear();
      this.verify(files);
    }
  }

  #takeDrops(zone) {
    const over = (is) => zone.classList.toggle("over", is);
    const isFiles = ({ dataTransfer }) => dataTransfer?.types.includes("Files");
    zone.addEventListener("dragover", (event) => {
      if (!isFiles(event)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
      over(true);
    });
    zone.addEventListener("dragleave", () => over(false));
    zone.addEventListener("drop", (event) => {
      if (!isFiles(event)) return;
      event.preventDefault();
      over(false);
      this.verify(event.dataTransfer.files);
    });
  }

  #chooseRoots(files) {
    this.#chosen = files;
    this.#restart();
    this.#countRoots();
    const again = this.#rows.map(({ file }) => file);
    if (again.length > 0) {
      this.clear();
      this.verify(again);
    }
  }

  #countRoots() {
    const given = this.#chosen.length + [this.trust].flat().length + (this.getAttribute("trust")?.split(/\s+/).filter(Boolean).length ?? 0);
    this.#parts.rootsName.textContent = `${this.#text.roots}: ${given > 0 ? this.#text.rootsCount(given) : this.#text.rootsNone}`;
  }

  #say(sentence) {
    if (this.#parts.status.textContent !== sentence) this.#parts.status.textContent = sentence;
  }

  #said = 0;

  #progress(done, total) {
    const { progress } = this.#parts;
    const text = this.#text;
    if (!progress.firstChild) {
      progress.append(make("progress", { "aria-label": text.verifying(done, total) }), make("button", { type: "button", onclick: () => this.#batch?.abort() }, text.stop));
      this.#said = 0;
    }
    Object.assign(progress.firstChild, { value: done, max: total });
    // A screen reader should not be flooded: what it hears changes every other second.
    if (performance.now() - this.#said > 2000) {
      this.#said = performance.now();
      this.#say(text.verifying(done, total));
    }
  }

  #finish(done, first) {
    const { progress, list, input } = this.#parts;
    const hadFocus = progress.contains(this.#root.activeElement) || this.#root.activeElement === input;
    progress.replaceChildren();
    const counts = this.#counts(this.#rows.slice(first));
    this.#say([this.#text.finished(done), ...counts.map(({ kind, count }) => (done === 1 ? this.#text[kind] : `${this.#text[kind]}: ${count}`))].join(". "));
    this.#summarise();
    // To the first result, but not away from what the reader is at.
    if (hadFocus) list.children[first]?.querySelector("summary").focus();
  }

  #counts(rows) {
    const kinds = rows.map(({ report }) => (report ? kindOf(report) : "unexamined"));
    return KINDS.map((kind) => ({ kind, count: kinds.filter((one) => one === kind).length })).filter(({ count }) => count > 0);
  }

  #summarise() {
    const text = this.#text;
    if (this.#rows.length === 0) {
      this.#parts.summary.replaceChildren();
      return;
    }
    const several = this.#rows.length > 1;
    this.#parts.summary.replaceChildren(
      ...(several ? this.#counts(this.#rows).map(({ kind, count }) => make("span", {}, verdict(kind, text), `: ${count}`)) : []),
      ...(several ? [make("button", { type: "button", onclick: () => this.#save(`[\n${this.reports.map(({ report }) => JSON.stringify(report)).join(",\n")}\n]\n`, "longseal.json", "application/json") }, text.all)] : []),
      make("button", { type: "button", onclick: () => this.clear() }, text.clear),
    );
  }

  #add(row) {
    const text = this.#text;
    const report = row.report ?? { error: { code: "", message: `${text.fault}: ${row.error.message}` } };
    const kind = kindOf(report);
    const content = make("div", { class: "body" });
    const details = make("details", { part: `document ${kind}` },
      make("summary", {}, make("h2", {}, verdict(kind, text), " ", make("span", {}, row.file.name ?? text.document))), content);
    // Built when it is looked at: two hundred documents at once would freeze the page.
    details.addEventListener("toggle", () => {
      if (details.open && !content.firstChild) content.append(...this.#body(row, report));
    });
    this.#rows.push(row);
    this.#parts.list.append(make("li", {}, details));
    if (this.#rows.length === 1) {
      content.append(...this.#body(row, report));
      details.open = true;
    } else if (this.#rows.length === 2) {
      this.#parts.list.firstChild.firstChild.open = false;
    }
  }

  #body(row, report) {
    const text = this.#text;
    if (!row.report) return [make("p", {}, report.error.message)];
    const format = dates(this.language, text);
    const counted = report.signatures_count > 0 && `${text.signatures(report.valid_signatures_count, report.signatures_count)}. `;
    return [
      make("p", { class: "muted" }, counted || "", text.validatedFor(format.moment(report.validation_time))),
      ...body(report, { text, lang: this.language }),
      ...(report.error?.code === "error.wrong-password" ? [this.#passwordForm(row)] : []),
      make("div", { class: "bar" },
        make("button", { type: "button", onclick: () => this.#save(`${JSON.stringify(report)}\n`, `${row.file.name}.json`, "application/json") }, text.json),
        make("button", { type: "button", onclick: () => this.#save(this.#page(row, report), `${row.file.name}.html`, "text/html") }, text.print)),
    ];
  }

  #passwordForm(row) {
    const text = this.#text;
    const input = make("input", { type: "password", autocomplete: "off", required: true });
    return make("form", { onsubmit: (event) => {
      event.preventDefault();
      this.verify([row.file], { password: input.value });
    } }, make("label", {}, text.password, input), make("button", {}, text.again));
  }

  /** The report as a page by itself, everything unfolded: for printing and keeping. */
  #page(row, report) {
    const text = this.#text;
    const kind = kindOf(report);
    const main = make("main", {}, make("h1", {}, row.file.name), make("p", {}, verdict(kind, text)), ...body(report, { text, lang: this.language }));
    for (const details of main.querySelectorAll("details")) details.open = true;
    const style = `${css.replaceAll(":host", "body")}body{max-width:60rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}`;
    const head = make("head", {}, make("meta", { charset: "utf-8" }), make("meta", { name: "viewport", content: "width=device-width" }), make("title", {}, row.file.name), make("style", {}, style));
    return `<!doctype html>\n${make("html", { lang: this.language }, head, make("body", {}, main)).outerHTML}\n`;
  }

  #save(content, name, type) {
    const url = URL.createObjectURL(new Blob([content], { type }));
    make("a", { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  }
}

if (!customElements.get("longseal-verifier")) customElements.define("longseal-verifier", LongsealVerifier);
