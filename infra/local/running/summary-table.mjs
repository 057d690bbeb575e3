/** The one table that `npm start` ends with: where to look, and whom to sign in as. */
import { table } from '../say.mjs';

/** @typedef {{ role: string, username: string, password: string, place?: string, name?: string }} DemoAccount */

/**
 * @param {import('../environment.mjs').Ports} ports
 * @param {DemoAccount[]} accounts
 */
export function addressTable(ports, accounts) {
  const at = (/** @type {number} */ port, route = '') => `http://127.0.0.1:${port}${route}`;
  return table([
    ['Addresses · 地址'],
    ['Console · 控制台', at(ports.api, '/'), '', ''],
    ['API · 接口文档', at(ports.api, '/docs'), '', ''],
    ['Temporal UI · 流程', at(ports.temporalUi), '', ''],
    ['Sandbox · 模拟银行国库', at(ports.sandbox), '', ''],
    ['Demo accounts · 演示账号'],
    ['Role · 角色', 'User · 用户名', 'Password · 密码', 'Place · 辖区'],
    ...accounts.map(({ role, username, password, place }) => [role, username, password, place ?? '']),
  ]);
}
