// The documents both runtimes are tested with, and what the command line says of each.

import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
export const fixtures = join(root, "fixtures");

/** The command: LONGSEAL, or what cargo built last. */
export const command = process.env.LONGSEAL
  ?? ["release", "debug"].map((profile) => join(root, "target", profile, "longseal")).filter(existsSync)
    .sort((one, two) => statSync(two).mtimeMs - statSync(one).mtimeMs)[0];

const read = (path) => readFileSync(path);

/** The conformance suite, grouped by settings. */
export function suite() {
  const groups = new Map();
  const { cases } = JSON.parse(read(join(fixtures, "cases.json")));
  for (const { file, trust, material, password, at, revocation } of cases) {
    const key = JSON.stringify({ trust, material, password, at, revocation });
    if (!groups.has(key)) groups.set(key, new Set());
    groups.get(key).add(file);
  }
  return [...groups].map(([key, files]) => ({ ...JSON.parse(key), folder: fixtures, files: [...files] }));
}

/** Real documents of the corpus, when it is here; each is judged without trust, which changes no fact. */
export function corpus() {
  const shared = process.env.LONGSEAL_SHARED ?? join(root, "../shared");
  const folder = join(shared, "corpus");
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.toLowerCase().endsWith(".pdf"))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return [{ trust: [], material: [], password: null, at: "2026-01-01T00:00:00Z", revocation: "if-present", folder, files }];
}

/** What a trust list names, as the package takes it. The suite's lists have three keys, each on a line of its own. */
function anchors(list) {
  return read(list).toString("utf8").split("[[anchor]]").slice(1).map((table) => {
    const value = (key) => table.match(new RegExp(`^${key} = (.*)$`, "m"))?.[1];
    const purposes = value("purposes");
    return { file: read(resolve(dirname(list), JSON.parse(value("file")))), purposes: purposes && JSON.parse(purposes), until: value("until") };
  });
}

/** The Verifier's options of a group. */
export function options({ folder, trust, material, password, at, revocation }, lang = "en") {
  const given = (path) => (path.endsWith(".toml") ? anchors(resolve(folder, path)) : read(resolve(folder, path)));
  return { trust: trust.flatMap(given), material: material.map(given), password: password ?? undefined, at, revocation, lang };
}

/** What the command line prints for each of the group's files: a map from file to line of JSON. */
export function expected({ folder, trust, material, password, at, revocation, files }, lang = "en") {
  const temporary = mkdtempSync(join(tmpdir(), "longseal-"));
  try {
    const list = join(temporary, "files");
    writeFileSync(list, `${files.join("\n")}\n`);
    const settings = [...trust.flatMap((path) => ["--trust", path]), ...material.flatMap((path) => ["--material", path])];
    if (password !== null) settings.push("--password", password);
    const output = join(temporary, "reports");
    const given = ["verify", "--files-from", list, "--format", "jsonl", "--at", at, "--revocation", revocation, "--lang", lang, "-o", output];
    try {
      execFileSync(command, [...given, ...settings], { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
    } catch (error) {
      // 1 and 3 are verdicts.
      if (![1, 3].includes(error.status)) throw error;
    }
    const lines = readFileSync(output, "utf8").trimEnd().split("\n");
    return new Map(files.map((file, index) => [file, lines[index]]));
  } finally {
    rmSync(temporary, { recursive: true });
  }
}
