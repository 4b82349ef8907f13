/** What pages on these origins may do from a browser: everything, with cookies. What others are answered, a browser keeps from them. */
export const cors = (origins: string[]) => ({
  origin: origins,
  credentials: true,
  // So that a page can say which request has failed.
  exposedHeaders: ["x-request-id"],
  // Browsers ask leave again after this many seconds.
  maxAge: 600,
});
