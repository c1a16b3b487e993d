// In Node: the same, the modules read from the package's folder.

import { readFile } from "node:fs/promises";

import { start } from "./instance.js";
import { compile } from "./module.js";

export { memoryInUse } from "./instance.js";
export { Verifier } from "./verifier.js";

const load = (source, name) => async () => compile(source ?? (await readFile(new URL(`./wasm/${name}.wasm`, import.meta.url))));

export default function init(source, { supplement } = {}) {
  return start(load(source, "longseal_bg"), load(supplement, "longseal_supplement"));
}
