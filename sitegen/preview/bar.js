// The preview's own script. A save changes the page in place: what is read stays where it is on the
// screen, and what was opened in the bar stays open. Where that cannot be done, the page is loaded again.
{
  const kept = (name) => JSON.parse(sessionStorage.getItem("preview-" + name))
  const keep = (name, value) => sessionStorage.setItem("preview-" + name, JSON.stringify(value))
  const bar = () => document.querySelector("preview-desk").shadowRoot

  // With mistakes the bar is open, and may be closed; else it is as it was last.
  const dress = () => {
    const desk = bar().querySelector(".desk")
    if (!desk.closest(".bar--broken")) {
      desk.open = Boolean(kept("open"))
      desk.addEventListener("toggle", () => keep("open", desk.open))
    }
    desk.addEventListener("keydown", (press) => { if (press.key === "Escape") desk.open = false })
  }

  // The line of the heading that is read now.
  const tell = () => {
    const above = [...bar().querySelectorAll("[data-line]")].filter((link) => {
      const heading = document.getElementById(link.hash.slice(1))
      return heading && heading.getBoundingClientRect().top < innerHeight / 8
    })
    if (scrollY && above.length) bar().querySelector(".line").textContent = ", line " + above.at(-1).dataset.line
  }
  addEventListener("scroll", () => requestAnimationFrame(tell), { passive: true })

  // Where the words on the screen stand, so that they can stand there again whatever grew above them.
  const words = () => [...document.querySelectorAll("main :is(h1, h2, h3, h4, p, li, td, th, dt, dd, summary)")]
  const sticks = (part) => part && (getComputedStyle(part).position === "sticky" || sticks(part.parentElement))
  const place = () => {
    const seen = words().filter((part) => part.getBoundingClientRect().bottom > 0 && !sticks(part)).slice(0, 20)
    const parts = seen.map((part) => [part.textContent, part.getBoundingClientRect().top])
    return { here: location.pathname, y: scrollY, parts }
  }
  const putBack = ({ y, parts }) => {
    if (!y) return
    scrollTo({ top: y, behavior: "instant" })
    const now = words()
    for (const [text, top] of parts) {
      const same = now.filter((part) => part.textContent === text)
      if (same.length !== 1) continue
      return scrollBy({ top: same[0].getBoundingClientRect().top - top, behavior: "instant" })
    }
  }

  // The page as it is now, in the place of this one: sooner on the screen than a new page.
  const sheets = (page) => [...page.querySelectorAll("link[rel=stylesheet]")].map((link) => link.getAttribute("href").split("?")[0]).join()
  let last = 0
  const renew = async () => {
    const mine = ++last
    const answer = await fetch(location.href)
    const page = Document.parseHTMLUnsafe(await answer.text())
    if (mine !== last) return
    if (answer.redirected || !page.querySelector("preview-desk") || sheets(page) !== sheets(document)) throw Error("another page")
    const before = place()
    document.title = page.title
    document.body.replaceWith(document.adoptNode(page.body))
    dress()
    putBack(before)
    tell()
  }
  window.LiveReloadPluginPage = class {
    static identifier = "page"
    static version = "1"
    reload(path) {
      if (path !== "*" || !Document.parseHTMLUnsafe) return false
      renew().catch(() => location.reload())
      return true
    }
  }

  // A page that is loaded again.
  addEventListener("pagehide", () => {
    keep("place", place())
    history.scrollRestoration = "manual"
  })
  addEventListener("load", () => setTimeout(() => { history.scrollRestoration = "auto" }, 500)) // sooner, it would undo this
  dress()
  const before = kept("place")
  const again = performance.getEntriesByType("navigation")[0].type === "reload"
  if (again && before?.here === location.pathname) putBack(before)
}
