import { CliError } from "./cli-error.ts";
import { exitCodes } from "./exit-codes.ts";

/** What a JMESPath expression finds. Throws when the expression is none. */
export async function searchAnswer(value: unknown, expression: string): Promise<unknown> {
  const { search } = await import("@jmespath-community/jmespath");
  try {
    // Through JSON, so that a query sees exactly what `-o json` prints.
    return search(JSON.parse(JSON.stringify(value)), expression);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CliError(`the query "${expression}" cannot be used: ${reason}`, {
      code: "invalid-query",
      exitCode: exitCodes.usage,
      hint: "see https://jmespath.site; -o json shows what there is to ask for",
    });
  }
}
