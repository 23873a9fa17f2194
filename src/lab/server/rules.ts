/** The faults and behaviours the lab was told to show, and which of them is next. */
import type { Behaviour, Fault, Route } from './faults.ts';

export type Rules = {
  /** Adds a fault; the returned function takes it away. */
  fault(fault: Fault): () => void;
  /** The oldest fault waiting at this route, used up by one. */
  takeFault(route: Route): Fault | undefined;
  /** The next `jobs` submits go this way; Infinity: all that have no other behaviour waiting. */
  behave(behaviour: Behaviour, jobs: number): void;
  takeBehaviour(): Behaviour;
};

export function openRules(): Rules {
  const faults: { fault: Fault; left: number }[] = [];
  const behaviours: { behaviour: Behaviour; left: number }[] = [];
  let usual: Behaviour = {};

  return {
    fault(fault) {
      const entry = { fault, left: fault.times ?? 1 };
      faults.push(entry);
      return () => {
        entry.left = 0;
      };
    },
    takeFault(route) {
      const entry = faults.find(({ fault, left }) => fault.at === route && left > 0);
      if (!entry) return undefined;
      entry.left -= 1;
      return entry.fault;
    },
    behave(behaviour, jobs) {
      if (jobs === Number.POSITIVE_INFINITY) usual = behaviour;
      else behaviours.push({ behaviour, left: jobs });
    },
    takeBehaviour() {
      const entry = behaviours.find(({ left }) => left > 0);
      if (!entry) return usual;
      entry.left -= 1;
      return entry.behaviour;
    },
  };
}
