/** Finds or fetches the time-skipping test server, which lives through three years of a loan in a second. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder } from '../paths.mjs';
import { findOnPath, isExecutable, resolveTool } from './resolve.mjs';
import { runCommand } from './run-command.mjs';
import { downloadWithSdk } from './sdk-download.mjs';

const serverVersion = '1.38.0';
const remedy =
  'Install a Java runtime 17+ and Maven (Debian: apt-get install -y maven), or name the server in BANGDAI_TEST_SERVER';

/** @param {NodeJS.ProcessEnv} env */
export function testServerCacheFolder(env = process.env) {
  return path.join(cacheFolder(env), `test-server-${serverVersion}`);
}

/** @param {NodeJS.ProcessEnv} env */
export function findTestServer(env = process.env) {
  return resolveTool('Time-skipping test server', testServerSources(env), remedy);
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {import('./resolve.mjs').ToolSource[]}
 */
export function testServerSources(env = process.env) {
  const folder = testServerCacheFolder(env);
  const named = env.BANGDAI_TEST_SERVER;
  return [
    ...(named
      ? [{ name: 'BANGDAI_TEST_SERVER', isFinal: true, find: () => requireExecutable(path.resolve(named)) }]
      : []),
    { name: 'the cache', find: () => cached(folder) },
    {
      name: "the SDK's download",
      find: () => downloadWithSdk('time-skipping', 'default', folder, 'test-server'),
    },
    { name: 'Maven', find: () => fromMaven(folder, env) },
  ];
}

/** @param {string} file */
function requireExecutable(file) {
  if (!isExecutable(file)) throw new Error(`${file} is not a program`);
  return file;
}

/** @param {string} folder */
function cached(folder) {
  const file = path.join(folder, 'test-server');
  return isExecutable(file) ? file : undefined;
}

/** @param {string} folder @param {NodeJS.ProcessEnv} env */
async function fromMaven(folder, env) {
  const maven = findOnPath('mvn', env);
  const java = findOnPath('java', env);
  if (!maven || !java) throw new Error(`${maven ? 'java' : 'mvn'} is not on PATH`);
  const jars = path.join(folder, 'jars');
  mkdirSync(jars, { recursive: true });
  writeFileSync(path.join(folder, 'pom.xml'), pom());
  const copy = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies';
  const args = ['-q', '-B', '-f', path.join(folder, 'pom.xml'), copy, `-DoutputDirectory=${jars}`];
  await runCommand(maven, args, {
    env,
    progress: 'fetching the test server with Maven',
    timeoutMs: 10 * 60_000,
  });
  const wrapper = path.join(folder, 'test-server');
  writeFileSync(wrapper, wrapperScript(java, jars));
  chmodSync(wrapper, 0o755);
  return wrapper;
}

function pom() {
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>bangdai</groupId><artifactId>test-server</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies><dependency>
    <groupId>io.temporal</groupId><artifactId>temporal-test-server</artifactId><version>${serverVersion}</version>
  </dependency></dependencies>
</project>
`;
}

/**
 * No `--enable-time-skipping`: with it the clock runs free between calls; the client locks and unlocks it itself.
 * @param {string} java @param {string} jars
 */
function wrapperScript(java, jars) {
  return `#!/bin/sh
exec '${java}' -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp '${jars}/*' io.temporal.testserver.TestServer "$@"
`;
}
