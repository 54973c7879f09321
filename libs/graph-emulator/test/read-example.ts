/** What a reference page shows. */
export interface Example {
  readonly file: string;
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly status: number;
  readonly answer: string;
}

/** The request and the response of a reference page's example, as published. */
export function readExample(file: string, text: string): Example {
  const page = text.replaceAll("\r\n", "\n");
  const blocks = [...page.slice(page.indexOf("\n## Example")).matchAll(/^``` ?http\n(.*?)^```/gms)].map(
    ([, block = ""]) => block,
  );
  const [request = "", response = ""] = blocks;
  const [, method = "", path = ""] = /^([A-Z]+) https:\/\/graph\.microsoft\.com(\S+)/.exec(request) ?? [];
  const [, status = ""] = /^HTTP\/1\.1 (\d+)/.exec(response) ?? [];
  return { file, method, path, body: jsonOf(request), status: Number(status), answer: jsonOf(response) };
}

function jsonOf(block: string): string {
  const start = block.indexOf("\n{");
  return start < 0 ? "" : block.slice(start + 1).trimEnd();
}
