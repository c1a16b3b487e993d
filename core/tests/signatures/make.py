#!/usr/bin/env python3
"""Makes vectors.json: signatures by OpenSSL (through `cryptography`) in the combinations that Wycheproof does not have.

Needs `pip install cryptography`. Keys are fresh at every run and thrown away.
"""

import json
import pathlib

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

MESSAGE = b"Kept for decades."


def tlv(tag, *contents):
    contents = b"".join(contents)
    length = len(contents)
    if length < 128:
        return bytes([tag, length]) + contents
    octets = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(octets)]) + octets + contents


def oid(dotted):
    first, second, *rest = map(int, dotted.split("."))
    octets = bytes([40 * first + second])
    for number in rest:
        groups = [number & 0x7F]
        while number := number >> 7:
            groups.append(number & 0x7F | 0x80)
        octets += bytes(reversed(groups))
    return tlv(0x06, octets)


NULL = tlv(0x05)
SHA2 = "2.16.840.1.101.3.4.2."
DIGESTS = {
    "MD5": (hashes.MD5(), "1.2.840.113549.2.5"),
    "SHA-1": (hashes.SHA1(), "1.3.14.3.2.26"),
    "SHA-224": (hashes.SHA224(), SHA2 + "4"),
    "SHA-256": (hashes.SHA256(), SHA2 + "1"),
    "SHA-384": (hashes.SHA384(), SHA2 + "2"),
    "SHA-512": (hashes.SHA512(), SHA2 + "3"),
    "SHA-512/256": (hashes.SHA512_256(), SHA2 + "6"),
    "SHA3-256": (hashes.SHA3_256(), SHA2 + "8"),
    "SHA3-512": (hashes.SHA3_512(), SHA2 + "10"),
}


def integer(number):
    return tlv(0x02, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def pss_parameters(digest, mgf, salt):
    algorithm = lambda name: tlv(0x30, oid(DIGESTS[name][1]), NULL)
    mask = tlv(0x30, oid("1.2.840.113549.1.1.8"), algorithm(mgf))
    return tlv(0x30, tlv(0xA0, algorithm(digest)), tlv(0xA1, mask), tlv(0xA2, integer(salt)))


VECTORS = []


def add(name, key, algorithm, signature, digest_algorithm=None, compressed=False):
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    spki = key.public_key().public_bytes(serialization.Encoding.DER, form)
    if compressed:
        point = key.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint
        )
        curve = {256: "1.2.840.10045.3.1.7", 384: "1.3.132.0.34"}[key.curve.key_size]
        spki = tlv(0x30, tlv(0x30, oid("1.2.840.10045.2.1"), oid(curve)), tlv(0x03, b"\0", point))
    VECTORS.append({
        "name": name,
        "spki": spki.hex(),
        "algorithm": algorithm.hex(),
        "digest_algorithm": digest_algorithm,
        "message": MESSAGE.hex(),
        "signature": signature.hex(),
    })


def rsa_pkcs1(key, digest, algorithm, parameters=NULL, digest_algorithm=None):
    signature = key.sign(MESSAGE, padding.PKCS1v15(), DIGESTS[digest][0])
    name = f"RSA of {key.key_size} bits with {digest}, {algorithm}"
    add(name, key, tlv(0x30, oid(algorithm), parameters), signature, digest_algorithm)


def rsa_pss(key, digest, mgf, salt, parameters):
    pss = padding.PSS(padding.MGF1(DIGESTS[mgf][0]), salt)
    signature = key.sign(MESSAGE, pss, DIGESTS[digest][0])
    name = f"RSASSA-PSS of {key.key_size} bits with {digest}, MGF1 with {mgf}, salt of {salt}"
    add(name, key, tlv(0x30, oid("1.2.840.113549.1.1.10"), parameters), signature)


def ecdsa(curve, digest, algorithm, digest_algorithm=None, **options):
    key = ec.generate_private_key(curve)
    signature = key.sign(MESSAGE, ec.ECDSA(DIGESTS[digest][0]))
    name = f"ECDSA on {curve.name} with {digest}, {algorithm}"
    add(name, key, tlv(0x30, oid(algorithm)), signature, digest_algorithm, **options)


old = rsa.generate_private_key(65537, 1024)
for digest, algorithm in [
    ("MD5", "1.2.840.113549.1.1.4"),
    ("SHA-1", "1.2.840.113549.1.1.5"),
    ("SHA-1", "1.3.14.3.2.29"),
    ("SHA-224", "1.2.840.113549.1.1.14"),
    ("SHA-512/256", "1.2.840.113549.1.1.16"),
    ("SHA3-256", "2.16.840.1.101.3.4.3.14"),
]:
    rsa_pkcs1(old, digest, algorithm)
rsa_pkcs1(old, "SHA-384", "1.2.840.113549.1.1.1", digest_algorithm="SHA-384")
rsa_pkcs1(old, "SHA-256", "1.2.840.113549.1.1.11", parameters=b"", digest_algorithm="SHA-1")
usual = rsa.generate_private_key(3, 2048)
for digest, algorithm in [("SHA-1", "1.2.840.113549.1.1.5"), ("SHA-256", "1.2.840.113549.1.1.11")]:
    rsa_pkcs1(usual, digest, algorithm)
rsa_pss(usual, "SHA-1", "SHA-1", 20, tlv(0x30))
rsa_pss(usual, "SHA-256", "SHA-256", 32, pss_parameters("SHA-256", "SHA-256", 32))
rsa_pss(usual, "SHA-256", "SHA-1", 222 - 6, pss_parameters("SHA-256", "SHA-1", 222 - 6))
rsa_pss(usual, "SHA3-512", "SHA-512/256", 0, pss_parameters("SHA3-512", "SHA-512/256", 0))
# Moduli of 8n + 1 bits: the encoded message is one octet shorter than the modulus (RFC 8017 §8.1.2 step 2c).
for bits in [1025, 1026, 1031, 2049]:
    key = rsa.generate_private_key(65537, bits)
    rsa_pss(key, "SHA-256", "SHA-256", 32, pss_parameters("SHA-256", "SHA-256", 32))
    rsa_pkcs1(key, "SHA-256", "1.2.840.113549.1.1.11")

ecdsa(ec.SECP256R1(), "SHA-1", "1.2.840.10045.4.1")
ecdsa(ec.SECP256R1(), "SHA-512", "1.2.840.10045.4.3.4", compressed=True)
ecdsa(ec.SECP256R1(), "SHA-256", "1.2.840.10045.2.1", digest_algorithm="SHA-256")
ecdsa(ec.SECP384R1(), "SHA-224", "1.2.840.10045.4.3.1", compressed=True)
ecdsa(ec.SECP384R1(), "SHA3-256", "2.16.840.1.101.3.4.3.10")
ecdsa(ec.SECP521R1(), "SHA-1", "1.2.840.10045.4.1")
ecdsa(ec.SECP521R1(), "SHA3-512", "2.16.840.1.101.3.4.3.12")
ecdsa(ec.BrainpoolP256R1(), "SHA-512", "1.2.840.10045.4.3.4")
ecdsa(ec.BrainpoolP384R1(), "SHA-1", "1.2.840.10045.4.1")
ecdsa(ec.BrainpoolP512R1(), "SHA-256", "1.2.840.10045.4.3.2")
plain = ec.generate_private_key(ec.SECP256R1())
r, s = decode_dss_signature(plain.sign(MESSAGE, ec.ECDSA(hashes.SHA256())))
add(
    "ECDSA on secp256r1 with SHA-256, plain",
    plain,
    tlv(0x30, oid("0.4.0.127.0.7.1.1.4.1.3")),
    r.to_bytes(32, "big") + s.to_bytes(32, "big"),
)

for bits, digest, algorithm in [
    (1024, "SHA-1", "1.2.840.10040.4.3"),
    (1024, "SHA-512", "2.16.840.1.101.3.4.3.4"),
    (2048, "SHA-256", "2.16.840.1.101.3.4.3.2"),
]:
    key = dsa.generate_private_key(bits)
    signature = key.sign(MESSAGE, DIGESTS[digest][0])
    add(f"DSA of {bits} bits with {digest}", key, tlv(0x30, oid(algorithm)), signature)

for name, key, algorithm in [
    ("Ed25519", ed25519.Ed25519PrivateKey.generate(), "1.3.101.112"),
    ("Ed448", ed448.Ed448PrivateKey.generate(), "1.3.101.113"),
]:
    add(name, key, tlv(0x30, oid(algorithm)), key.sign(MESSAGE), digest_algorithm="SHA-512")

pathlib.Path(__file__).with_name("vectors.json").write_text(json.dumps(VECTORS, indent=1) + "\n")
