import type { Fault } from '../fault.ts';
import { announcing } from './cursor-messages.ts';

/** Defects of what the configuration says of paging (RFC 9865 section 4). */
export const cursorAnnouncementFaults: Fault[] = [
  {
    id: 'F-CURS-41',
    title: 'The configuration denies the cursors that the server gives',
    breaks: ['RFC9865-4-01'],
    ...announcing((pagination) => {
      pagination.cursor = false;
    }),
  },
  {
    id: 'F-CURS-42',
    title: 'The configuration does not say whether there is paging by index',
    breaks: ['RFC9865-4-02'],
    ...announcing((pagination) => {
      delete pagination.index;
    }),
  },
  {
    id: 'F-CURS-43',
    title: 'The configuration announces its cursors by a text',
    breaks: ['RFC9865-4-02', 'RFC9865-4-01'],
    ...announcing((pagination) => {
      pagination.cursor = 'true';
    }),
  },
  {
    id: 'F-CURS-44',
    title: 'The configuration announces another default method than that of the server',
    breaks: ['RFC9865-2.4-01'],
    ...announcing((pagination) => {
      pagination.defaultPaginationMethod = 'cursor';
    }),
  },
  {
    id: 'F-CURS-45',
    title: 'The configuration announces offset as the default method',
    breaks: ['RFC9865-4-03'],
    ...announcing((pagination) => {
      pagination.defaultPaginationMethod = 'offset';
    }),
  },
  {
    id: 'F-CURS-46',
    title: 'Pages are larger than the announced maxPageSize',
    breaks: ['RFC9865-4-04'],
    ...announcing((pagination) => {
      pagination.maxPageSize = 2;
    }),
  },
  {
    id: 'F-CURS-47',
    title: 'Pages without a count are larger than the announced defaultPageSize',
    breaks: ['RFC9865-4-04'],
    ...announcing((pagination) => {
      pagination.defaultPageSize = 2;
    }),
  },
  {
    id: 'F-CURS-48',
    title: 'The announced cursorTimeout is a text',
    breaks: ['RFC9865-4-04'],
    ...announcing((pagination) => {
      pagination.cursorTimeout = '3600';
    }),
  },
];
