// The scene of a membership change without the published fix.

import type { Scene } from './scene.ts';

export const withoutFix: Scene = {
  id: 'membership',
  title: 'A membership change without the published fix',
  settings: {
    ...{ servers: 4, preVote: false, checkQuorum: false, membershipFix: false },
    ...{ electionTimeout: [300, 500], heartbeatInterval: 60, latency: 15, jitter: 0 },
  },
  seed: 7,
  models: ['async', 'coroutines'],
  async script(director) {
    const old = await director.untilElected();
    await director.untilQuiet();
    director.start(
      `Four servers, and server ${old} leads. In this world the rules lack one line: a leader changes the members before it has committed an entry of its own term.`,
    );
    await director.do({ do: 'add' });
    await director.until('the new configuration on the leader', ({ events, picture: { servers } }) =>
      events.some(
        ({ event }) =>
          event.type === 'append' && event.server === old && servers.get(old)!.terms.length === 3,
      ),
    );
    const others = director.others(old, 5);
    await director.do({ do: 'partition', groups: [[old, 5], others] });
    director.tell(
      `Server 5 is being added. The entry that makes it a voter is on server ${old}, and on no other when the network is cut: ${old} and 5 here, ${others.join(', ')} there.`,
    );
    const fresh = await director.untilElected();
    const near = others.filter((id) => id !== fresh)[0]!;
    const far = others.filter((id) => id !== fresh)[1]!;
    await director.do({ do: 'remove', server: old });
    await director.do({ do: 'partition', groups: [[fresh, near], [far], [old, 5]] });
    director.tell(
      `Server ${fresh} is elected by the three, as a majority of four, and is asked to remove server ${old}: at once, before it has committed anything. Then server ${far} is cut off, too.`,
    );
    await director.until(
      'the removal to be committed',
      ({ picture: { servers } }) => servers.get(fresh)!.commitIndex > 2,
    );
    director.tell(
      `With ${old} removed there are three members, and ${fresh} and ${near} are a majority: the removal is committed.`,
    );
    await director.do({
      do: 'partition',
      groups: [
        [fresh, near],
        [far, old, 5],
      ],
    });
    director.tell(
      `Servers ${old} and 5 meet server ${far}. They hold a configuration of five, with server 5, which was never committed; each change alone moves a majority by one server, but these two did not start from the same.`,
    );
    director.ask({
      text: `Can ${old}, 5 and ${far} elect a leader?`,
      options: [
        'No: the removal is committed, so their old configuration is void',
        'Yes: they are three of five in the configuration that they know, though two of three have committed another',
        'No: server 5 is no voter yet',
      ],
      right: 1,
      because:
        'A server uses the newest configuration in its log, committed or not. Two majorities that do not overlap: that is the bug of single-server changes, found in 2015.',
    });
    await director.until('a violation', ({ marks }) => marks.has('violation'));
    director.tell(
      'They do, and the new leader lacks an entry that was committed: leader completeness is violated. With the published fix, server and leader of term 2 would have had to commit an entry of its own term first, and for that it would have needed a majority of four.',
    );
    await director.wait(60);
  },
};
