import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { html } from '../../cli/plan/html/markup';
import { renderPage } from '../../cli/plan/html/page';
import { flowsOf, layOut } from '../../cli/plan/html/picture-layout';
import type { Plan, PlannedConnection } from '../../cli/plan/schema';
import { HostedConnectionAssociation, HostedConnectionParent } from '../../lib';
import { inventory } from '../../simulator';
import { cli } from './cli';
import { contrastOf, palettesOf } from './contrast';

const MADE = { app: 'cdk.out', inventory: 'inventory.json', version: '1.2.3' };

function connection(index: number, given: Partial<PlannedConnection> = {}): PlannedConnection {
  return {
    stack: 'Partner',
    logicalId: `Association${index}`,
    connectionId: `dxcon-h${String(index).padStart(7, '0')}`,
    connectionName: `Customer ${index}`,
    ownerAccount: '444455556666',
    vlan: 100 + index,
    isOn: `dxcon-home000${index % 4}`,
    willBeOn: 'dxlag-aaaaaaaa',
    action: 'move',
    interruptions: 1,
    order: index + 1,
    startsAfterSeconds: index * 5,
    onRollback: `dxcon-home000${index % 4}`,
    onDelete: `dxcon-home000${index % 4}`,
    ...given,
  };
}

function planOf(connections: readonly PlannedConnection[], given: Partial<Plan> = {}): Plan {
  return {
    version: 1,
    source: 'inventory',
    region: 'us-east-1',
    at: '2026-11-26T09:00:00.000Z',
    stacks: [{ name: 'Partner', change: 'create' }],
    parents: [{ parentId: 'dxlag-aaaaaaaa', name: 'New LAG', location: 'EqDC2' }],
    connections: [...connections],
    problems: [],
    notes: [],
    isClear: true,
    estimate: { seconds: 90, settleSeconds: 5, calls: 1234 },
    ...given,
  };
}

const many = (count: number) => Array.from({ length: count }, (_, index) => connection(index));

describe('markup', () => {
  test.each([
    ['<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
    ['" onload="x', '&quot; onload=&quot;x'],
    ["it's & more", 'it&#39;s &amp; more'],
    ['a\u0000b\u001b[31mc\u0085', 'a\ufffdb\ufffd[31mc\ufffd'],
    ['東京 עברית \u202e', '東京 עברית \u202e'],
  ])('%j is escaped', (value, escaped) => {
    expect(html`<p title="${value}">${[value]}</p>`.text).toBe(`<p title="${escaped}">${escaped}</p>`);
  });

  test('what is markup stays so, what is undefined is nothing, and the indentation of the source is none of it', () => {
    const item = html`<b>${0}</b>`;
    const list = html`<ul>
      ${[item, undefined, item]}
    </ul>`;
    expect(list.text).toBe('<ul>\n<b>0</b><b>0</b>\n</ul>');
  });
});

describe('colours', () => {
  const { light, dark } = palettesOf(readFileSync(join(__dirname, '../../cli/plan/html/colors.css'), 'utf8'));
  const TEXTS = ['ink', 'quiet', 'link', 'moving', 'failing', 'clear'];
  const SHAPES = ['line', 'stays', 'moves', 'fails', 'unknown'];

  test('the calculation is that of WCAG', () => {
    expect(contrastOf('#000000', '#ffffff')).toBeCloseTo(21);
    expect(contrastOf('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  });

  test.each([
    ['light', light],
    ['dark', dark],
  ])('%s: texts have a contrast of 4.5, shapes of 3', (_name, palette) => {
    const colour = (name: string) => palette.get(name) ?? `no ${name}`;
    expect([...palette.keys()].sort()).toEqual(['ground', 'raised', ...TEXTS, ...SHAPES].sort());
    for (const ground of ['ground', 'raised'].map(colour)) {
      for (const text of TEXTS) expect([text, contrastOf(colour(text), ground) >= 4.5]).toEqual([text, true]);
    }
    for (const shape of SHAPES)
      expect([shape, contrastOf(colour(shape), colour('ground')) >= 3]).toEqual([shape, true]);
  });
});

describe('picture', () => {
  const connections = [
    ...many(9),
    connection(9, { action: 'adopt', isOn: 'dxlag-aaaaaaaa', interruptions: 0 }),
    connection(10, { action: 'fail', willBeOn: 'dxcon-home0002', interruptions: 0 }),
    connection(11, { action: 'unknown', willBeOn: undefined, interruptions: 0 }),
    connection(12, { action: 'fail', isOn: undefined, willBeOn: undefined, interruptions: 0 }),
  ];
  const flows = flowsOf(connections);

  test('what goes from where to where, each connection once', () => {
    expect(
      flows.map(({ from, to, kind, count, interruptions }) => [from, to, kind, count, interruptions]),
    ).toEqual([
      ['dxcon-home0000', 'dxlag-aaaaaaaa', 'moves', 3, 3],
      ['dxcon-home0001', 'dxlag-aaaaaaaa', 'moves', 2, 2],
      ['dxcon-home0002', 'dxcon-home0002', 'fails', 1, 0],
      ['dxcon-home0002', 'dxlag-aaaaaaaa', 'moves', 2, 2],
      ['dxcon-home0003', 'dxlag-aaaaaaaa', 'moves', 2, 2],
      ['dxcon-home0003', 'known at deployment', 'unknown', 1, 0],
      ['dxlag-aaaaaaaa', 'dxlag-aaaaaaaa', 'stays', 1, 0],
      ['no parent', 'no parent', 'fails', 1, 0],
    ]);
  });

  test('bars have room for their names, and ribbons fill them without a gap', () => {
    const { before, after, ribbons, height } = layOut(flows);
    for (const [bars, yOf, endOf] of [
      [before, ({ fromY }: (typeof ribbons)[number]) => fromY, ({ from }: (typeof ribbons)[number]) => from],
      [after, ({ toY }: (typeof ribbons)[number]) => toY, ({ to }: (typeof ribbons)[number]) => to],
    ] as const) {
      const middles = bars.map((bar) => bar.y + bar.height / 2);
      for (const [index, middle] of middles.entries())
        if (index > 0) expect(middle - (middles[index - 1] ?? 0)).toBeGreaterThanOrEqual(18);
      for (const bar of bars) {
        expect(bar.y).toBeGreaterThanOrEqual(0);
        expect(bar.y + bar.height).toBeLessThanOrEqual(height);
        const own = ribbons.filter((each) => endOf(each) === bar.parent).sort((a, b) => yOf(a) - yOf(b));
        let y = bar.y;
        for (const each of own) {
          expect(yOf(each)).toBeCloseTo(y);
          y += each.thickness;
        }
        expect(y).toBeCloseTo(bar.y + bar.height);
      }
    }
  });

  test('two that swap do not cross if they need not', () => {
    const swapped = layOut([
      { from: 'a', to: 'y', kind: 'moves', count: 1, interruptions: 1 },
      { from: 'b', to: 'x', kind: 'moves', count: 1, interruptions: 1 },
    ]);
    const [first, second] = [...swapped.ribbons].sort((a, b) => a.fromY - b.fromY);
    expect(first?.toY).toBeLessThan(second?.toY ?? 0);
  });
});

describe('page', () => {
  test('the same plan is the same page', () => {
    expect(renderPage(planOf(many(20)), MADE)).toBe(renderPage(planOf(many(20)), MADE));
  });

  test('its own script and style are all that may run, and nothing is loaded', () => {
    const page = renderPage(planOf(many(3)), MADE);
    for (const name of ['script', 'style']) {
      const [, text = ''] = new RegExp(`<${name}>([^]*?)</${name}>`).exec(page) ?? [];
      const hash = createHash('sha256').update(text).digest('base64');
      expect(page).toContain(`${name}-src 'sha256-${hash}'`);
    }
    expect(page).toContain("default-src 'none'");
    expect(page).not.toMatch(/https?:|\ssrc=|@import|url\(|<link|\sstyle="|\son\w+="/);
  });

  test('a connection takes less than 700 bytes, and its page at most 50 kilobytes more', () => {
    const [few, more] = [100, 1000].map((count) => renderPage(planOf(many(count)), MADE).length);
    expect(((more ?? 0) - (few ?? 0)) / 900).toBeLessThan(700);
    expect((few ?? 0) - 100 * 700).toBeLessThan(50_000);
  });

  test('it says when and from what it was made, and how long it will take', () => {
    const page = renderPage(planOf(many(3)), MADE);
    for (const text of [
      '<time datetime="2026-11-26T09:00:00.000Z">2026-11-26 09:00 UTC</time>',
      'the inventory <bdi>inventory.json</bdi>',
      'about 90 s, if a move takes 5 s',
      '1,234',
      'hosted-connections 1.2.3',
      '3 interruptions of 1 customer',
    ]) {
      expect(page).toContain(text);
    }
    const account = planOf([], { source: 'account', account: '111122223333' });
    expect(renderPage(account, { app: 'cdk.out', version: '1' })).toContain('account 111122223333');
  });

  test('what is in the way comes first, and leads to whom it concerns', () => {
    const problem = {
      stack: 'Partner',
      logicalId: 'Association1',
      when: 'rollback' as const,
      isRace: false,
      text: 'vlan 101 is in use',
    };
    const page = renderPage(planOf(many(3), { problems: [problem], isClear: false }), MADE);
    expect(page).toContain('1 problem stands in the way');
    expect(page).toMatch(/<a href="#connection-2"\s*>Partner\/Association1<\/a\s*>/);
    expect(page).toMatch(/<a href="#problem-1"\s*>problem 1<\/a\s*>/);
    expect(page).toContain('1 rollback would fail');
  });

  test('a plan of nothing has a page', () => {
    const page = renderPage(planOf([], { stacks: [] }), MADE);
    expect(page).toContain('Plan of no stack');
    expect(page).toContain('Nobody.');
    expect(page).not.toContain('<svg');
  });
});

describe('the command', () => {
  const folder = mkdtempSync(join(tmpdir(), 'page-'));
  const file = join(folder, 'inventory.json');
  const args = ['plan', '--app', join(folder, 'cdk.out'), '--inventory', file, '--html'];

  beforeAll(() => {
    process.env['CDK_VALIDATION'] = 'false';
    writeFileSync(file, JSON.stringify(inventory()));
    const app = new App({ outdir: join(folder, 'cdk.out') });
    const stack = new Stack(app, 'Partner');
    new HostedConnectionAssociation(stack, 'Acme', {
      connectionId: 'dxcon-nowhere1',
      parent: HostedConnectionParent.fromLagId('dxlag-aaaaaaaa'),
    });
    app.synth();
  });

  test('writes the page beside what it prints, and its exit code is that of the plan', async () => {
    const page = join(folder, 'plan.html');
    const written = await cli([...args, page]);
    const printed = await cli(args.slice(0, -1));
    expect(printed.code).toBe(1);
    expect(written).toEqual(printed);
    expect(readFileSync(page, 'utf8')).toContain('dxcon-nowhere1');
  });

  test('says in one line that the page cannot be written, after what it prints, with exit code 2', async () => {
    const { code, out, err } = await cli([...args, join(folder, 'no', 'plan.html')]);
    expect({ code, lines: err.trimEnd().split('\n').length }).toEqual({ code: 2, lines: 1 });
    expect(err).toMatch(/^could not write \S+plan\.html: .*ENOENT/);
    expect(out).toContain('1 problem stands in the way');
  });
});
