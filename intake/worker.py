"""The process that reads one file: `python -m intake.worker NAME`, the bytes on standard input.

Standard output gets the answer as JSON: the document, or why it cannot be read, in two languages.
"""

from __future__ import annotations

import codecs
import sys

from rules.text import Text

from .confine import confine, step
from .decode import ENCODINGS
from .limits import MOST_BYTES, UnreadableError
from .read import read_document
from .wire import to_bytes

# Modules that would be opened only when a file asks for them, which is too late here
_LATE = (*ENCODINGS, "utf-16-be", "utf-16-le", "latin-1", "cp437")


def main() -> None:
    """Read and answer. Whatever goes wrong in a library becomes an answer too."""
    name = sys.argv[1]
    for encoding in _LATE:
        codecs.lookup(encoding)
    confine()
    try:
        answer = to_bytes(read_document(sys.stdin.buffer.read(MOST_BYTES + 1), name, step))
    except UnreadableError as error:
        answer = to_bytes(error.text)
    except MemoryError:
        answer = to_bytes(
            Text(
                f"{name}: cần quá nhiều bộ nhớ để đọc; hãy tách văn bản ra",
                f"{name}: takes too much memory to read; split the document",
            )
        )
    except Exception as error:  # noqa: BLE001 -- a parser may fail at a broken file in any way
        fault = type(error).__name__
        answer = to_bytes(
            Text(
                f"{name}: tệp hỏng hoặc có chỗ chưa đọc được ({fault}); hãy mở ra rồi lưu lại",
                f"{name}: broken, or not understood ({fault}); open the file and save it again",
            )
        )
    sys.stdout.buffer.write(answer)


if __name__ == "__main__":
    main()
