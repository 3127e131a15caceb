import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  calculateJwkThumbprint,
  CompactSign,
  exportJWK,
  generateKeyPair,
  importJWK,
  type CryptoKey,
  type JWK,
} from 'jose';
import type { ProofClaims, PublicKey } from '@codev-hq/protocol';
import { SigningKeyRepository } from '../persistence/signing-key.repository.js';

/**
 * Signs decisions (Ed25519, compact JWS), so that a connector, and years later anybody with the public key, can check
 * that this HQ recorded this person's decision on these bytes. The key is made on first start.
 */
@Injectable()
export class ProofSigner implements OnModuleInit {
  private kid = '';
  private key: CryptoKey | undefined;
  private announced: readonly PublicKey[] = [];

  constructor(private readonly keys: SigningKeyRepository) {}

  async onModuleInit(): Promise<void> {
    const stored = (await this.keys.all()).map((row) => JSON.parse(row.private_jwk) as JWK);
    const jwks = stored.length > 0 ? stored : [await this.make()];
    const [newest] = jwks;
    const key = newest && (await importJWK(newest, 'EdDSA'));
    if (!newest?.kid || !key || key instanceof Uint8Array)
      throw new Error('The stored signing key cannot be read.');
    this.kid = newest.kid;
    this.key = key;
    this.announced = jwks.map(({ kty, crv, x, kid }) => ({
      kty: kty ?? 'OKP',
      crv,
      x,
      kid,
      alg: 'EdDSA',
      use: 'sig',
    }));
  }

  /** For `welcome.public_keys`; older keys stay, since old proofs are checked with them. */
  get publicKeys(): readonly PublicKey[] {
    return this.announced;
  }

  async sign(claims: ProofClaims): Promise<string> {
    if (!this.key) throw new Error('A decision was to be signed before the signing key was loaded.');
    return new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
      .setProtectedHeader({ alg: 'EdDSA', kid: this.kid, typ: 'codev-decision+jws' })
      .sign(this.key);
  }

  private async make(): Promise<JWK> {
    const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
    const kid = await calculateJwkThumbprint(await exportJWK(publicKey));
    const jwk: JWK = { ...(await exportJWK(privateKey)), kid };
    await this.keys.add({ kid, private_jwk: JSON.stringify(jwk), created_at: Date.now() });
    return jwk;
  }
}
