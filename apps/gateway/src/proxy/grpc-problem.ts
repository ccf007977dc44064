import type { Header, MessageHead } from '../http/message-head.ts';

/** Codes of gRPC for what the gateway itself answers; UNAVAILABLE may be tried again. gRPC, "Status codes and their use". */
const codes: Readonly<Record<number, number>> = { 400: 13, 401: 16, 403: 7, 404: 12, 429: 8, 500: 13, 502: 14, 503: 14, 504: 4 };
const unknown = 2;

/** A call of gRPC: its answers are of status 200, and say by `grpc-status` what became of it. gRPC over HTTP/2, "Requests". */
export function isGrpc(head: MessageHead): boolean {
  return /^application\/grpc(?:[+;]|$)/.test(head.get('content-type') ?? '');
}

/** An answer of fields alone. gRPC over HTTP/2, "Responses". */
export function grpcProblem(status: number, text: string): Header[] {
  return [
    ['Content-Type', 'application/grpc'],
    ['grpc-status', String(codes[status] ?? unknown)],
    ['grpc-message', encodeURIComponent(text)],
  ];
}
