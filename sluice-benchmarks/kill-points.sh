#!/usr/bin/env bash
# What the kill points and their switch cost when they are off: the library as it is beside a build in which the switch is a
# compile-time constant, so that javac leaves nothing of them. First the machine code of both, then what a put and a take by
# one thread take, processes of both builds in turn.
#
#   sluice-benchmarks/kill-points.sh [PAIRS]
#
# Wants a JDK 25 or newer in JAVA_HOME or on the PATH.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."

readonly PAIRS=${1:-20}
readonly SOURCES=sluice-library/src/main/java
readonly SWITCH=dev/sluice/internal/ring/KillPoint.java
readonly LOOP=dev.sluice.benchmarks.killpoints.PutAndTake
bin=${JAVA_HOME:+$JAVA_HOME/bin/}

work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT

# Compiles the sources in a folder into classes/NAME, with the loop.
build() {
    find "$1" -name '*.java' > "$work/files"
    "${bin}javac" -nowarn -d "$work/classes/$2" @"$work/files"
    "${bin}javac" -nowarn -d "$work/classes/$2" -cp "$work/classes/$2" "sluice-benchmarks/src/main/java/${LOOP//.//}.java"
}

build "$SOURCES" with
cp -R "$SOURCES" "$work/without"
sed -e 's/static final boolean ON;/static final boolean ON = false;/' -e '/^ *ON = chosen/d' \
    "$SOURCES/$SWITCH" > "$work/without/$SWITCH"
build "$work/without" without
if "${bin}javap" -c -p -cp "$work/classes/without" dev.sluice.internal.ring.Putting | grep -q KillPoint; then
    echo "kill-points.sh: the build without kill points has some; the switch in $SWITCH looks different now" >&2
    exit 1
fi

# Each method of the library and the length of its machine code. With one compiler, which the program waits for, it hardly
# depends on anything but the code.
lengths() {
    "${bin}java" --enable-native-access=ALL-UNNAMED -Xbatch -XX:-TieredCompilation -XX:+UnlockDiagnosticVMOptions \
        -XX:+LogCompilation -XX:LogFile="$work/log" -cp "$work/classes/$1" "$LOOP" 20 20 > "$work/ignored"
    grep '<nmethod ' "$work/log" | grep -v "compile_kind='osr'" \
        | sed -n "s/.* size='\([0-9]*\)'.* method='\(dev\.sluice\.[^ ]*\) \([^ ]*\) \([^']*\)'.*/\2.\3\4 \1/p" \
        | awk '{ length_of[$1] = $2 } END { for (method in length_of) print method, length_of[method] }' | sort
}

lengths with > "$work/lengths-with"
lengths without > "$work/lengths-without"
join "$work/lengths-with" "$work/lengths-without" | awk '
    { sub(/\(.*\)[^ ]*/, "", $1) }
    $2 == $3 { equal++ }
    $2 != $3 { other = other sprintf("  %s: with %d bytes, without %d bytes\n", $1, $2, $3) }
    END { printf "%d methods compiled in both builds, %d of them to machine code of the same length\n%s", NR, equal, other }'

nanos() {
    "${bin}java" --enable-native-access=ALL-UNNAMED -cp "$work/classes/$1" "$LOOP" 40 60
}

for ((pair = 1; pair <= PAIRS; pair++)); do
    if ((pair % 2)); then
        with=$(nanos with)
        without=$(nanos without)
    else
        without=$(nanos without)
        with=$(nanos with)
    fi
    echo "pair $pair: with $with ns, without $without ns"
    echo "$with $without" >> "$work/pairs"
done

# The quantile of a column, or of an expression of columns.
quantile() {
    awk "{ print $1 }" "$work/pairs" | sort -n | awk -v q="$2" '
        { value[NR] = $1 }
        END { at = 1 + (NR - 1) * q; low = int(at); print value[low] + (at - low) * (value[low + (at > low)] - value[low]) }'
}

printf 'medians: with %.1f ns, without %.1f ns; ratio: median %.3f, half of the pairs from %.3f to %.3f, all from %.3f to %.3f\n' \
    "$(quantile '$1' 0.5)" "$(quantile '$2' 0.5)" "$(quantile '$1 / $2' 0.5)" "$(quantile '$1 / $2' 0.25)" \
    "$(quantile '$1 / $2' 0.75)" "$(quantile '$1 / $2' 0)" "$(quantile '$1 / $2' 1)"
