"""Three more generators, which want more words: Eleventy, Pelican and Nikola."""

from __future__ import annotations

import json

from flavors import EXTENSIONS, MENU, Site, head, jinja, urls
from pages import ADDRESS, NAME, Page

ELEVENTY = """\
import footnote from "markdown-it-footnote";
const slug = (s) => s.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
const ids = (md) => md.core.ruler.push("ids", (state) => {
  const seen = {};
  state.tokens.forEach((token, at) => {
    if (token.type !== "heading_open") return;
    let id = slug(state.tokens[at + 1].content);
    if (seen[id]) id += "-" + seen[id]++; else seen[id] = 1;
    token.attrSet("id", id);
  });
});
export default function (config) {
  config.amendLibrary("md", (md) => md.set({ typographer: true }).use(footnote).use(ids));
  config.addPassthroughCopy({ static: "/" });
  return {
    dir: { input: "content", output: "_site" },
    markdownTemplateEngine: false, htmlTemplateEngine: "njk", templateFormats: ["md", "njk"],
  };
}
"""
PELICAN = """\
SITENAME, SITEURL, TIMEZONE, DEFAULT_LANG = {name!r}, {address!r}, "UTC", "en"
PATH, OUTPUT_PATH, THEME, CACHE_PATH = "content", "output", "theme", "cache"
PAGE_PATHS, ARTICLE_PATHS, STATIC_PATHS = [""], ["nothing"], ["img", "css"]
PATH_METADATA = r"(?P<where>.*)\\.md"
PAGE_URL, PAGE_SAVE_AS = "{{where}}/", "{{where}}/index.html"
DIRECT_TEMPLATES, SITEMAP_SAVE_AS, THEME_STATIC_PATHS = ["sitemap"], "sitemap.xml", []
AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = TAG_SAVE_AS = ""
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None
MARKDOWN = {{"extension_configs": {extensions!r}, "output_format": "html5"}}
TYPOGRIFY, PLUGINS, DEFAULT_PAGINATION = False, [], False
SECTIONS = {menu!r}
CACHE_CONTENT = LOAD_CONTENT_CACHE = True
CONTENT_CACHING_LAYER = "generator"
"""
NIKOLA = """\
BLOG_AUTHOR, BLOG_TITLE, SITE_URL = "Clinic", {name!r}, "{address}/"
BLOG_EMAIL = BLOG_DESCRIPTION = LOGO_URL = ""
DEFAULT_LANG, TIMEZONE, THEME, TRANSLATIONS = "en", "UTC", "bench", {{"en": ""}}
POSTS, PAGES = (), (("pages/*.md", "", "page.tmpl"),)
COMPILERS = {{"markdown": (".md",)}}
MARKDOWN_EXTENSIONS = {extensions!r}
PRETTY_URLS, URL_TYPE, INDEX_PATH, NAVIGATION_LINKS = True, "full_path", "blog", {{"en": ()}}
GENERATE_RSS = GENERATE_ATOM = WRITE_TAG_CLOUD = USE_BUNDLES = COPY_SOURCES = False
SHOW_SOURCELINK = USE_BASE_TAG = ARCHIVES_ARE_INDEXES = CREATE_MONTHLY_ARCHIVE = False
CREATE_SINGLE_ARCHIVE = False
DEMOTE_HEADERS = 0
FILES_FOLDERS = {{"files": ""}}
DISABLED_PLUGINS = [
  "classify_archive", "classify_authors", "classify_categories", "classify_indexes",
  "classify_page_index", "classify_sections", "classify_tags", "render_taxonomies",
  "generate_rss", "render_galleries", "robots", "render_listings", "create_bundles", "sources",
  "copy_assets", "redirect", "gallery", "page_list",
]
GLOBAL_CONTEXT = {{"sections": {menu!r}}}
"""


def eleventy(corpus: list[Page]) -> Site:
    """Return the site for Eleventy."""
    names = {p.path: f"content/{p.path}.md" for p in corpus}
    files = {names[p.path]: head(p, layout="base.njk") + p.body for p in corpus}
    site = {"title": NAME, "url": ADDRESS, "sections": MENU}
    files["content/_data/site.json"] = json.dumps(site)
    files["content/_includes/base.njk"] = jinja(
        "site.sections",
        "section",
        title="title",
        description="description",
        canonical="site.url }}{{ page.url",
        site="site.title",
        content="content | safe",
    )
    files["content/sitemap.njk"] = (
        "---\npermalink: /sitemap.xml\neleventyExcludeFromCollections: true\n---\n"
    ) + urls("{% for p in collections.all %}", "{{ site.url }}{{ p.url }}", "{% endfor %}")
    files["package.json"] = '{"private": true, "type": "module"}\n'
    files["eleventy.config.js"] = ELEVENTY
    return Site(files, names, "static")


def pelican(corpus: list[Page]) -> Site:
    """Return the site for Pelican, with its quicker cache."""
    names = {p.path: f"content/{p.path}.md" for p in corpus}
    files = {names[p.path]: _pelican_head(p) + "\n" + p.body for p in corpus}
    extensions = {f"markdown.extensions.{name}": {} for name in [*EXTENSIONS, "meta"]}
    files["pelicanconf.py"] = PELICAN.format(
        name=NAME, address=ADDRESS, extensions=extensions, menu=MENU
    )
    files["theme/templates/page.html"] = jinja(
        "SECTIONS",
        "page.section",
        title="page.title",
        description="page.description",
        canonical="SITEURL }}/{{ page.url",
        site="SITENAME",
        content="page.content",
    )
    files["theme/templates/sitemap.html"] = urls(
        "{% for p in pages %}", "{{ SITEURL }}/{{ p.url }}", "{% endfor %}"
    )
    return Site(files, names, "content")


def _pelican_head(page: Page) -> str:
    fields = {
        "Title": page.title,
        "Slug": page.path.replace("/", "-"),
        "Description": page.description,
        "Weight": page.weight,
        "Date": page.day,
        "Section": page.section,
    }
    if page.path.endswith("index"):
        fields |= {"Url": page.url[1:], "save_as": f"{page.url[1:]}index.html"}
    return "".join(f"{name}: {value}\n" for name, value in fields.items())


def nikola(corpus: list[Page]) -> Site:
    """Return the site for Nikola."""
    names = {p.path: f"pages/{p.path}.md" for p in corpus}
    files = {names[p.path]: _nikola_head(p) + "\n" + p.body for p in corpus}
    extensions = [f"markdown.extensions.{name}" for name in EXTENSIONS]
    files["conf.py"] = NIKOLA.format(name=NAME, address=ADDRESS, extensions=extensions, menu=MENU)
    files["themes/bench/engine"] = "jinja\n"
    files["themes/bench/bench.theme"] = "[Theme]\nengine = jinja\n"
    files["themes/bench/templates/page.tmpl"] = jinja(
        "sections",
        "post.meta('area')",
        title="post.title()",
        description="post.description()",
        canonical="post.permalink(absolute=True)",
        site="blog_title",
        content="post.text()",
    )
    return Site(files, names, "files")


def _nikola_head(page: Page) -> str:
    fields = {
        "title": page.title,
        "slug": page.path.rpartition("/")[2],
        "date": f"{page.day} 08:00:00 UTC",
        "description": page.description,
        "weight": page.weight,
        "area": page.section or "none",
    }
    if page.path.endswith("index"):
        fields["pretty_url"] = "False"
    return "<!--\n" + "".join(f".. {name}: {value}\n" for name, value in fields.items()) + "-->\n"


ALL = {"eleventy": eleventy, "pelican": pelican, "nikola": nikola}
