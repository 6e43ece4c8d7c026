interface Stack {
  add(
    middleware: (next: Next, context: { readonly commandName?: string }) => Next,
    options: { readonly step: 'initialize'; readonly name: string },
  ): void;
}

type Next = (args: never) => Promise<never>;

const failed = new WeakMap<object, string>();

/** From now on, an error of the client knows which call has failed. */
export function nameCalls<C extends { readonly middlewareStack: unknown }>(client: C, service: string): C {
  const stack = client.middlewareStack as Stack;
  const middleware = (next: Next, context: { readonly commandName?: string }): Next => {
    const action = `${service}:${(context.commandName ?? '').replace(/Command$/, '')}`;
    return async (args) => {
      try {
        return await next(args);
      } catch (error) {
        if (typeof error === 'object' && error !== null) failed.set(error, action);
        throw error;
      }
    };
  };
  stack.add(middleware, { step: 'initialize', name: 'nameCalls' });
  return client;
}

/** The action that was to be carried out, as a policy names it. */
export function failedAction(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null ? failed.get(error) : undefined;
}
