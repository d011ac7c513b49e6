"""What MkDocs builds beside the pages: files of the repository, the committed reports, help texts, the dictionary."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path

import click
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from analysis.__main__ import cli
from analysis.project import NAME
from analysis.reading.datapackage import data_dictionary

ROOT = Path(__file__).parents[2]
PAGES = {f"{name}.md": f"{name.lower()}.md" for name in ("METHODOLOGY", "CHANGELOG", "CONTRIBUTING", "SECURITY")}
"""Files of the repository that are pages, too."""
WRITTEN = "notebooks/docs/pages"
"""Where the other pages lie; they are read there, too, so their links lead through the repository."""

_LINK = re.compile(r"(!?)\[([^\]]*)\]\((?!https?:|#)([^)#\s]*)(#[^)\s]*)?\)")
_DICTIONARY = re.compile(r"<!-- data dictionary -->.*<!-- end of data dictionary -->", re.DOTALL)


def reports() -> list[str]:
    """The folders of reports and charts that are committed: those that git does not ignore."""
    return re.findall(r"^!/((?:reports|figures)/[\w-]+)/$", (ROOT / ".gitignore").read_text("utf-8"), re.MULTILINE)


def led(text: str, name: str, page: str, repository: str | None) -> str:
    """The text of the repository's file `name` as a page: its links lead to pages, to reports, or into the repository.

    Where the repository has no address, what would lead there is no link.
    """

    def led_to(link: re.Match) -> str:
        image, words, path, anchor = link.groups(default="")
        target = posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
        if target.startswith(f"{WRITTEN}/"):
            target = posixpath.relpath(target, WRITTEN)
        elif target in PAGES or target.startswith(tuple(f"{folder}/" for folder in reports())):
            target = PAGES.get(target, target)
        else:
            return f"[{words}]({repository.rstrip('/')}/blob/main/{target}{anchor})" if repository else words
        return f"{image}[{words}]({posixpath.relpath(target, posixpath.dirname(page) or '.')}{anchor})"

    return _LINK.sub(led_to, text)


def page_of(name: str, repository: str | None) -> str:
    """A file of the repository that is a page, too."""
    text = (ROOT / name).read_text("utf-8")
    text = _DICTIONARY.sub(lambda _: "The page [tables](notebooks/docs/pages/reference/tables.md) has it.", text)
    return led(text, name, PAGES[name], repository)


def help_of(name: str) -> str:
    """What a command says of itself."""
    command = cli.commands[name]
    context = click.Context(command, info_name=name, parent=click.Context(cli, info_name=NAME), terminal_width=78)
    return f"```text\n{command.get_help(context)}\n```"


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the files of the repository that are pages, and the committed reports, to what is built."""
    for name, page in PAGES.items():
        files.append(File.generated(config, page, content=page_of(name, config.repo_url)))
    for path in (path for folder in reports() for path in sorted((ROOT / folder).rglob("*")) if path.is_file()):
        files.append(File.generated(config, path.relative_to(ROOT).as_posix(), abs_src_path=str(path)))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Fill in what is computed, each at a comment that names it, and where the repository is."""
    if page.file.src_uri not in PAGES.values():
        markdown = led(markdown, f"{WRITTEN}/{page.file.src_uri}", page.file.src_uri, config.repo_url)
    markdown = markdown.replace("<!-- the data dictionary -->", data_dictionary())
    markdown = re.sub(r"<!-- help of (\w+) -->", lambda name: help_of(name[1]), markdown)
    if not config.repo_url:
        return re.sub(r"^.*REPOSITORY.*\n", "", markdown, flags=re.MULTILINE)
    binder = config.repo_url.removeprefix("https://github.com/").rstrip("/")
    markdown = markdown.replace("git+ADDRESS", f"git+{config.repo_url}").replace("REPOSITORY_NAME", binder)
    return markdown.replace("REPOSITORY", config.repo_url.rstrip("/"))
