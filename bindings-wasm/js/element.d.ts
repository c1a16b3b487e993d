import type { FileBytes, Report, Texts, VerifierOptions } from "./index.js";

/**
 * `<longseal-verifier lang="vi" trust="roots.pem">`
 *
 * Attributes: `lang`, `trust` and `material` (URLs separated by spaces), `policy`, `revocation`, `at`.
 */
export class LongsealVerifier extends HTMLElement {
  /** Trust anchors besides those of the attribute and those the reader chooses. Set before the first document. */
  trust: NonNullable<VerifierOptions["trust"]>;
  material: FileBytes | FileBytes[];
  /** The WebAssembly module when it is not beside the package's files. */
  source?: string | URL | Response | BufferSource | WebAssembly.Module;
  /** The supplement, loaded with the first document that needs it, when it is not beside the package's files. */
  supplement?: string | URL | Response | BufferSource | WebAssembly.Module;
  /** The texts of reports when they are not beside the package's files; only those of the language asked for are loaded. */
  texts?: Texts;
  /** Starts `worker-thread.js` when it is not beside the package's files. */
  worker?: () => Worker;
  readonly language: "en" | "vi";
  readonly reports: { file: File; report: Report }[];
  verify(files: Iterable<File>, options?: { password?: string }): Promise<void>;
  clear(): void;
}

export interface LongsealVerifierEventMap {
  report: CustomEvent<{ file: File; report: Report }>;
  progress: CustomEvent<{ done: number; total: number; file: File; read: number; size: number }>;
  error: CustomEvent<{ file: File; error: Error }>;
}

declare global {
  interface HTMLElementTagNameMap {
    "longseal-verifier": LongsealVerifier;
  }
}
