import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { bundlePath, bundleWorkflows } from './bundle-code.js';

const code = await bundleWorkflows();
await mkdir(dirname(bundlePath), { recursive: true });
await writeFile(bundlePath, code);
process.stdout.write(`workflow bundle: ${Math.round(code.length / 1024)} KB\n`);
