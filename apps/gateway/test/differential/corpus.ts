/** What the differential test found: each was once read differently by the data plane and by llhttp. */
export const requestCorpus: readonly string[] = ['PRI ////////HTTP/1.1\r\nHost: a.example\r\n\r\n'];

export const responseCorpus: readonly string[] = [
  // An extension without a name, and extensions as such.
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;\r\n\na\r\n0\r\nX: y\r\n\r\n',
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;\r\nabc\r\n0\r\n\r\n',
  // A trailer that is no field.
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX y\r\n\r\n',
  // A coding that llhttp does not recognise for the tab.
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\t\r\n\r\n3\r\nabc\r\n0\r\n\r\n',
  // An interim answer that says that nothing follows.
  'HTTP/1.1 100 Continue\r\nConnection: close \r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc',
  'HTTP/1.0 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc',
];
