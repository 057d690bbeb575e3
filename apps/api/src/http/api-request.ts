import type { Actor } from '@bangdai/contracts';
import type { StaffAccount } from '@bangdai/contracts/http';
import type { Request } from 'express';

/** The one file of a multipart request, in memory. */
export interface UploadedFile {
  originalname: string;
  buffer: Buffer;
}

/** What the guards learn about a request before a handler sees it. */
export interface ApiRequest extends Request {
  traceId: string;
  /** Signed-in person; absent on public routes and for machines. */
  account?: StaffAccount;
  sessionToken?: string;
  isCookieSession?: boolean;
  /** Client key of this command and the command id made from it. */
  idempotencyKey?: string;
  commandId?: string;
  file?: UploadedFile;
  /** Set by the JSON body parser: the bytes that a signature covers. */
  rawBody?: Buffer;
}

/** The part of an account that travels with a command: ids, role and place, never a name. */
export function actorOf({ id, role, county, place, bank, onBehalfOf }: StaffAccount): Actor {
  return { id, role, county, place, bank, ...(onBehalfOf !== undefined && { onBehalfOf }) };
}
