import { EXIT } from './outcome';
import { run } from './program';

// The SDK announces on every start when it will need another Node.js.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

// Whoever reads has seen enough, as `head` does.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? EXIT.fine);
    throw error;
  });
}

void run(process.argv.slice(2), process).then((code) => {
  process.exitCode = code;
});
