/** Lets requests leave together. */
export interface Turn {
  /** Begins now when nothing else is under way, or else at the end of this turn of the loop; `end` must follow. */
  start(begin: () => void): void;
  /** What was begun is over. */
  end(): void;
}

/**
 * When many requests are under way, several answers arrive in one turn of the loop; the requests that follow them leave
 * together at its end, because a write to a service that is awake costs half of one that wakes it.
 */
export function createTurn(): Turn {
  let underWay = 0;
  let waiting: (() => void)[] = [];
  const flush = (): void => {
    const ready = waiting;
    waiting = [];
    for (const begin of ready) begin();
  };
  return {
    start(begin) {
      underWay += 1;
      if (underWay === 1) begin();
      else if (waiting.push(begin) === 1) setImmediate(flush);
    },
    end() {
      underWay -= 1;
    },
  };
}
