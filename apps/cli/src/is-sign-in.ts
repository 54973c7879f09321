/** Whether an HTTP status is about who asks, not about what is asked. */
export function isSignIn(status: number | undefined): boolean {
  return status === 401 || status === 403;
}
