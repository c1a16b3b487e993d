// In Node: the same, modules and texts read from the package's folder.

import { readFile } from "node:fs/promises";

import { start } from "./instance.js";
import { TEXTS, compile, read } from "./module.js";

export { memoryInUse } from "./instance.js";
export { Verifier } from "./verifier.js";

const load = (source, name) => async () => compile(source ?? (await readFile(new URL(`./wasm/${name}.wasm`, import.meta.url))));

/** Node's `fetch` has no files. */
const textOf = (source) => (source?.protocol === "file:" ? readFile(source) : read(source));

export default function init(source, { supplement, texts = TEXTS } = {}) {
  return start(load(source, "longseal_bg"), () => Promise.all(Object.values(texts).map(textOf)), load(supplement, "longseal_supplement"));
}
