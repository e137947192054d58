#!/bin/sh
# Publishes output/ on a server or in object storage, in an order in which no reader ever meets a
# broken page: what pages load, then new pages, then changed pages, then the maps; removals last.
# If it is stopped halfway, start it again. It sends nothing but what one whole build made.
#
#   ./publish.sh rsync me@server:/srv/website [options of rsync, such as -e 'ssh -p 2222']
#   ./publish.sh rclone storage:bucket        [options of rclone]
#
# The folder must be there. It becomes a copy of output/: other files in it are removed, but for
# .well-known/acme-challenge/ (certificates). OUTPUT=folder publishes another folder.
set -euf
cd "$(dirname "$0")"

say() { printf '%s\n' "$*"; }
stop() { say "$*" >&2; exit 1; }
wrong() { say "$*" >&2; exit 2; }

[ $# -ge 2 ] || wrong "Type: ./publish.sh rsync TARGET   or   ./publish.sh rclone TARGET"
with=$1 to=${2%/} from=${OUTPUT:-output}
case $with in
  rsync | rclone) ;;
  *) wrong "There is no way $with. Choose rsync or rclone." ;;
esac
[ -n "$to" ] || wrong "TARGET may not be empty, nor the whole disk."
case $from in
  /*) ;;
  *) from=./$from ;; # so that a colon in it does not mean another computer
esac
shift 2
python3 build.py verify "$from"

# Files that a build did not make are somebody's own: then this may be the wrong folder.
refuse_strangers() {
  [ -z "$1" ] || say "$1" | grep -Fqx receipt.json ||
    stop "$to holds files that no build made. Choose an empty folder, or empty it."
}

publish_rsync() {
  copy() {
    rsync --quiet --recursive --checksum --chmod=D755,F644 --exclude=/.gitignore \
      --exclude=/.well-known/acme-challenge/ "$@" "$from/" "$to/"
  }
  there=$(rsync "$@" --no-verbose --list-only --recursive --exclude=/.well-known/acme-challenge/ \
    --include='/*' --include='/.well-known/*' --exclude='*' "$to/")
  refuse_strangers "$(say "$there" |
    awk '{ sub(/^[^ ]+ +[^ ]+ +[^ ]+ +[^ ]+ /, "") } $0 != "." && $0 != ".well-known"')"
  say "Sending the receipt, and what pages load ..."
  copy "$@" --ignore-existing --include=/receipt.json --exclude='*' # from now on it is ours
  copy "$@" --include=/assets/ --include='/assets/**' --exclude='*'
  say "Sending new pages ..."
  # A first compressed copy of an old page is not a new page: it leads to new ones.
  copy "$@" --ignore-existing --exclude='*.br' --exclude='*.gz' --exclude=/sitemap.xml \
    --exclude=/robots.txt
  say "Sending changed pages ..."
  # Servers send a compressed copy wherever there is one: so no old one may outlive its page.
  copy "$@" --delete --include='*/' --include='*.br' --include='*.gz' --exclude='*'
  copy "$@" --exclude=/sitemap.xml --exclude=/robots.txt --exclude=/receipt.json
  say "Sending the maps, and removing what is gone ..."
  copy "$@" --delete-after
}

publish_rclone() {
  run() { rclone --quiet --filter='- /.gitignore' --filter='- /.well-known/acme-challenge/**' "$@"; }
  for_ever='Cache-Control: public, max-age=31536000, immutable'
  fresh='Cache-Control: public, max-age=60, s-maxage=0, must-revalidate'
  there=$(rclone "$@" lsf --recursive --max-depth=2 \
    --exclude='/.well-known/acme-challenge/**' "$to")
  refuse_strangers "$(say "$there" | awk '$0 != ".well-known/" && !/^\.well-known\/acme-ch/')"
  say "Sending the receipt, and what pages load ..."
  run "$@" copy --ignore-existing --filter='+ /receipt.json' --filter='- *' "$from" "$to"
  run "$@" copy --size-only --header-upload="$for_ever" --filter='+ /assets/**' --filter='- *' \
    "$from" "$to"
  say "Sending new pages ..."
  run "$@" copy --ignore-existing --header-upload="$fresh" --filter='- /assets/**' \
    --filter='- *.{br,gz}' --filter='- /{sitemap.xml,robots.txt}' "$from" "$to"
  say "Sending changed pages ..."
  # Not every storage knows checksums, so what may change is sent again each time.
  run "$@" sync --ignore-times --header-upload="$fresh" --filter='- /assets/**' \
    --filter='+ *.{br,gz}' --filter='- *' "$from" "$to"
  run "$@" copy --ignore-times --header-upload="$fresh" --filter='- /assets/**' \
    --filter='- *.{br,gz}' --filter='- /{sitemap.xml,robots.txt,receipt.json}' "$from" "$to"
  say "Sending the maps, and removing what is gone ..."
  run "$@" copy --ignore-times --header-upload="$fresh" \
    --filter='+ /{sitemap.xml,robots.txt,receipt.json}' --filter='- *' "$from" "$to"
  run "$@" sync --size-only --delete-after "$from" "$to"
}

"publish_$with" "$@"
say "Published in $to."
