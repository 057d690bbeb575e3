/** Where the tests of the lifecycle stand. */
export type Row = [clause: string, code: string | null, file: string, title: string];

export const loan = (name: string): string => `tests/acceptance/loan/${name}.int-spec.ts`;
export const store = (name: string): string => `libs/persistence/src/loans/${name}.int-spec.ts`;
export const chain = 'libs/domain/src/approval/chain.spec.ts';
export const review = 'workflows/procedure/src/review-chain.spec.ts';
export const eligibility = 'libs/policy-packs/src/registry/eligibility.spec.ts';
export const servicing = 'workflows/loan/src/transitions/servicing.spec.ts';
export const rounds = 'libs/persistence/src/programme/programme.int-spec.ts';
export const api = 'apps/api/src/start-api.int-spec.ts';
