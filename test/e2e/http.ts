import { Header } from '../../src/kong/traffic';

export interface HttpRequest {
  readonly host: string;
  readonly path: string;
  readonly headers: readonly Header[];
}

/** status is undefined when the connection ended without an answer. */
export interface HttpResponse {
  readonly status?: number;
  readonly body: string;
}

export const NO_ANSWER: HttpResponse = { body: '' };
