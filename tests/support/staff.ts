import { demoAccounts, Operator } from './operators.js';

export interface Post {
  role: string;
  county: string;
  place?: string;
  bank?: string | null;
}

const password = 'Pruefstein-2026';
let counter = 0;

/** The county's security administrator of the demo, who may create accounts. */
export async function securityAdminOf(apiUrl: string, county: string): Promise<Operator> {
  const accounts = await demoAccounts(apiUrl);
  const account = accounts.find(
    (each) => each.role === 'securityAdmin' && each.username.endsWith(`@${county}`),
  );
  if (!account) throw new Error(`no demo account securityAdmin@${county}`);
  return Operator.signIn(apiUrl, account.username, account.password);
}

/** Creates an account through the API and signs it in. */
export async function appoint(apiUrl: string, admin: Operator, post: Post): Promise<Operator> {
  const username = `${post.role.toLowerCase()}-${++counter}@${post.county}`;
  const { status, body } = await admin.post('/v1/users', {
    username,
    displayName: `${post.role} ${counter}`,
    password,
    role: post.role,
    county: post.county,
    place: post.place ?? '',
    bank: post.bank ?? null,
  });
  if (status >= 300) throw new Error(`cannot create ${username}: ${status} ${JSON.stringify(body)}`);
  return Operator.signIn(apiUrl, username, password);
}
