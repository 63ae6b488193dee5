// Runs all tests in one process. Every file beside this one that ends in .test.js is one of theirs.

import { readdir } from "node:fs/promises";

for (const file of (await readdir(new URL(".", import.meta.url))).filter((name) => name.endsWith(".test.js")).sort()) {
  await import(new URL(file, import.meta.url));
}
