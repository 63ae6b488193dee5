# Installs packages of the system, and of npm, where that can be done. Sourced by test.sh and bench/peers/install.sh.

# Installs those of the named packages that are missing; what can't be installed is said, and is no failure.
install_packages() {
    command -v dpkg-query >/dev/null && command -v apt-get >/dev/null || return 0
    local missing=() package
    for package in "$@"; do
        dpkg-query --show --showformat '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
    done
    [ "${#missing[@]}" -gt 0 ] || return 0

    local root=()
    if [ "$(id -u)" -ne 0 ]; then
        root=(sudo -n)
        if ! sudo -n true 2>/dev/null; then
            echo "not installed, since sudo would ask for a password: ${missing[*]}"
            return 0
        fi
    fi

    echo "installing ${missing[*]}"
    "${root[@]}" apt-get update -qq >/dev/null || true
    DEBIAN_FRONTEND=noninteractive "${root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null \
        || echo "could not be installed: ${missing[*]}"
}

# Installs npm packages (NAME@VERSION) into a folder unless they are there; what can't be installed is said, and is no failure.
install_npm_packages() {
    local folder=$1 package missing=()
    shift
    for package in "$@"; do
        grep -qs "\"version\": \"${package##*@}\"" "$folder/node_modules/${package%@*}/package.json" || missing+=("$package")
    done
    [ "${#missing[@]}" -gt 0 ] || return 0
    if ! command -v npm >/dev/null; then
        echo "not installed, since there is no npm: ${missing[*]}"
        return 0
    fi

    echo "installing ${missing[*]}"
    mkdir -p "$folder"
    # All by name: npm removes what it isn't told of. No lock file, since that would name addresses.
    npm install --prefix "$folder" --no-package-lock --no-save --no-audit --no-fund --loglevel=error \
        --fetch-retries=1 --fetch-timeout=30000 "$@" >/dev/null || echo "could not be installed: ${missing[*]}"
}
