// Runs a command that must not outlive whoever started it: when standard input closes, which it does however the
// starter ends, the command's whole process group is ended and its temporary folder removed.
// Usage: node guard.mjs <temporary folder> <command> [argument...]
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';

const GRACE_MILLISECONDS = 2000;

const [folder, command, ...args] = process.argv.slice(2);
const child = spawn(command, args, { detached: true, stdio: ['ignore', 'inherit', 'inherit'] });
let abandoned = false;

function signalGroup(signal) {
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group is gone already.
  }
}

process.stdin.resume().on('end', () => {
  abandoned = true;
  signalGroup('SIGTERM');
  setTimeout(() => signalGroup('SIGKILL'), GRACE_MILLISECONDS);
});

child.on('error', (error) => {
  console.error(`cannot run ${command}: ${error.message}`);
  process.exit(127);
});

child.on('exit', (code) => {
  signalGroup('SIGKILL');
  if (abandoned) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  process.exit(code ?? 1);
});
