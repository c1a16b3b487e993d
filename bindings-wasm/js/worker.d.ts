import type { Report, Texts, VerifierOptions } from "./index.js";

export interface WorkerSettings {
  /** The WebAssembly module when it is not beside this file: URL, Response, bytes, or compiled. */
  source?: string | URL | Response | BufferSource | WebAssembly.Module;
  /** The supplement, loaded with the first document that needs it, when it is not beside this file. */
  supplement?: string | URL | Response | BufferSource | WebAssembly.Module;
  /** The texts of reports when they are not beside this file; only those of the language asked for are loaded. */
  texts?: Texts;
  /** Starts `worker-thread.js` when it is not beside this file, for instance from a blob. */
  worker?: () => Worker;
  /** Bytes of memory an idle worker may keep; one that has more is ended. 32 MiB when absent. */
  keep?: number;
}

/** Verifies documents in a module worker, one after the other. */
export class VerifierWorker {
  constructor(options?: VerifierOptions, settings?: WorkerSettings);
  verify(
    document: Blob | BufferSource,
    options?: { path?: string; onprogress?: (read: number, size: number) => void; signal?: AbortSignal },
  ): Promise<Report>;
  /** Bytes of memory of the module after the last document; 0 when the worker is ended. */
  readonly memory: number;
  terminate(): void;
}
