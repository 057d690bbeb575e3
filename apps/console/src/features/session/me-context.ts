import type { Me } from '@bangdai/contracts/http';
import { createContext, useContext } from 'react';

/**
 * The signed-in person, given by the guard. A context and not the cached read: when a session ends, the read is empty
 * at once, while pages below the guard may render once more before they go.
 */
export const MeContext = createContext<Me | null>(null);

export function useMe(): Me {
  const me = useContext(MeContext);
  if (me === null) throw new Error('useMe outside the guard');
  return me;
}
