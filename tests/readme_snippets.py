#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Nothing in the README that the build does not check: its ```cpp blocks become programs.

    readme_snippets.py README.md             is every block marked? exit status 1 if not
    readme_snippets.py README.md DIRECTORY   write a .cpp for each marked block (and a .txt with what it has to print)
    readme_snippets.py --run PROGRAM FILE    run the program: does it print exactly what is in the file?

Every ```cpp block stands below a comment, which no reader of the rendered page sees:

    <!-- compiled -->                  a whole program, with its includes and main
    <!-- compiled: statements -->      the inside of a main; all of packetry is included and `using namespace packetry` said
    <!-- compiled: declarations -->    the same for what stands outside of functions
    <!-- not compiled: REASON -->      what cannot be compiled

What a block takes from the text around it is written into the comment; a line `...` there is the place of the block,
which is the end without one:

    <!-- compiled: declarations
    boost::asio::awaitable<void> ask(transport& net) {
    ...
    }
    -->

A block of any language below `<!-- printed -->` is the output of the program above it, to the letter; no other program
is run.
"""
import pathlib
import re
import subprocess
import sys

PRELUDE = """#include <packetry/packetry.hpp>
#include <packetry/transport.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <iostream>
#include <string>
#include <vector>
using namespace packetry;
using namespace std::literals;
"""
BLOCK = re.compile(r"(?:^ *<!--[ ]*(?P<mark>[^\n]*?)[ ]*(?:\n(?P<context>(?:(?!-->).)*?))?-->[ ]*\n\n?)?"
                   r"^ *```(?P<language>[^\n]*)\n(?P<code>.*?)^ *```[ ]*$", re.M | re.S)


def program(kind, context, code, line):
    """The translation unit for a block that begins at this line of the README."""
    before, after = (re.split(r"^\.\.\.\n", context, maxsplit=1, flags=re.M) + [""])[:2]
    text = f'{before}#line {line} "README.md"\n{code}{after}'
    if kind == "compiled":
        return text
    if kind == "compiled: declarations":
        return f"{PRELUDE}{text}int main() {{}}\n"
    includes = "".join(re.findall(r"^#include [^\n]*\n", text, re.M))
    body = re.sub(r"^#include [^\n]*\n", "\n", text, flags=re.M)
    return f"{includes}{PRELUDE}int main() {{\n{body}}}\n"


def read(readme):
    """The programs of a README, each a pair of its text and its output (or None); and what is wrong with the marks."""
    text = readme.read_text()
    programs, faults = [], []
    for block in BLOCK.finditer(text):
        line = text.count("\n", 0, block.start("code")) + 1
        mark, language = block["mark"] or "", block["language"].strip()
        if mark == "printed":
            if not programs or programs[-1][1] is not None:
                faults.append(f"{readme}:{line}: no program above prints this")
            else:
                programs[-1][1] = block["code"]
        elif language != "cpp":
            continue
        elif mark in ("compiled", "compiled: statements", "compiled: declarations"):
            programs.append([program(mark, block["context"] or "", block["code"], line), None])
        elif not re.match("not compiled: .", mark):
            faults.append(f"{readme}:{line}: say <!-- compiled --> or <!-- not compiled: REASON --> above this block")
    return programs, faults


def write(programs, directory):
    directory.mkdir(parents=True, exist_ok=True)
    wanted = {}
    for number, (text, printed) in enumerate(programs, 1):
        wanted[directory / f"{number:02}.cpp"] = text
        if printed is not None:
            wanted[directory / f"{number:02}.txt"] = printed
    for stale in set(directory.iterdir()) - set(wanted):
        stale.unlink()
    for path, text in wanted.items():  # what did not change is not compiled again
        if not path.exists() or path.read_text() != text:
            path.write_text(text)


def run(command, expected):
    said = subprocess.run([command], stdout=subprocess.PIPE, text=True, check=True).stdout
    if said != expected.read_text():
        sys.exit(f"the README says it prints\n{expected.read_text()}\nbut it prints\n{said}")


if __name__ == "__main__":
    arguments = sys.argv[1:]
    if len(arguments) == 3 and arguments[0] == "--run":
        run(arguments[1], pathlib.Path(arguments[2]))
        sys.exit()
    if len(arguments) not in (1, 2):
        sys.exit(__doc__)
    found, wrong = read(pathlib.Path(arguments[0]))
    if len(arguments) == 2:
        write(found, pathlib.Path(arguments[1]))
    print("\n".join(wrong) or f"{len(found)} programs")
    sys.exit(bool(wrong))
