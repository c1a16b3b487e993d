// `longseal/worker`: verification off the page's thread.
//
// One worker verifies one document after the other. A WebAssembly memory grows and never shrinks, so once nothing is left to
// do the worker is ended when its memory has grown beyond `keep` bytes, and started again with the next document.

import { TEXTS, compile, read } from "./module.js";

/** The compiled modules and the texts of each language, shared by all workers of the page. */
const loaded = {};

async function once(name, load, source) {
  loaded[name] ??= load(source);
  try {
    return await loaded[name];
  } catch (error) {
    loaded[name] = undefined;
    throw error;
  }
}

const thread = () => new Worker(new URL("./worker-thread.js", import.meta.url), { type: "module", name: "longseal" });

export class VerifierWorker {
  #options;
  #source;
  #supplement;
  #texts;
  #thread;
  #keep;
  #worker;
  #memory = 0;
  /** What is to be done; the first is at work. */
  #jobs = [];

  constructor(options = {}, { source, supplement, texts, worker = thread, keep = 32 << 20 } = {}) {
    this.#options = options;
    this.#source = source ?? new URL("./wasm/longseal_bg.wasm", import.meta.url);
    this.#supplement = supplement ?? new URL("./wasm/longseal_supplement.wasm", import.meta.url);
    this.#texts = { ...TEXTS, ...texts };
    this.#thread = worker;
    this.#keep = keep;
  }

  /** The report on a File, a Blob or bytes. */
  verify(document, { path = document.name, onprogress, signal } = {}) {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const abort = () => {
        // The document being read cannot be interrupted in any other way.
        if (job === this.#jobs[0]) this.#end();
        this.#settle(job, () => reject(signal.reason));
      };
      signal?.addEventListener("abort", abort);
      const unlisten = () => signal?.removeEventListener("abort", abort);
      const job = { blob: document instanceof Blob ? document : new Blob([document]), path, onprogress, resolve, reject, unlisten };
      if (this.#jobs.push(job) === 1) this.#advance();
    });
  }

  /** How many bytes of memory the module had after the last document; 0 when the worker is ended. */
  get memory() {
    return this.#memory;
  }

  /** Ends the worker; what is unfinished is rejected. */
  terminate() {
    this.#end();
    for (const { unlisten, reject } of this.#jobs.splice(0)) {
      unlisten();
      reject(new DOMException("terminated", "AbortError"));
    }
  }

  async #advance() {
    const [job] = this.#jobs;
    if (!job) {
      if (this.#memory > this.#keep) this.#end();
      return;
    }
    const isAtWork = () => job === this.#jobs[0];
    const fail = (error) => {
      if (!isAtWork()) return;
      this.#end();
      this.#settle(job, () => job.reject(error));
    };
    try {
      const lang = this.#options.lang === "vi" ? "vi" : "en";
      const [module, text] = await Promise.all([once("module", compile, this.#source), once(lang, read, this.#texts[lang])]);
      if (!isAtWork()) return;
      if (!this.#worker) {
        this.#worker = this.#thread();
        this.#worker.postMessage({ module, text, options: this.#options });
      }
      this.#worker.onmessage = ({ data }) => {
        if (!isAtWork()) return;
        if (data.missing) this.#supply().catch(fail);
        else this.#hear(job, data);
      };
      this.#worker.onerror = ({ message }) => fail(new Error(message || "the worker could not be started"));
      this.#worker.postMessage({ blob: job.blob, path: job.path });
    } catch (error) {
      fail(error);
    }
  }

  /** Few documents need the supplement: it is loaded with the first that does. */
  async #supply() {
    const worker = this.#worker;
    worker.postMessage({ supplement: await once("supplement", compile, this.#supplement) });
  }

  #hear(job, { json, error, trapped, read, size, memory }) {
    if (read !== undefined) {
      job.onprogress?.(read, size);
      return;
    }
    this.#memory = memory ?? this.#memory;
    if (trapped) this.#end();
    this.#settle(job, () => (error ? job.reject(Object.assign(new Error(error.message), error)) : job.resolve(JSON.parse(json))));
  }

  /** Takes a job off the list and says how it ended; the next one is taken up when it was at work. */
  #settle(job, say) {
    const place = this.#jobs.indexOf(job);
    this.#jobs.splice(place, 1);
    job.unlisten();
    say();
    if (place === 0) this.#advance();
  }

  #end() {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#memory = 0;
  }
}
