# shellcheck shell=bash
# Prepares the machine and the folder .venv. The other scripts source it; it does nothing by itself.
#
#   set_up run    what the program needs        (requirements.lock, apt.txt)
#   set_up dev    what the tests need as well   (requirements-dev.lock, apt-test.txt)
#
# The second call finds the stamp of the first and returns at once. Everything said here goes to
# standard error, so that `scripts/run … --json` keeps standard output for its one document.

root="$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)"
venv="$root/.venv"
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 PIP_USER=0
export PIP_DEFAULT_TIMEOUT="${PIP_DEFAULT_TIMEOUT:-60}"

say() { printf '%s\n' "$*" >&2; }

# Status 3 is the program's own "refused, nothing done".
stop() {
    say "$*"
    exit 3
}

set_up() {
    local kind=$1 lists=("$root/scripts/apt.txt") python=""
    if [ "$kind" = dev ]; then lists+=("$root/scripts/apt-test.txt"); fi
    wait_for_turn
    if [ -e "$(stamp "$kind")" ]; then
        need_packages "" "${lists[@]}"
    else
        find_python "${lists[@]}"
        need_packages "$(venv_package)" "${lists[@]}"
        make_environment "$kind"
    fi
    exec 9<&-
    enter_environment
}

# What a script names without a path comes from .venv.
enter_environment() { export PATH="$venv/bin:$PATH"; }

# Two scripts that start at the same moment must not build the same .venv.
wait_for_turn() {
    exec 9<"$root"
    if ! command -v flock >/dev/null || flock --nonblock 9; then return; fi
    say "Another script is preparing this folder; waiting for it."
    flock 9
}

# find_python [LIST…]: sets `python` to an interpreter that is new enough, and not the one of a .venv that
# may have to go. Where there is none it says what to type, for the packages of the lists at the same time.
find_python() {
    local name PATH="${PATH//"$venv/bin:"/}"
    for name in python3 python3.11 python3.12 python3.13; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            python="$(command -v "$name")"
            return
        fi
    done
    local packages="python3 python3-venv" # also where one is installed that is too old
    if [ $# -gt 0 ] && command -v dpkg-query >/dev/null; then packages+=" $(missing_packages "" "$@")"; fi
    stop "Python 3.11 or newer is needed and was not found; type: sudo apt-get install --no-install-recommends $packages"
}

can_make_environments() { "$python" -c 'import ensurepip, venv' 2>/dev/null; }

# Debian keeps what `python -m venv` needs in a package of its own, one for each Python.
venv_package() {
    if can_make_environments; then return; fi
    printf '%s-venv' "$(basename "$python")"
}

# need_packages EXTRA LIST…: installs what dpkg does not know as installed, or says what to type.
need_packages() {
    if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then return; fi
    local missing
    missing="$(missing_packages "$@")"
    if [ -z "$missing" ]; then return; fi
    local sudo=()
    if [ "$(id -u)" -ne 0 ]; then
        sudo=(sudo -n)
        if ! sudo -n true 2>/dev/null; then
            stop "These system packages are missing and only an administrator can install them; type: sudo apt-get install --no-install-recommends $missing"
        fi
    fi
    say "Installing system packages that Qt, Python or the tests need (this may take some minutes): $missing"
    local log apt=("${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=120)
    log="$(mktemp)"
    "${apt[@]}" update </dev/null >"$log" 2>&1 || say "The package lists could not all be refreshed; trying with those that are here."
    # shellcheck disable=SC2086 # one word for each package
    if ! "${apt[@]}" install --yes --no-install-recommends $missing </dev/null >>"$log" 2>&1; then
        cat "$log" >&2
        rm "$log"
        stop "The system packages could not be installed, for the reason above; type: sudo apt-get install --no-install-recommends $missing"
    fi
    rm "$log"
}

# A package counts as installed under its own name and under each name it provides: newer releases
# renamed some (libglib2.0-0t64 provides libglib2.0-0).
missing_packages() {
    local extra=$1 wanted
    shift
    wanted="$extra $(sed 's/#.*//' "$@" | tr '\n' ' ')"
    # shellcheck disable=SC2016 # the fields are for dpkg-query
    dpkg-query --show --showformat='${db:Status-Status} ${Package} ${Provides}\n' |
        awk -v wanted="$wanted" '
            $1 == "installed" {
                gsub(/\([^)]*\)|,/, " ")
                for (i = 2; i <= NF; i++) have[$i] = 1
            }
            END {
                count = split(wanted, names, " ")
                for (i = 1; i <= count; i++)
                    if (!(names[i] in have)) { printf "%s%s", comma, names[i]; comma = " " }
            }'
}

lock_of() {
    case $1 in
        run) printf '%s/requirements.lock' "$root" ;;
        dev) printf '%s/requirements-dev.lock' "$root" ;;
    esac
}

# The file that says "complete": its name holds the kind, the lock, the project, the place and the
# Python. Where .venv does not work there is no name, so nothing is taken for complete.
stamp() {
    local hash
    hash="$("$venv/bin/python" -I -c '
import hashlib, pathlib, sys
digest = hashlib.sha256(f"{sys.prefix} {sys.version_info[:2]}".encode())
for name in sys.argv[1:]:
    digest.update(pathlib.Path(name).read_bytes())
print(digest.hexdigest()[:16])' "$(lock_of "$1")" "$root/pyproject.toml" 2>/dev/null)" || hash=none
    printf '%s/ready-%s-%s' "$venv" "$1" "$hash"
}

# Half-made, moved from elsewhere, or its Python is gone: not worth mending.
environment_is_sound() {
    [ ! -e "$venv/unfinished" ] && grep -qsF "$venv" "$venv/bin/activate" &&
        "$venv/bin/python" -c 'import pip' 2>/dev/null
}

make_environment() {
    local kind=$1
    if ! environment_is_sound; then
        can_make_environments ||
            stop "$python cannot make a virtual environment; install the package python3-venv (or what your system calls it) and start again."
        if [ -e "$venv" ]; then say "The folder .venv is incomplete or belongs elsewhere; making it anew."; fi
        rm -rf "$venv"
        mkdir "$venv"
        : >"$venv/unfinished"
        say "Making .venv with $("$python" --version)."
        "$python" -m venv "$venv" >&2 || stop "The virtual environment $venv could not be made, for the reason above."
    fi
    : >"$venv/unfinished"
    rm -f "$venv"/ready-*
    say "Installing the Python packages of $(basename "$(lock_of "$kind")"); the first time takes about a minute."
    install_python_packages --requirement "$(lock_of "$kind")"
    install_python_packages --no-deps --editable "$root"
    : >"$(stamp run)"
    if [ "$kind" = dev ]; then : >"$(stamp dev)"; fi
    rm "$venv/unfinished"
}

install_python_packages() {
    "$venv/bin/python" -m pip install --quiet "$@" </dev/null >&2 ||
        stop "The Python packages could not be installed, for the reason above; check the connection and start again."
}

# Qt needs to be told when there is no screen.
without_screen() {
    if [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] && [[ "$OSTYPE" != darwin* ]]; then
        export QT_QPA_PLATFORM="${QT_QPA_PLATFORM:-offscreen}"
    fi
}
