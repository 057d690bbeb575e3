import { fileURLToPath } from 'node:url';
import { DefaultLogger, bundleWorkflowCode } from '@temporalio/worker';

/** Built once per release; workers load this file and bundle nothing themselves. */
export const bundlePath = fileURLToPath(new URL('../dist/workflow-bundle.js', import.meta.url));

/** The same module that clients and workers name: without it, failures of workflows would travel in clear. */
const failureConverterPath = fileURLToPath(
  new URL('../../../libs/platform/converter/failure-converter.cjs', import.meta.url),
);

/** Bundles what `tsc` built: all projects that workflows import must be built before. */
export async function bundleWorkflows(): Promise<string> {
  const { code } = await bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('../dist/workflows.js', import.meta.url)),
    failureConverterPath,
    logger: new DefaultLogger('WARN'),
  });
  return code;
}
