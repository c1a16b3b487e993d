// In Node: the same, the module read from the package's folder.

import { readFile } from "node:fs/promises";

import { start } from "./instance.js";
import { compile } from "./module.js";

export { memoryInUse } from "./instance.js";
export { Verifier } from "./verifier.js";

export default function init(source) {
  return start(async () => compile(source ?? await readFile(new URL("./wasm/longseal_bg.wasm", import.meta.url))));
}
