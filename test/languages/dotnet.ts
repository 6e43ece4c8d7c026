import { distFolder, onlyFile } from './built';
import type { Generated } from './language';

/** Generated, and no more: an app in C# or F# is not tried. */
export const dotnet: Generated = {
  name: '.NET',
  target: 'dotnet',
  carriedTarball: () => Promise.resolve(onlyFile(distFolder('dotnet'), /\.tgz$/)),
};
