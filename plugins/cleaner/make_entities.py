#!/usr/bin/env python3
"""Writes data/entities.txt from the table of HTML entities in Python's standard library: name<space>code points in hex.
Names that HTML also knows without a semicolon stand there twice, as in the standard."""
import html.entities
import pathlib

rows = sorted(html.entities.html5.items(), key=lambda item: item[0].encode())
text = "".join(f"{name} {' '.join(f'{ord(c):x}' for c in value)}\n" for name, value in rows)
(pathlib.Path(__file__).parent / "data" / "entities.txt").write_text(text)
