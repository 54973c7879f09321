// The least that a generator must do: read the metadata, parse it strictly, write as many bytes to as many files.
import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SaxesParser } from "saxes";

const [csdl, like, out] = process.argv.slice(2);
const text = readFileSync(csdl, "utf8");
new SaxesParser({ position: true }).write(text).close();
if (like !== undefined && out !== undefined) {
  mkdirSync(out, { recursive: true });
  for (const name of readdirSync(like))
    writeFileSync(join(out, name), text.slice(0, statSync(join(like, name)).size));
}
