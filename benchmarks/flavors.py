"""The same website in the form that each of the other generators wants.

Each is asked for the same and no more: parse the pages (tables, footnotes, anchors, typographic
quotes), put each into one layout with a menu of the eight sections and, where the generator has one
at hand, a list of contents; write /section/name/index.html, a style, a picture and sitemap.xml.
Search, feeds, highlighting, tags and minifying are off.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pages import ADDRESS, NAME, SECTIONS, Page


@dataclass(frozen=True)
class Site:
    """Files by their path; the file of each page by the page's path; where pictures belong."""

    files: Mapping[str, str]
    pages: Mapping[str, str]
    static: str


CSS = (
    "body{font:1rem/1.6 system-ui;max-width:70ch;margin:auto;padding:1rem}"
    "nav ul{display:flex;flex-wrap:wrap;gap:1rem;list-style:none;padding:0}\n"
)
EXTENSIONS = ["toc", "tables", "footnotes", "attr_list", "admonition", "smarty", "sane_lists"]
MENU = [{"slug": slug, "title": title} for slug, title in SECTIONS.items()]
CONTENTS = """<nav class="toc" aria-label="On this page"><ul>{%- for t in page.toc %}
<li><a href="{{ t.url }}">{{ t.title }}</a>{%- if t.children %}<ul>{% for c in t.children %}
<li><a href="{{ c.url }}">{{ c.title }}</a></li>{% endfor %}</ul>{% endif %}</li>{% endfor %}
</ul></nav>"""
SITEMAP = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{urls}</urlset>\n'
)
LAYOUT = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>[title] | [site]</title>
<meta name="description" content="[description]">
<link rel="canonical" href="[canonical]">
<meta property="og:title" content="[title]">
<meta property="og:description" content="[description]">
<link rel="stylesheet" href="/css/site.css">
</head>
<body>
<a class="skip" href="#main">Skip to content</a>
<header>
<a href="/">[site]</a>
<nav aria-label="Main"><ul>
[loop]<li><a href="/[slug]/"[current]>[label]</a></li>
[end]</ul></nav>
</header>
<main id="main">
<h1>[title]</h1>
[contents]
[content]
</main>
<footer><p>[site], 1 River Road. Call 01234 567890.</p></footer>
</body>
</html>
"""


def layout(**said: str) -> str:
    """Return the layout with what varies said in a template language."""
    text = LAYOUT
    for name, words in said.items():
        text = text.replace(f"[{name}]", words)
    return text


def jinja(menu: str, section: str, contents: str = "", **said: str) -> str:
    """Return the layout for Jinja2 and its likes; ``menu`` and ``section`` are variables."""
    return layout(
        loop=f"{{% for s in {menu} %}}",
        end="{% endfor %}",
        slug="{{ s.slug }}",
        label="{{ s.title }}",
        current=f'{{% if {section} == s.slug %}} aria-current="true"{{% endif %}}',
        contents=contents,
        **{name: f"{{{{ {words} }}}}" for name, words in said.items()},
    )


def urls(loop: str, address: str, end: str) -> str:
    """Return a template for sitemap.xml."""
    return SITEMAP.format(urls=f"{loop}<url><loc>{address}</loc></url>\n{end}")


def head(page: Page, **more: str) -> str:
    """Return a page's front matter as most generators want it."""
    texts = {"title": page.title, "description": page.description, "section": page.section, **more}
    lines = [f"{name}: {json.dumps(text)}" for name, text in texts.items()]
    lines += [f"weight: {page.weight}", f"date: {page.day}"]
    return "---\n" + "\n".join(lines) + "\n---\n\n"


def hugo(corpus: list[Page]) -> Site:
    """Return the site for Hugo."""
    names = {p.path: f"content/{p.path.replace('index', '_index')}.md" for p in corpus}
    files = {names[p.path]: head(p) + p.body for p in corpus}
    files["hugo.toml"] = (
        f'baseURL = "{ADDRESS}/"\ntitle = "{NAME}"\n'
        'disableKinds = ["taxonomy", "term", "RSS", "404"]\nenableRobotsTXT = false\n'
        "[markup.goldmark.renderer]\nunsafe = false\n"
        "[markup.tableOfContents]\nstartLevel = 2\nendLevel = 3\n"
    ) + "".join(f'[[params.sections]]\nslug = "{s}"\ntitle = "{t}"\n' for s, t in SECTIONS.items())
    files["layouts/_default/baseof.html"] = layout(
        title="{{ .Title }}",
        description="{{ .Description }}",
        canonical="{{ .Permalink }}",
        site="{{ site.Title }}",
        loop="{{ range site.Params.sections }}",
        end="{{ end }}",
        slug="{{ .slug }}",
        label="{{ .title }}",
        current='{{ if eq $.Params.section .slug }} aria-current="true"{{ end }}',
        contents="{{ .TableOfContents }}",
        content='{{ block "main" . }}{{ end }}',
    )
    for name in ("single", "list"):
        files[f"layouts/_default/{name}.html"] = '{{ define "main" }}{{ .Content }}{{ end }}\n'
    return Site(files, names, "static")


def mkdocs(corpus: list[Page], *plugins: object, each: str = "") -> Site:
    """Return the site for MkDocs; Zensical reads the same project."""
    names = {p.path: f"docs/{p.path}.md" for p in corpus}
    files = {names[p.path]: head(p) + p.body for p in corpus}
    config = {
        "site_name": NAME,
        "site_url": f"{ADDRESS}/",
        "plugins": list(plugins),
        "markdown_extensions": EXTENSIONS,
        "theme": {"name": None, "custom_dir": "theme"},
        "validation": {"links": {"absolute_links": "ignore"}},
        "extra": {"sections": MENU},
    }
    files["mkdocs.yml"] = json.dumps(config, indent=1)
    files["theme/main.html"] = jinja(
        "config.extra.sections",
        "page.meta.section",
        CONTENTS,
        title="page.meta.title",
        description="page.meta.description",
        canonical="page.canonical_url",
        site="config.site_name",
        content="page.content",
    )
    files["theme/sitemap.xml"] = each or urls(
        "{% for file in pages %}{% if file.page %}",
        "{{ file.page.canonical_url }}",
        "{% endif %}{% endfor %}",
    )
    files["theme/404.html"] = "<!doctype html><title>Not found</title>\n"
    return Site(files, names, "docs")


def zensical(corpus: list[Page]) -> Site:
    """Return the site for Zensical: its sitemap's loop and the switch of its search differ."""
    each = urls("{% for page in pages %}", "{{ page.canonical_url }}", "{% endfor %}")
    return mkdocs(corpus, {"search": {"enabled": False}}, each=each)


def lektor(corpus: list[Page]) -> Site:
    """Return the site for Lektor."""
    names = {p.path: f"content{p.url}contents.lr" for p in corpus}
    files = {names[p.path]: _lektor_page(p) for p in corpus}
    types = {
        "title": "string", "description": "string", "weight": "integer", "date": "date",
        "section": "string", "body": "markdown",
    }  # fmt: skip
    fields = "".join(f"[fields.{name}]\ntype = {kind}\n" for name, kind in types.items())
    return Site(
        files
        | {
            "clinic.lektorproject": (
                f"[project]\nname = {NAME}\nurl = {ADDRESS}/\nurl_style = relative\n"
            ),
            "models/page.ini": f"[model]\nname = Page\n{fields}",
            "models/none.ini": "[model]\nname = None\n",
            "databags/nav.json": json.dumps({"sections": MENU}),
            "templates/page.html": jinja(
                "bag('nav.sections')",
                "this.section",
                title="this.title",
                description="this.description",
                canonical="this|url(external=true)",
                site=f"'{NAME}'",
                content="this.body",
            ),
            "content/sitemap.xml/contents.lr": "_model: none\n---\n_template: sitemap.xml\n",
            "templates/sitemap.xml": urls(
                "{% macro walk(p) %}",
                "{{ p|url(external=true) }}",
                "{% for c in p.children if c._model == 'page' %}{{ walk(c) }}{% endfor %}"
                "{% endmacro %}{{ walk(site.root) }}",
            ),
        },
        names,
        "assets",
    )


def _lektor_page(page: Page) -> str:
    fields = {
        "title": page.title,
        "description": page.description,
        "weight": page.weight,
        "date": page.day,
        "section": page.section,
    }
    return "".join(f"{n}: {v}\n---\n" for n, v in fields.items()) + f"body:\n\n{page.body}"


ALL: dict[str, Callable[[list[Page]], Site]] = {
    "hugo": hugo,
    "mkdocs": mkdocs,
    "zensical": zensical,
    "lektor": lektor,
}
