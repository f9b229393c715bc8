#!/usr/bin/env python3
"""Writes data/codecs.txt: for each single-byte codec its name and what the bytes 80 to FF stand for, in hex. Bytes that a codec
leaves out stand for the C1 control of the same number, as browsers read them."""
import pathlib

CODECS = ["cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1257", "iso8859-2", "mac_roman", "cp437", "cp850", "cp866", "koi8-r"]


def point(byte, codec):
    try:
        return ord(bytes([byte]).decode(codec))
    except UnicodeDecodeError:
        return byte


rows = (f"{c} {' '.join(f'{point(b, c):x}' for b in range(128, 256))}\n" for c in CODECS)
(pathlib.Path(__file__).parent / "data" / "codecs.txt").write_text("".join(rows))
