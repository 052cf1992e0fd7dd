// A doubly linked list whose links are the listed things themselves: whoever leaves does so at once, from wherever it
// stands, and leaves nothing behind. Those who wait stand in one, and so do all greenlets of a hub.

export interface Link {
  /** The chain that it is in, if any. Only the chain sets these three. */
  chain: Chain<Link> | null;
  previous: Link | null;
  following: Link | null;
}

/** First in, first out. */
export class Chain<L extends Link> implements Iterable<L> {
  first: L | null = null;
  private last: L | null = null;

  push(link: L): void {
    link.chain = this as Chain<Link>;
    link.previous = this.last;
    if (this.last === null) this.first = link;
    else this.last.following = link;
    this.last = link;
  }

  shift(): L | null {
    const { first } = this;
    if (first !== null) this.remove(first);
    return first;
  }

  remove(link: L): void {
    const previous = link.previous as L | null;
    const following = link.following as L | null;
    if (previous === null) this.first = following;
    else previous.following = following;
    if (following === null) this.last = previous;
    else following.previous = previous;
    link.chain = null;
    link.previous = null;
    link.following = null;
  }

  *[Symbol.iterator](): Iterator<L> {
    for (let link = this.first; link !== null; link = link.following as L | null) yield link;
  }
}
