#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""The house has floors: a header includes its own folder and strictly lower ones, and libraries only where they live.

    check_floors.py INCLUDE/packetry    print every violation; exit status 1 if there is one
    check_floors.py --self-test         plant a violation of every kind and see that exactly it is found
"""
import pathlib
import re
import sys
import tempfile

FLOORS = {"bytes": 0, "numbers": 0, "fields": 1, "layer": 2, "layers": 3, "packet": 4, "show": 5, "io": 5,
          "transport": 6, "tools": 7}
STRANGERS = {"layers"}  # folders whose headers never include each other
UMBRELLAS = {"packetry.hpp": range(0, 6), "transport.hpp": range(6, 8)}  # and the floors each one covers
UPSTAIRS = {"transport", "tools"}  # where the operating system and Asio are known

# An include whose name matches may stand only in these folders.
HOMES = [
    (r"boost/endian[./].*", {"bytes"}),
    (r"boost/asio[./].*", UPSTAIRS),
    (r"zlib\.h", {"io"}),  # an optional library, of one header
    (r"(?!zlib\.).*\.h", UPSTAIRS),  # the system's and the C library's; C++ has <c...> for the latter
    (r"(istream|ostream|sstream|fstream|iomanip|streambuf)", {"show", "io", "transport", "tools"}),
]
NOWHERE = r"boost/asio\.hpp|iostream|regex"  # too wide, or a static initializer in every translation unit
NO_IF = set(FLOORS) - UPSTAIRS - {"bytes"}  # differences between machines are met at the bottom and at the top


def faults_of(name, text):
    """What is wrong with the header of this name (relative to include/packetry), a message each."""
    path = pathlib.PurePosixPath(name)
    folder = path.parts[0] if len(path.parts) > 1 else None
    if folder is not None and folder not in FLOORS:
        yield f"there is no floor for '{folder}'"
        return
    if not text.startswith("// SPDX-License-Identifier: BSL-1.0\n"):
        yield "the first line does not name the licence"
    if not re.search(r"^#pragma once$", text, re.M):
        yield "no #pragma once"
    if re.search(r"^\s*#\s*define\b", text, re.M):
        yield "defines a macro"
    if folder in NO_IF and re.search(r"^\s*#\s*if", text, re.M):
        yield f"conditional compilation in '{folder}'"
    if re.search(r'^\s*#\s*include\s*"', text, re.M):
        yield 'includes with "..." what a user reaches only with <packetry/...>'

    for target in re.findall(r"^\s*#\s*include\s*<([^>]+)>", text, re.M):
        if re.fullmatch(NOWHERE, target):
            yield f"<{target}> is too wide for a header"
            continue
        for pattern, homes in HOMES:
            if re.fullmatch(pattern, target) and folder not in homes:
                yield f"<{target}> is for {', '.join(sorted(homes))}"
        parts = target.split("/")
        if parts[0] != "packetry":
            continue
        there = parts[1] if len(parts) > 2 else None
        if there is None:  # a header of the top: anyone may include a plain one, nobody an umbrella
            if parts[1] in UMBRELLAS and (name, parts[1]) != ("transport.hpp", "packetry.hpp"):
                yield f"includes the umbrella <{target}>"
        elif there not in FLOORS:
            yield f"there is no floor for '{there}'"
        elif folder is None:
            if FLOORS[there] not in UMBRELLAS.get(name, ()):
                yield f"'{name}' does not cover '{there}'"
        elif there == folder and folder in STRANGERS:
            yield f"{folder} do not include each other"
        elif there != folder and FLOORS[there] >= FLOORS[folder]:
            yield f"'{folder}' may not include '{there}'"


def check(root):
    return [f"{header}: {fault}" for header in sorted(root.rglob("*"))
            if header.is_file() and header.suffix in {".hpp", ".h", ".ipp", ".inc"}
            for fault in faults_of(header.relative_to(root).as_posix(), header.read_text())]


def self_test():
    top = "// SPDX-License-Identifier: BSL-1.0\n#pragma once\n"
    sound = {  # what the rules must allow
        "version.hpp": "#include <string_view>",
        "packetry.hpp": "#include <packetry/version.hpp>\n#include <packetry/io/x.hpp>\n#include <packetry/bytes/x.hpp>",
        "transport.hpp": "#include <packetry/packetry.hpp>\n#include <packetry/tools/x.hpp>",
        "bytes/x.hpp": "#include <boost/endian/conversion.hpp>\n#if 1\n#endif\n// #define in a comment",
        "numbers/x.hpp": "#include <cstdint>",
        "fields/x.hpp": "#include <packetry/bytes/x.hpp>\n#include <packetry/numbers/x.hpp>\n#include <packetry/fields/y.hpp>",
        "layers/x.hpp": "#include <packetry/layer/x.hpp>\n#include <boost/mp11/list.hpp>",
        "packet/x.hpp": "#include <packetry/layers/x.hpp>\n#include <packetry/packet/y.hpp>\n#include <packetry/version.hpp>",
        "show/x.hpp": "#include <ostream>\n#include <packetry/packet/x.hpp>",
        "io/x.hpp": "#include <fstream>\n#include <zlib.h>",
        "transport/x.hpp": "#include <sys/socket.h>\n#include <boost/asio/io_context.hpp>\n#include <packetry/show/x.hpp>\n#if 1\n#endif",
        "tools/x.hpp": "#include <packetry/transport/x.hpp>\n#include <boost/asio/post.hpp>",
    }
    planted = [  # a header that is added, and what must be said of it
        ("bytes/bad.hpp", "#include <packetry/numbers/x.hpp>", "'bytes' may not include 'numbers'"),
        ("fields/bad.hpp", "#include <packetry/layer/x.hpp>", "'fields' may not include 'layer'"),
        ("layer/bad.hpp", "#  include <packetry/layers/x.hpp>", "'layer' may not include 'layers'"),
        ("layers/bad.hpp", "#include <packetry/layers/x.hpp>", "layers do not include each other"),
        ("layers/bad.hpp", "#include <packetry/packet/x.hpp>", "'layers' may not include 'packet'"),
        ("show/bad.hpp", "#include <packetry/io/x.hpp>", "'show' may not include 'io'"),
        ("io/bad.hpp", "#include <packetry/show/x.hpp>", "'io' may not include 'show'"),
        ("packet/bad.hpp", "#include <packetry/transport/x.hpp>", "'packet' may not include 'transport'"),
        ("transport/bad.hpp", "#include <packetry/tools/x.hpp>", "'transport' may not include 'tools'"),
        ("layers/bad.hpp", "#include <packetry/packetry.hpp>", "includes the umbrella <packetry/packetry.hpp>"),
        ("tools/bad.hpp", "#include <packetry/transport.hpp>", "includes the umbrella <packetry/transport.hpp>"),
        ("packetry.hpp", "#include <packetry/transport/x.hpp>", "'packetry.hpp' does not cover 'transport'"),
        ("transport.hpp", "#include <packetry/show/x.hpp>", "'transport.hpp' does not cover 'show'"),
        ("error.hpp", "#include <packetry/bytes/x.hpp>", "'error.hpp' does not cover 'bytes'"),
        ("cellar/bad.hpp", "", "there is no floor for 'cellar'"),
        ("fields/bad.hpp", "#include <packetry/cellar/x.hpp>", "there is no floor for 'cellar'"),
        ("packet/bad.hpp", "#include <boost/asio/buffer.hpp>", "<boost/asio/buffer.hpp> is for tools, transport"),
        ("error.hpp", "#include <boost/asio/error.hpp>", "<boost/asio/error.hpp> is for tools, transport"),
        ("fields/bad.hpp", "#include <boost/endian/conversion.hpp>", "<boost/endian/conversion.hpp> is for bytes"),
        ("transport/bad.hpp", "#include <boost/asio.hpp>", "<boost/asio.hpp> is too wide for a header"),
        ("show/bad.hpp", "#include <iostream>", "<iostream> is too wide for a header"),
        ("io/bad.hpp", "#include <regex>", "<regex> is too wide for a header"),
        ("packet/bad.hpp", "#include <sstream>", "<sstream> is for io, show, tools, transport"),
        ("io/bad.hpp", "#include <sys/mman.h>", "<sys/mman.h> is for tools, transport"),
        ("show/bad.hpp", "#include <zlib.h>", "<zlib.h> is for io"),
        ("bytes/bad.hpp", "#define PACKETRY_X 1", "defines a macro"),
        ("tools/bad.hpp", " # define PACKETRY_X 1", "defines a macro"),
        ("layers/bad.hpp", "#ifdef __linux__\n#endif", "conditional compilation in 'layers'"),
        ("layers/bad.hpp", '#include "x.hpp"', 'includes with "..." what a user reaches only with <packetry/...>'),
    ]
    bare = [  # the same, for the text as it stands
        ("bytes/bad.hpp", "#pragma once\n", "the first line does not name the licence"),
        ("bytes/bad.hpp", "// SPDX-License-Identifier: BSL-1.0\n", "no #pragma once"),
    ]
    wrong = []
    with tempfile.TemporaryDirectory() as scratch:
        root = pathlib.Path(scratch)

        def put(name, text):
            (root / name).parent.mkdir(exist_ok=True)
            (root / name).write_text(text)

        for name, text in sound.items():
            put(name, f"{top}{text}\n")
        if found := check(root):
            wrong += ["refused though sound:", *found]
        for name, text, said in [(n, f"{top}{t}\n", s) for n, t, s in planted] + bare:
            put(name, text)
            if (found := check(root)) != [f"{root / name}: {said}"]:
                wrong.append(f"{name} with {text!r}: wanted '{said}', got {found}")
            if name in sound:
                put(name, f"{top}{sound[name]}\n")
            else:
                (root / name).unlink()
    return wrong, f"{len(planted) + len(bare)} planted violations found"


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    if sys.argv[1] == "--self-test":
        faults, praise = self_test()
    else:
        faults, praise = check(pathlib.Path(sys.argv[1])), "the floors hold"
    print("\n".join(faults) or praise)
    sys.exit(bool(faults))
