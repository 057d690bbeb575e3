import { ApplicationFailure, proxyActivities, sleep } from '@temporalio/workflow';

const { fail } = proxyActivities<{ fail(text: string): Promise<void> }>({
  scheduleToCloseTimeout: '10s',
  retry: { maximumAttempts: 1 },
});

/** Lets one text pass through input, timer summary, activity input, failure message and details. */
export async function echoThenFail(text: string): Promise<void> {
  await sleep(1, { summary: text });
  await fail(text).catch((error: Error) => {
    throw ApplicationFailure.create({ message: `${text} ${error.message}`, type: 'ENDED', nonRetryable: true, details: [text] }); // prettier-ignore
  });
}
