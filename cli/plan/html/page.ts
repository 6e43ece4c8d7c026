import { createHash } from 'node:crypto';
import type { Plan } from '../schema';
import { connectionsSection } from './connections';
import { customersSection, interrupted } from './customers';
import SCRIPT from './filter.browser.mjs';
import { Markup, html } from './markup';
import COLORS from './colors.css';
import PAGE from './page.css';
import PICTURE from './picture.css';
import { picture } from './picture';
import { problemsSection } from './problems';
import { MadeFrom, actionsSection, failureSection, summary } from './summary';

const STYLE = [COLORS, PICTURE, PAGE].join('\n');

/** A plan as one file for a change request: nothing else is loaded, and nothing but its own script runs. */
export function renderPage(plan: Plan, made: MadeFrom): string {
  const title = `Plan of ${plan.stacks.map(({ name }) => name).join(', ') || 'no stack'}`;
  return `${
    html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta
            http-equiv="Content-Security-Policy"
            content="default-src 'none'; script-src ${hashOf(SCRIPT)}; style-src ${hashOf(STYLE)}; base-uri 'none'; form-action 'none'"
          />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>${title}</title>
          ${inElement('style', STYLE)}
        </head>
        <body>
          <a class="skip" href="#connections">Skip to the connections</a>
          <header>
            <h1>${title}</h1>
            ${summary(plan, made)}
          </header>
          <nav aria-label="Contents">${LINKS.map(([id, text]) => html`<a href="#${id}">${text}</a> `)}</nav>
          <main>
            ${actionsSection(plan)} ${problemsSection(plan)} ${failureSection(plan)}
            ${customersSection(interrupted(plan))} ${plan.connections.length === 0 ? '' : picture(plan)}
            ${connectionsSection(plan)}
          </main>
          ${inElement('script', SCRIPT)}
        </body>
      </html>`.text
  }\n`;
}

const LINKS: readonly (readonly [id: string, text: string])[] = [
  ['what-happens', 'What happens'],
  ['problems', 'Problems'],
  ['failure', 'If it fails'],
  ['customers', 'Who is interrupted'],
  ['parents', 'Interconnects and LAGs'],
  ['connections', 'Connections'],
];

/** As it is, to the letter: its hash is what lets it through. */
function inElement(name: 'style' | 'script', text: string): Markup {
  return new Markup(`<${name}>${text}</${name}>`);
}

function hashOf(text: string): Markup {
  return new Markup(`'sha256-${createHash('sha256').update(text).digest('base64')}'`);
}
