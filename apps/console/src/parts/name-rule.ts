/** RFC 1123 label: what names of namespaced objects and namespaces may be. */
export const nameRule = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
