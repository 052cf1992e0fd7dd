// Captions of the suite's tables, to which its charts refer.

export const serverCaption = 'Memory of an idle server: what each further server adds to the process';
export const ladderCaption = 'Clusters of many servers in one process';
