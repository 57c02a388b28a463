# shellcheck shell=sh
# What bin/run, bin/test and bin/lock share. Sourced, from the root of the repository.

LOCK=deploy/requirements.lock
TESTS_ONLY='# What only the tests need.' # the line between the two parts of the lock file
PATH=$PATH:/usr/sbin:/sbin               # ldconfig, for people who are not root
packages=

# say FRENCH ENGLISH: one sentence, in the language of this terminal (French when it says nothing).
say() {
    case ${LC_ALL:-${LC_MESSAGES:-${LANG:-fr}}} in
        en*) printf '%s\n' "$2" ;;
        *) printf '%s\n' "$1" ;;
    esac
}

stop() {
    say "$@" >&2
    exit 1
}

# need PACKAGE… : this machine lacks these packages of Debian.
need() { packages="$packages $*"; }

has_library() { ldconfig -p 2>/dev/null | grep -q "$1"; }
has_postgresql() { command -v postgres >/dev/null || ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1; }
has_font() { find /usr/share/fonts /usr/local/share/fonts -name "$1" 2>/dev/null | grep -q .; }

# find_python: the first Python that is recent enough, in $python.
find_python() {
    for python in python3 python3.14 python3.13 python3.12 python3.11; do
        "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && return
    done
    python=
    return 1
}

# What the product runs with: Python and its venv, what lays out PDF pages, one complete font.
need_to_run() {
    if ! find_python; then
        need python3 python3-venv
    elif ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        need python3-venv
    fi
    has_library libpango-1.0.so.0 || need libpango-1.0-0
    has_library libpangoft2-1.0.so.0 || need libpangoft2-1.0-0
    has_library libharfbuzz-subset.so.0 || need libharfbuzz-subset0
    has_font DejaVuSans.ttf || need fonts-dejavu-core
}

# What the tests also need: a browser, readers of PDF and of catalogues, a font with emoji, a database server.
need_to_test() {
    command -v chromium >/dev/null || command -v chromium-browser >/dev/null || need chromium
    command -v pdftotext >/dev/null || need poppler-utils
    command -v msgfmt >/dev/null || need gettext
    has_font 'NotoColorEmoji.ttf' || need fonts-noto-color-emoji
    has_postgresql || need postgresql
}

as_root=
[ "$(id -u)" -eq 0 ] || as_root=sudo

# may_install: root may; others through sudo, when it can ask for a password or needs none.
may_install() {
    [ "$(id -u)" -eq 0 ] && return
    command -v sudo >/dev/null || return
    [ -t 0 ] || sudo -n true 2>/dev/null
}

# install_packages: from Debian, as root or through sudo; otherwise the exact command, and stop.
install_packages() {
    [ -n "$packages" ] || return 0
    command -v apt-get >/dev/null || stop "Il manque à cette machine (noms de Debian) :$packages" \
        "This machine lacks (Debian's names):$packages"
    may_install || stop "En tant que root, puis recommencez :
    apt-get update && apt-get install -y --no-install-recommends$packages" "As root, then start again:
    apt-get update && apt-get install -y --no-install-recommends$packages"
    say "Installation de paquets de Debian :$packages" "Installing packages of Debian:$packages"
    $as_root apt-get update -qq
    case $packages in
        *postgresql*) without_a_cluster ;;
    esac
    # shellcheck disable=SC2086  # a list of names
    install_from_debian $packages
}

install_from_debian() {
    $as_root env DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 \
        apt-get install -y -qq --no-install-recommends "$@" >"$log" 2>&1 || {
        tail -n 20 "$log" >&2
        stop "L’installation de ces paquets a échoué." "Installing these packages failed."
    }
}

# without_a_cluster: PostgreSQL's programs alone. The package would also make a database and start it at each boot.
without_a_cluster() {
    install_from_debian postgresql-common
    conf=/etc/postgresql-common/createcluster.conf
    $as_root sed -i.before 's/^#* *create_main_cluster.*/create_main_cluster = false/' $conf
    # shellcheck disable=SC2086  # a list of names
    install_from_debian $packages
    $as_root mv $conf.before $conf
}

# fetch_nginx: its program alone, beside the tests' libraries. The package would start a server on port 80.
fetch_nginx() {
    { command -v nginx || [ -x .venv/nginx/usr/sbin/nginx ]; } >/dev/null && return
    say "Téléchargement de nginx…" "Fetching nginx…"
    download_nginx || { may_install && $as_root apt-get update -qq && download_nginx; } || {
        tail -n 20 "$log" >&2
        stop "Il manque nginx." "nginx is missing."
    }
}

download_nginx() {
    (mkdir -p .venv/nginx && cd .venv/nginx && apt-get download -qq nginx && dpkg -x nginx_*.deb .) >"$log" 2>&1
}

# prepare_machine to_run|to_test: packages, then the venv with the first part of the lock file, or both.
prepare_machine() {
    goal=$1
    log=$(mktemp)
    trap 'rm -f "$log"' EXIT
    need_to_run
    [ "$goal" = to_run ] || need_to_test
    install_packages
    find_python || stop "Il faut Python 3.11 ou plus récent." "Python 3.11 or newer is needed."
    .venv/bin/python -m pip --version >/dev/null 2>&1 || {
        say "Préparation de Python…" "Preparing Python…"
        "$python" -m venv --clear .venv
    }
    sed "/^$TESTS_ONLY\$/,\$d" "$LOCK" | install_part run
    [ "$goal" = to_run ] || fetch_nginx
    [ "$goal" = to_run ] || sed "1,/^$TESTS_ONLY\$/d" "$LOCK" | install_part tests
}

# install_part NAME <requirements: into the venv, unless it is what was installed last under this name.
install_part() {
    cat >".venv/$1.wanted"
    cmp -s ".venv/$1.wanted" ".venv/$1.installed" && return
    say "Installation des bibliothèques ($(grep -c == ".venv/$1.wanted"))…" \
        "Installing libraries ($(grep -c == ".venv/$1.wanted"))…"
    .venv/bin/python -m pip install --quiet --no-input --disable-pip-version-check --no-warn-script-location \
        --only-binary :all: --require-hashes --requirement ".venv/$1.wanted"
    mv ".venv/$1.wanted" ".venv/$1.installed"
}
