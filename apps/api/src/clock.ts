import { shanghaiDateOf, type CivilDate } from '@bangdai/domain';

/** The day in Asia/Shanghai now. */
export const today = (): CivilDate => shanghaiDateOf(Date.now());
