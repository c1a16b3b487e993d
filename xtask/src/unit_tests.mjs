// Runs the unit tests of a crate in Node: `node unit_tests.mjs MODULE`. MODULE is the test program for wasm32-unknown-unknown, linked with
// --export-table. It has no output of its own and a failing test ends it, so each test runs alone, in a new instance: the harness has a
// pointer to every test, and the names are in the module.

import { readFileSync } from "node:fs";

const bytes = readFileSync(process.argv[2]);
const module = new WebAssembly.Module(bytes);

/** The names of functions by their number (the module's custom section `name`, part 1). */
function functionNames() {
  const [section] = WebAssembly.Module.customSections(module, "name");
  const data = new Uint8Array(section);
  let at = 0;
  const number = () => {
    for (let value = 0, shift = 0; ; shift += 7) {
      const byte = data[at++];
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  };
  const names = new Map();
  while (at < data.length) {
    const part = data[at++];
    const end = number() + at;
    for (let left = part === 1 ? number() : 0; left > 0; left--) {
      const index = number();
      const length = number();
      names.set(index, new TextDecoder().decode(data.subarray(at, at + length)));
      at += length;
    }
    at = end;
  }
  return names;
}

/** The path in a mangled name of the form `<crate::module::tests::name::{closure#0} as FnOnce<()>>::call_once`, which is what the harness
 * calls for a test (https://doc.rust-lang.org/rustc/symbol-mangling/v0.html). */
function testPath(mangled) {
  const [, rest] = mangled.match(/^_RNvYNCNv(?:Nt)*C(?:s\w*?_)?\d+[a-z]\w*?(?=\d)(.*6FnOnceuE9call_once\w*)$/) ?? [];
  const path = [];
  for (let at = 0; rest; ) {
    const [digits, length] = rest.slice(at).match(/^([1-9]\d*)_?/) ?? [];
    // The closure has no name: 0.
    if (!digits) return path.includes("tests") ? path.join("::") : undefined;
    at += digits.length;
    path.push(rest.slice(at, at + Number(length)));
    at += Number(length);
  }
}

/** Where each test is in the table. */
function tests() {
  const names = functionNames();
  const { __indirect_function_table: table } = new WebAssembly.Instance(module).exports;
  const found = new Map();
  for (let at = 0; at < table.length; at++) {
    const test = testPath(names.get(Number(table.get(at)?.name)) ?? "");
    if (test) found.set(test, at);
  }
  return [...found].sort();
}

let passed = 0;
const failed = [];
for (const [name, at] of tests()) {
  const { __indirect_function_table: table } = new WebAssembly.Instance(module).exports;
  try {
    // The result goes to the address given; a test that returns has passed.
    table.get(at)(0);
    passed++;
  } catch (error) {
    failed.push(name);
    console.log(`FAILED ${name}\n${error.stack}`);
  }
}
console.log(`test result: ${failed.length ? "FAILED" : "ok"}. ${passed} passed; ${failed.length} failed; 0 ignored`);
process.exit(failed.length || !passed ? 1 : 0);
