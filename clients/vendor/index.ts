/*
 * Question: how does a vendor's tool ask Helsegraf?
 * Refuses: to keep answers, to write tokens anywhere, and to ask twice for what changes something.
 */

export { type Answer, createGraph, type Graph, type GraphOptions, type TypedDocument } from './graph.ts'
export { GraphError, GraphUnreachable, graphErrors } from './graph-errors.ts'
export { type HelseIdOptions, type SignIn, signInToHelseId, systemOfHelseId } from './login/helse-id.ts'
export { type MaskinportenOptions, systemOfMaskinporten } from './login/maskinporten.ts'
export { makeProof, readPrivateKey } from './login/proof.ts'
export { LoginRefused, LoginUnreachable, SignInEnded, type TokenSource } from './login/token-source.ts'
