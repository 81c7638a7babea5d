/* Bundles launcher and chat window into assistant/chat/static/, embed.js and window.js, which are committed, so that
   installing needs no node.

     cd assistant/chat/window/client && npm install && npm run build

   The first line of each names the digest of all sources; tests/assistant/chat/window/test_bundle.py compares. */

import { createHash } from "node:crypto";
import { readFile, readdir, writeFile } from "node:fs/promises";
import { join, sep } from "node:path";
import { build, transform } from "esbuild";

const HERE = import.meta.dirname;
const STATIC = join(HERE, "..", "..", "static");
const TARGET = ["chrome105", "firefox113", "safari16.2"];

/* Sixteen hexadecimal digits that name the content of all sources, in the order of their names. */
async function digestSources() {
  const found = await readdir(join(HERE, "src"), { recursive: true, withFileTypes: true });
  const files = found.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const sources = files.map((path) => path.slice(HERE.length + 1).split(sep).join("/"));
  const digest = createHash("sha256");
  for (const name of [...sources, "build.mjs", "package.json"].sort()) {
    digest.update(`${name}\0`).update(await readFile(join(HERE, name))).update("\0");
  }
  return digest.digest("hex").slice(0, 16);
}

const minifiedStyle = {
  name: "minified style",
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, "utf8"), { loader: "css", minify: true, target: TARGET });
      return { contents: code.trim(), loader: "text" };
    });
  },
};

/* The licences of all packages that are part of the bundle. */
async function collectLicences({ inputs }) {
  const folders = new Set();
  for (const path of Object.keys(inputs)) {
    const found = path.match(/^node_modules\/(@[^/]+\/[^/]+|[^/]+)/);
    if (found) folders.add(found[0]);
  }
  const notices = [];
  for (const folder of [...folders].sort()) {
    const { name, version, license } = JSON.parse(await readFile(join(HERE, folder, "package.json"), "utf8"));
    const file = (await readdir(join(HERE, folder))).find((entry) => /^licen[cs]e/i.test(entry));
    if (!file) throw new Error(`${name} comes without its licence`);
    const text = await readFile(join(HERE, folder, file), "utf8");
    notices.push(`${name} ${version} (${license})\n\n${text.trim()}\n`);
  }
  return notices.join(`\n${"-".repeat(80)}\n\n`);
}

const digest = await digestSources();

function bundle(source, name) {
  return build({
    absWorkingDir: HERE,
    entryPoints: [source],
    outfile: join(STATIC, name),
    bundle: true,
    minify: true,
    format: "iife",
    target: TARGET,
    jsx: "automatic",
    jsxImportSource: "preact",
    charset: "utf8",
    legalComments: "none",
    plugins: [minifiedStyle],
    banner: { js: `/* Foyer's ${name} of sources ${digest}; licences of others in window.licences.txt. */` },
    metafile: true,
  });
}

await bundle("src/launcher/main.js", "embed.js");
const { metafile } = await bundle("src/window/main.jsx", "window.js");
await writeFile(join(STATIC, "window.licences.txt"), await collectLicences(metafile));
