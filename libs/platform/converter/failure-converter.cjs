/**
 * Named in `failureConverterPath` of every client, worker and workflow bundle. Messages and stacks of failures travel
 * as an encoded payload, so that the payload codec encrypts them too. Plain CommonJS, because the SDK loads it with
 * `require` from its own CommonJS code, also inside Jest and inside the workflow bundle.
 */
const { DefaultFailureConverter } = require('@temporalio/common');

exports.failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
