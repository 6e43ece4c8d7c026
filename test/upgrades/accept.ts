// Accepts the API and the template as they are now, and says what that does to users. Usage: npm run accept
import { accepted } from './accepted';
import { compareApis } from './api-changes';
import { readBuiltAssembly } from './assembly';
import { synthesizeFleet } from './fleet-template';
import { describeUpgrade } from './upgrade';

function tell(title: string, lines: string[]): void {
  console.log(`accept: ${title}: ${lines.length === 0 ? 'none' : ''}`);
  for (const line of lines) console.log(`  ${line}`);
}

const [api, template] = [readBuiltAssembly(), synthesizeFleet()];
const { breaking, additions } = compareApis(accepted.readApi(), api);
tell('breaking changes of the API', breaking);
tell('additions to the API', additions);
tell('what an upgrade does to a deployed stack', describeUpgrade(accepted.readTemplate(), template));
accepted.writeApi(api);
accepted.writeTemplate(template);
