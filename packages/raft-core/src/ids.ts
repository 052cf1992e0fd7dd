// Identifiers of servers, terms and entries, and the roles of a server.

/** A server's identifier: an integer from 1. */
export type ServerId = number;

/** Raft's logical clock (§5.1): 0 before the first election, then increasing. */
export type Term = number;

/** A position in the log: the first entry has index 1; 0 is before the first entry. */
export type LogIndex = number;

/** The three roles of Figure 4, and pre-candidate: a server that runs PreVote before an election (dissertation §9.6). */
export type Role = 'follower' | 'pre-candidate' | 'candidate' | 'leader';
