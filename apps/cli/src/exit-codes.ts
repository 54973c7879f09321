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

/** The text of `help exit-codes`. */
export const exitCodesHelp = `code  means
   0  done, or nothing to do
   1  failed; the message says whether anything was written
   2  differences exist; only from plan --exit-code
   3  partly applied: some configurations succeeded, some did not
   4  sign in, or a permission is missing
   5  refused: changed since the plan, another tenant, or not safe to plan
  64  the command line or a file is not valid; nothing was sent
 130  interrupted; writes that had begun were finished and recorded
`;
