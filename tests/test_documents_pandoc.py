"""pandoc, that turns a page into other formats."""

import base64
import zipfile
from pathlib import Path

from alignment.documents.pandoc import converted, write_word

DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="
)


def test_it_reads_no_file_that_a_page_names(tmp_path: Path) -> None:
    (tmp_path / "dot.png").write_bytes(DOT)
    page = f'<p>said</p><img src="{tmp_path / "dot.png"}">'
    write_word(page, tmp_path / "made.docx", "html")
    with zipfile.ZipFile(tmp_path / "made.docx") as made:
        assert not [name for name in made.namelist() if "media" in name]
    assert "base64" not in converted(page, "html", "html", ["--embed-resources", "--standalone"])
