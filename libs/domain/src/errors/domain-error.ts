/**
 * A refusal with a stable code (see the reason lists of the lifecycle), never a text for people:
 * callers translate the code, so that one refusal reads the same in the console, the API and a bank's answer.
 */
export class DomainError extends Error {
  constructor(
    readonly code: string,
    detail?: string,
  ) {
    super(detail === undefined ? code : `${code}: ${detail}`);
    this.name = 'DomainError';
  }
}
