import { CounterpartEntity } from './counterpart.entity.js';
import { CountyEntity } from './county.entity.js';
import { SessionEntity } from './session.entity.js';
import { SignInEntity } from './sign-in.entity.js';
import { StaffEntity } from './staff.entity.js';

export const entities = [CountyEntity, CounterpartEntity, StaffEntity, SessionEntity, SignInEntity];
export { CounterpartEntity, CountyEntity, SessionEntity, SignInEntity, StaffEntity };
