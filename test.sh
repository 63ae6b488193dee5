#!/usr/bin/env bash
# Builds everything and passes the tests. What they need besides the .NET SDK is installed where that can be done;
# a test whose part is missing is skipped and says which package to install.
#   ./test.sh                 all tests
#   ./test.sh --update-api    rewrites api/*.txt to the public surface as it is now
#   ./test.sh --update-js     makes src/parley.js/parley.min.js of parley.js as it is now
set -euo pipefail
cd "$(dirname "$0")"
source ./packages.sh

if [ "${1:-}" = "--update-api" ]; then
    export PARLEY_UPDATE_API=1
    exec dotnet test tests/Parley.Architecture.Tests --filter "FullyQualifiedName~PublicSurface"
fi

npm_packages=(esbuild@0.28.2 typescript@7.0.2 ws@8.23.0 jquery@3.7.1 axe-core@4.14.1)
if [ "${1:-}" = "--update-js" ]; then
    install_npm_packages artifacts/npm "${npm_packages[@]}"
    export PARLEY_UPDATE_JS=1
    exec dotnet test tests/Parley.Js.Tests --filter "FullyQualifiedName~It_is_what_esbuild_makes"
fi

install_packages chromium nodejs python3-websockets python3-websocket python3-tornado redis-server python3-channels-redis daphne
install_npm_packages artifacts/npm "${npm_packages[@]}"

# The package of the platform itself: the one named bun fetches several, and needs a script to choose among them.
case "$(uname -sm)" in
    "Linux x86_64") install_npm_packages artifacts/bun @oven/bun-linux-x64-baseline@1.4.5 ;;
    "Linux aarch64") install_npm_packages artifacts/bun @oven/bun-linux-aarch64@1.4.5 ;;
esac
rm -rf artifacts/test-results
dotnet build Parley.slnx
dotnet test Parley.slnx --no-build --logger trx --results-directory artifacts/test-results "$@"

# The protocol core's own tests go through every branch of it.
report=$(find artifacts/test-results -name coverage.cobertura.xml 2>/dev/null | head -n 1)
if [ -n "$report" ]; then
    read -r covered valid < <(sed -n 's/.*branches-covered="\([0-9]*\)" branches-valid="\([0-9]*\)".*/\1 \2/p' "$report" | head -n 1)
    echo "Parley.Protocol: $covered of $valid branches covered"
    if [ $# -eq 0 ] && [ "$covered" != "$valid" ]; then
        echo "every branch of Parley.Protocol must be covered by tests/Parley.Protocol.Tests"
        exit 1
    fi
fi
