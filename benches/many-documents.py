#!/usr/bin/env python3
"""Many distinct signed documents, for measuring archives: copies of a few signed ones, each with other content and signed anew.

    many-documents.py CORPUS OUTDIR COUNT [CLASS]

CORPUS is a folder with documents CLASS-PROFILE-NNN.pdf (PROFILE: B, T or LTA; CLASS: 60k unless given) and the keys that signed
them, pki/*.key.pem with pki/*.cert.pem. Of each document a few octets of an image are altered; then every signature and timestamp
is made anew by the same keys, in the order of the revisions, in place: all lengths stay. Half of the documents are B, a quarter
each T and LTA. Needs Python's cryptography and asn1crypto; knows nothing of Longseal.
"""
import glob
import hashlib
import os
import re
import sys
from concurrent.futures import ProcessPoolExecutor

from asn1crypto import cms, tsp, x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding

PER_FOLDER = 1000
RANGE = re.compile(rb'/ByteRange\s*\[\s*0\s+(\d+)\s+(\d+)\s+(\d+)\s*\]')


def sha256(data):
    return hashlib.sha256(data).digest()


def replace_once(data, old, new):
    assert len(old) == len(new) and data.count(old) == 1, (len(old), len(new), data.count(old))
    return data.replace(old, new)


class Keys:
    """The private keys of a corpus, by the SHA-256 of their certificates."""

    def __init__(self, folder):
        self.keys = {}
        for path in glob.glob(f'{folder}/pki/*.key.pem'):
            certificate = open(path.replace('.key.', '.cert.'), 'rb').read()
            der = b''.join(certificate.split(b'-----')[2].split())
            der = __import__('base64').b64decode(der)
            issuer = x509.Certificate.load(der)
            identity = (issuer.issuer.dump(), issuer.serial_number)
            self.keys[identity] = serialization.load_pem_private_key(open(path, 'rb').read(), None)

    def sign(self, signer, data):
        identity = signer['sid'].chosen
        key = self.keys[(identity['issuer'].dump(), identity['serial_number'].native)]
        return key.sign(data, padding.PKCS1v15(), hashes.SHA256())


def signer_of(der):
    return cms.ContentInfo.load(der)['content']['signer_infos'][0]


def attribute(attributes, name):
    return next(entry['values'][0] for entry in attributes if entry['type'].native == name)


def sign_anew(der, old_digest, new_digest, keys):
    """The CMS with another message digest, its signature made anew."""
    old = signer_of(der)
    der = replace_once(der, old_digest, new_digest)
    signed = signer_of(der)
    value = keys.sign(signed, signed['signed_attrs'].untag().dump())
    return replace_once(der, old['signature'].native, value), old['signature'].native, value


def stamp_anew(der, old_imprint, new_imprint, keys):
    """A timestamp token over another imprint."""
    content = cms.ContentInfo.load(der)['content']['encap_content_info']['content'].parsed
    old_info = content.dump()
    new_info = replace_once(old_info, old_imprint, new_imprint)
    der = replace_once(der, old_info, new_info)
    return sign_anew(der, sha256(old_info), sha256(new_info), keys)[0]


def embedded_timestamp(der):
    unsigned = signer_of(der)['unsigned_attrs']
    tokens = [entry['values'][0].dump() for entry in unsigned if entry['type'].native == 'signature_time_stamp_token'] if unsigned else []
    return tokens[0] if tokens else None


def tlv_length(der):
    length, start = der[1], 2
    if length & 0x80:
        start += length & 0x7f
        length = int.from_bytes(der[2:start], 'big')
    return start + length


def make(template, number, keys):
    data = bytearray(template)
    image = data.index(b'/Subtype /Image') if b'/Subtype /Image' in data else data.index(b'/Image')
    start = data.index(b'stream\n', image) + 7
    data[start:start + 8] = number.to_bytes(8, 'big')
    ranges = sorted((tuple(map(int, found.groups())) for found in RANGE.finditer(template)), key=lambda found: found[1] + found[2])
    for first, second, rest in ranges:
        def digest(document):
            return sha256(bytes(document[:first]) + bytes(document[second:second + rest]))
        hexadecimal = bytes(data[first + 1:second - 1])
        whole = bytes.fromhex(hexadecimal.decode())
        der = whole[:tlv_length(whole)]
        old, new = digest(template), digest(data)
        if cms.ContentInfo.load(der)['content']['encap_content_info']['content_type'].native == 'tst_info':
            fresh = stamp_anew(der, old, new, keys)
        else:
            token = embedded_timestamp(der)
            fresh, old_value, value = sign_anew(der, old, new, keys)
            if token:
                fresh = replace_once(fresh, token, stamp_anew(token, sha256(old_value), sha256(value), keys))
        contents = fresh + whole[len(der):]
        data[first + 1:second - 1] = contents.hex().encode()
        # /VRI is by the SHA-1 of /Contents.
        for name in (whole, der):
            old_name = hashlib.sha1(name).hexdigest().upper().encode()
            new_name = hashlib.sha1(contents if name is whole else fresh).hexdigest().upper().encode()
            at = data.find(old_name)
            while at >= 0:
                data[at:at + 40] = new_name
                at = data.find(old_name, at)
    return bytes(data)


def work(arguments):
    corpus, out, first, last, size = arguments
    keys = Keys(corpus)
    profiles = ('B', 'T', 'B', 'LTA')
    templates = {}
    for profile in set(profiles):
        files = sorted(glob.glob(f'{corpus}/{size}-{profile}-*.pdf'))
        # Those with object streams hide /VRI from an editor of bytes.
        templates[profile] = [found for found in (open(path, 'rb').read() for path in files) if b'/ObjStm' not in found]
    for number in range(first, last):
        profile = profiles[number % 4]
        of_profile = templates[profile]
        folder = f'{out}/{number // PER_FOLDER:04d}'
        os.makedirs(folder, exist_ok=True)
        with open(f'{folder}/{number:07d}-{profile}.pdf', 'wb') as file:
            file.write(make(of_profile[number // 4 % len(of_profile)], number, keys))
    return last - first


def main():
    corpus, out, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    size = sys.argv[4] if len(sys.argv) > 4 else '60k'
    tasks = [(corpus, out, first, min(first + PER_FOLDER, count), size) for first in range(0, count, PER_FOLDER)]
    with ProcessPoolExecutor(2) as pool:
        print(sum(pool.map(work, tasks)), 'documents')


if __name__ == '__main__':
    main()
