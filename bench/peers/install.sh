# Installs the peers that are not built here. Sourced by bench/compare.sh, whose folder for them is $peers.
# A peer that can't be installed is left out of the comparison, which then says so.

source "${BASH_SOURCE[0]%/*}/../../packages.sh"

node_peers=(bun deno ws)
python_packages=(python3-websockets python3-tornado python3-django-channels daphne python3-channels-redis redis-server)

install_peers() {
    install_node_peers
    # In a quick run none of them is measured, unless it is asked for.
    case " $* " in
        *" --quick "*) case " $* " in *" --only "*) install_packages "${python_packages[@]}" ;; esac ;;
        *) install_packages "${python_packages[@]}" ;;
    esac
}

install_node_peers() {
    local missing=() peer
    for peer in "${node_peers[@]}"; do
        [ -d "$peers/node_modules/$peer" ] || missing+=("$peer")
    done
    [ "${#missing[@]}" -gt 0 ] || return 0
    if ! command -v npm >/dev/null; then
        echo "not installed, since there is no npm: ${missing[*]}"
        return 0
    fi

    echo "installing ${missing[*]}"
    # All three by name: npm removes what it isn't told of. No lock file, since that would name addresses.
    npm install --prefix "$peers" --no-package-lock --no-save --no-audit --no-fund --loglevel=error "${node_peers[@]}" \
        >/dev/null || echo "could not be installed: ${missing[*]}"

    # Where npm runs no scripts of packages, the programs are not in place yet.
    local script
    for script in bun/install.js deno/install.cjs; do
        if [ -f "$peers/node_modules/$script" ] && ! "$peers/node_modules/.bin/${script%%/*}" --version >/dev/null 2>&1; then
            (cd "$peers/node_modules/${script%%/*}" && node "${script##*/}") >/dev/null 2>&1 || true
        fi
    done
}
