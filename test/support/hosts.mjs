/** Loaded into a program that asks public hosts: the one that HOSTS names answers for all of them. */
const { fetch } = globalThis;
const isHere = ({ hostname }) => hostname === "127.0.0.1";
globalThis.fetch = (address, options) => {
  const url = new URL(address);
  return fetch(isHere(url) ? address : `${process.env.HOSTS}/${url.host}${url.pathname}`, options);
};
