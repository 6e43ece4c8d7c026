import { presentable, shortened } from '../../../lambda/cloudformation/error-response';
import { Fenced, TerminalError } from '../../../lambda/outcome';
import { World, onto } from '../world';

test('an error is shown by its message, without a stack', () => {
  const shown = presentable(new TerminalError('it is being deleted'));
  expect(shown).toMatchObject({
    name: 'TerminalError',
    message: 'it is being deleted',
    stack: 'TerminalError',
  });
});

test('an operation that has been overtaken says so by the name of its error', () => {
  expect(presentable(new Fenced('superseded'))).toMatchObject({ name: 'Fenced', stack: 'Fenced' });
});

test('what is thrown and no error is shown as a text', () => {
  expect(presentable('gone')).toMatchObject({ name: 'Error', message: 'gone', stack: 'Error' });
});

test('a text is cut where it is too long, between two characters, and says that it goes on', () => {
  expect(shortened('häuser', 7)).toBe('häuser');
  expect(shortened('häuser', 6)).toBe('häuse…');
  expect(shortened('häuser', 2)).toBe('h…');
  expect(shortened('接続', 5)).toBe('接…');
  expect(shortened('\u{1F6AB}\u{1F6AB}', 7)).toBe('\u{1F6AB}…');
});

test('what was no character in the text itself stays so', () => {
  expect(shortened('\uFFFDab接', 7)).toBe('\uFFFDab…');
});

test('the log has what the person who deploys is shown', async () => {
  const world = await World.start();
  try {
    const create = world.begin('Create', onto('dxlag-00000000'));
    const error = await world.poll(create).catch((thrown: unknown) => thrown as Error);
    const { message } = error as Error;
    expect(message).toContain('this account has no such interconnect or LAG in this region');
    expect(world.decisions.at(-1)).toEqual({
      decision: `failed: ${message}`,
      connection: 'dxcon-fg9607vm',
      requestId: create.RequestId,
    });
  } finally {
    await world.stop();
  }
});
