import { describe, expect, it } from '@jest/globals';
import { CounterpartUnavailableError } from '@bangdai/contracts';
import { Circuit } from './circuit.js';

const fail = () => Promise.reject(new CounterpartUnavailableError('ECONNREFUSED'));
const refuse = () => Promise.reject(new Error('refused'));
const isFailure = (error: unknown) => error instanceof CounterpartUnavailableError;

function circuitWithClock() {
  const clock = { now: 0 };
  const circuit = new Circuit({ failuresToOpen: 3, openMs: 1000 }, () => clock.now);
  const failTimes = async (times: number) => {
    for (let time = 0; time < times; time += 1) await circuit.run(fail, isFailure).catch(() => undefined);
  };
  return { clock, circuit, failTimes };
}

describe('the circuit', () => {
  it('opens after some failures in a row and then refuses without calling', async () => {
    const { circuit, failTimes } = circuitWithClock();
    await failTimes(2);
    expect(circuit.state).toBe('closed');
    await failTimes(1);
    expect(circuit.state).toBe('open');
    let called = false;
    const call = async () => void (called = true);
    await expect(circuit.run(call, isFailure)).rejects.toThrow('CIRCUIT_OPEN');
    expect(called).toBe(false);
  });

  it('does not count what lies before a success or a refusal', async () => {
    const { circuit, failTimes } = circuitWithClock();
    await failTimes(2);
    await expect(circuit.run(refuse, isFailure)).rejects.toThrow('refused');
    await failTimes(2);
    await circuit.run(async () => 1, isFailure);
    await failTimes(2);
    expect(circuit.state).toBe('closed');
  });

  it('lets one call try after a while, and closes or opens by its result', async () => {
    const { circuit, clock, failTimes } = circuitWithClock();
    await failTimes(3);
    clock.now = 1000;
    expect(circuit.state).toBe('halfOpen');
    let release: () => void = () => undefined;
    const trial = circuit.run(() => new Promise<void>((resolve) => (release = resolve)), isFailure);
    await expect(circuit.run(async () => 1, isFailure)).rejects.toThrow('CIRCUIT_OPEN');
    release();
    await trial;
    expect(circuit.state).toBe('closed');
    await failTimes(3);
    clock.now = 2000;
    await failTimes(1);
    expect(circuit.state).toBe('open');
  });
});
