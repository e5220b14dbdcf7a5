/**
 * The same pages, each asked for while the one before is being saved. An error comes where its page would have come,
 * so that everything before it is saved and the checkpoint stands.
 */
export async function* ahead<T>(pages: AsyncGenerator<T, void, void>): AsyncGenerator<T, void, void> {
  let next = pages.next();
  for (;;) {
    const page = await next;
    if (page.done) return;
    next = pages.next();
    next.catch(() => {}); // thrown above, when its turn comes
    yield page.value;
  }
}
