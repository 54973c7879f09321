/** What the process says when it ends. */
export const exitCodes = {
  done: 0,
  failed: 1,
  differences: 2,
  partly: 3,
  signIn: 4,
  refused: 5,
  usage: 64,
  interrupted: 130,
} as const;

/** One of them. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** What each means: in full, and for the help of a command. */
export const exitCodeMeanings: Readonly<Record<ExitCode, { readonly full: string; readonly short: string }>> =
  {
    0: { full: "done, or nothing to do", short: "done, or nothing to do" },
    1: { full: "failed; the message says whether anything was written", short: "failed" },
    2: { full: "differences exist; only from drift, diff and plan --exit-code", short: "differences exist" },
    3: {
      full: "partly applied: some configurations succeeded, some did not",
      short: "some configurations succeeded, some did not; see apply --resume",
    },
    4: { full: "sign in, or a permission is missing", short: "sign in, or a permission is missing" },
    5: {
      full: "refused: changed since the plan, another tenant, or not safe",
      short: "refused: changed since the plan, another tenant, or not safe",
    },
    64: {
      full: "the command line or a file is not valid; nothing was sent",
      short: "not valid; nothing was sent",
    },
    130: {
      full: "interrupted; writes that had begun were finished and recorded",
      short: "interrupted; writes that had begun were finished and recorded",
    },
  };

/** In the order of the codes. */
export const allExitCodes: readonly ExitCode[] = [0, 1, 2, 3, 4, 5, 64, 130];
