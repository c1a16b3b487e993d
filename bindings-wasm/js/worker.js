// `longseal/worker`: verification off the page's thread.
//
// One worker verifies one document after the other. A WebAssembly memory grows and never shrinks, so once nothing is left to
// do the worker is ended when its memory has grown beyond `keep` bytes, and started again with the next document.

import { compile } from "./module.js";

/** The compiled module, shared by all workers of the page. */
let compiled;

const thread = () => new Worker(new URL("./worker-thread.js", import.meta.url), { type: "module", name: "longseal" });

export class VerifierWorker {
  #options;
  #source;
  #thread;
  #keep;
  #worker;
  #jobs = new Map();
  #queue = [];
  #next = 0;
  #memory = 0;

  constructor(options = {}, { source, worker = thread, keep = 32 << 20 } = {}) {
    this.#options = options;
    this.#source = source;
    this.#thread = worker;
    this.#keep = keep;
  }

  /** The report on a File, a Blob or bytes. */
  async verify(document, { path = document.name, onprogress, signal } = {}) {
    signal?.throwIfAborted();
    const blob = document instanceof Blob ? document : new Blob([document]);
    return new Promise((resolve, reject) => {
      const job = { id: this.#next++, blob, path, onprogress, resolve, reject };
      const abort = () => {
        if (!this.#take(job.id)) return;
        // The document being read cannot be interrupted in any other way.
        if (this.#running === job.id) this.#end();
        reject(signal.reason);
        this.#advance();
      };
      signal?.addEventListener("abort", abort, { once: true });
      job.done = () => signal?.removeEventListener("abort", abort);
      this.#jobs.set(job.id, job);
      this.#queue.push(job.id);
      this.#advance();
    });
  }

  /** How many bytes of memory the module had after the last document; 0 when the worker is ended. */
  get memory() {
    return this.#memory;
  }

  /** Ends the worker; what is unfinished is rejected. */
  terminate() {
    this.#end();
    for (const id of [...this.#jobs.keys()]) this.#take(id).reject(new DOMException("terminated", "AbortError"));
    this.#queue.length = 0;
  }

  #running;

  #take(id) {
    const job = this.#jobs.get(id);
    this.#jobs.delete(id);
    job?.done();
    return job;
  }

  async #advance() {
    if (this.#running !== undefined) return;
    while (this.#queue.length > 0 && !this.#jobs.has(this.#queue[0])) this.#queue.shift();
    if (this.#queue.length === 0) {
      if (this.#memory > this.#keep) this.#end();
      return;
    }
    const id = this.#queue.shift();
    this.#running = id;
    try {
      compiled ??= compile(this.#source ?? new URL("./wasm/longseal_bg.wasm", import.meta.url));
      const module = await compiled;
      if (this.#running !== id) return;
      if (!this.#worker) {
        this.#worker = this.#thread();
        this.#worker.onmessage = ({ data }) => this.#hear(data);
        this.#worker.onerror = (event) => this.#fail(new Error(event.message || "the worker could not be started"));
        this.#worker.postMessage({ source: module, options: this.#options });
      }
      const { blob, path } = this.#jobs.get(id);
      this.#worker.postMessage({ id, blob, path });
    } catch (error) {
      compiled = undefined;
      this.#fail(error);
    }
  }

  #hear({ id, json, error, trapped, read, size, memory }) {
    if (read !== undefined) {
      this.#jobs.get(id)?.onprogress?.(read, size);
      return;
    }
    const job = this.#take(id);
    this.#running = undefined;
    if (memory !== undefined) this.#memory = memory;
    if (trapped) this.#end();
    if (error) job?.reject(Object.assign(new Error(error.message), { name: error.name }));
    else job?.resolve(JSON.parse(json));
    this.#advance();
  }

  #fail(error) {
    const job = this.#take(this.#running);
    this.#end();
    job?.reject(error);
    this.#advance();
  }

  #end() {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#running = undefined;
    this.#memory = 0;
  }
}
