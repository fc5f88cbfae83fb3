#!/usr/bin/env bash
# Compiles build/_build.csproj when what it is made of has changed, and becomes it: ./build.sh [targets] [--parameters].
# build.ps1 takes the same steps under the same numbers and titles; what a person reads goes to standard error.
[ -n "${BASH_VERSION-}" ] || exec bash "$0" "$@"
set -euo pipefail
unset CDPATH
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false NUKE_TELEMETRY_OPTOUT=1 ORT_DISABLE_TELEMETRY=1

say() { printf '%s\n' "$1" >&2; }
fail() { say "$1"; exit "${2-1}"; }
keep() { need_temp; mkdir -p "${1%/*}" && printf '%s\n' "$2" > "$1.$$" && mv -f "$1.$$" "$1"; }
first_line() { line=; [ ! -f "$1" ] || IFS= read -r line < "$1" || :; }

# 1. The repository: the folder of this script, through symbolic links.
find_root() {
  local self=${BASH_SOURCE[0]} link
  while [ -L "$self" ]; do
    link=$(readlink "$self")
    case $link in /*) self=$link ;; *) self=$(dirname "$self")/$link ;; esac
  done
  case $self in */*) ;; *) self=./$self ;; esac
  root=$(cd -P "${self%/*}/" && printf '%s.' "$PWD")
  root=${root%.}
  temp=$root/.nuke/temp
  store=$temp/build
  lock=$temp/lock
  work=$temp/compiling
}

# Asked before the first write: a lock that cannot be made looks like one that somebody else holds.
need_temp() {
  { mkdir -p "$temp" && [ -w "$temp" ]; } 2> /dev/null ||
    fail "The folder '$temp' cannot be written, and the build is compiled there; make it writable, or build in another clone."
}

# 2. The SDK: the dotnet on PATH if it satisfies global.json, else one of our own; the answer is kept until either changes.
find_sdk() {
  recall_sdk
  if [ ! -x "$dotnet" ] || [ "$asked_for" != "PATH $on_path" ] || [ "$root/global.json" -nt "$temp/sdk" ]; then
    choose_sdk || under_lock install_sdk
    keep "$temp/sdk" "PATH $on_path"$'\n'"$dotnet"
  fi
}

recall_sdk() {
  on_path=$(type -P dotnet) || on_path=
  asked_for='' dotnet=''
  if [ -f "$temp/sdk" ]; then { IFS= read -r asked_for && IFS= read -r dotnet; } < "$temp/sdk" || :; fi
}

no_home="HOME is '${HOME-}', and .NET keeps its packages and settings there; set HOME, or DOTNET_CLI_HOME, to a folder of yours."

choose_sdk() {
  local said
  for dotnet in "$on_path" "$temp/dotnet/dotnet"; do
    [ -x "$dotnet" ] || continue
    if said=$(cd "$root" && "$dotnet" --version 2>&1 < /dev/null); then return; fi
    case $said in *DOTNET_CLI_HOME*) fail "$no_home" ;; esac
  done
  return 1
}

install_sdk() {
  if choose_sdk; then return; fi
  local url=https://dot.net/v1/dotnet-install.sh script=$temp/dotnet-install.sh log=$temp/dotnet-install.log
  say "Installing the .NET SDK that global.json asks for ..."
  if ! attended "$log" download "$url" "$script" ||
    ! attended "$log" exec bash "$script" --jsonfile "$root/global.json" --install-dir "$temp/dotnet" --no-path; then
    fail "No .NET SDK here satisfies global.json, and $url could not install it: $(tail -n 1 "$log")"
  fi
  dotnet=$temp/dotnet/dotnet
}

download() {
  if type -P curl > /dev/null; then exec curl -fsSL --retry 2 -o "$2" "$1"; else exec wget -nv -O "$2" "$1"; fi
}

# 3. The package mode of the toolkit's own clone: forced, or remembered, or asked of the feed once. Elsewhere projects name packages.
find_mode() {
  local source=PIPELINE_PACKAGES
  if [ ! -d "$root/build/PackageProbe" ]; then mode=packages; return; fi
  mode=${PIPELINE_PACKAGES-}
  if [ -z "$mode" ]; then
    source=.nuke/temp/package-mode
    [ -f "$temp/package-mode" ] || under_lock probe_packages
    first_line "$temp/package-mode"
    mode=$line
  fi
  case $mode in
    nuget | polyfill) say "Packages: $mode ($source)" ;;
    *) fail "The package mode '$mode' in $source is not known; make it 'nuget' or 'polyfill', or remove it." 2 ;;
  esac
}

probe_packages() {
  [ ! -f "$temp/package-mode" ] || return 0
  say "Asking the package feed for Nuke.Common ..."
  local log=$temp/package-probe.log other
  if attended "$log" exec env ArtifactsPath="$temp/package-probe" DOTNET_CLI_UI_LANGUAGE=en MSBUILDDISABLENODEREUSE=1 \
    "$dotnet" restore "$root/build/PackageProbe/PackageProbe.csproj" -p:PackageMode=nuget -v q --tl:off; then
    keep "$temp/package-mode" nuget
    return
  fi
  other=$(grep -v 'error NU1\(10[123]\|603\):' "$log" | grep -i 'error' || :)
  if [ -n "$other" ] || ! grep -q 'error NU1\(10[123]\|603\):' "$log"; then
    cat "$log" >&2
    fail "The package feed could not be asked, and nothing is remembered; mend that, or set PIPELINE_PACKAGES=nuget|polyfill."
  fi
  keep "$temp/package-mode" polyfill
}

# 4. What the build is made of: the projects of a closure file, the settings above them and the package mode, as one digest.
digest() {
  local hash
  cd "$root"
  hash=$(list_sources "$1" | LC_ALL=C sort -z | { printf '%s\n' "$mode"; xargs -0 $sha256; } | $sha256) || return
  printf '%s' "${hash:0:16}"
}

list_sources() {
  local path above seen='|' closure=$1
  shift
  while IFS= read -r path; do
    case $path in */) set -- "$@" "${path%/}" ;; *) printf '%s\0' "$path" ;; esac
    above=${path%/}
    while [ "$above" != . ]; do
      case $above in */*) above=${above%/*} ;; *) above=. ;; esac
      case $seen in *"|$above|"*) break ;; esac
      seen="$seen$above|"
      list_settings "$above"
    done
  done < "$closure"
  find "$@" -type d \( -name bin -o -name obj -o -name '.?*' \) -prune -o \( -type f -o -type l \) \
    ! \( -name '*~' -o -name '#*#' -o -name '.#*' -o -name '.*.sw?' -o -name '*.orig' -o -name '*.rej' \
    -o -name '*.bak' -o -name '*.tmp' -o -name .DS_Store \) -print0
}

list_settings() {
  local file
  for file in "$1"/Directory.*.props "$1"/Directory.*.targets "$1"/.editorconfig "$1"/.globalconfig \
    "$1"/global.json "$1"/[Nn]u[Gg]et.[Cc]onfig; do
    [ ! -f "$file" ] || printf '%s\0' "$file"
  done
}

# 5. The compiled build: the one used last, or another that is kept, if its digest still holds.
find_build() {
  local folder
  first_line "$store/last"
  if is_current "$store/$line"; then return; fi
  for folder in "$store"/*/; do
    [ "${folder%/}" = "$store/$line" ] || ! is_current "${folder%/}" || { keep "$store/last" "${build##*/}"; return; }
  done
  return 1
}

is_current() {
  local of hash
  build=$1
  [ -f "$build/closure" ] && IFS= read -r of < "$build/mode" && [ "$of" = "$mode" ] || return 1
  hash=$(digest "$build/closure" 2> /dev/null) && [ "$build" = "$store/$hash" ] || return 1
  { : > "$build/used"; } 2> /dev/null || :
  [ -f "$build/_build.dll" ]
}

# 6. Compile: under the lock, beside the output of any other build, again if the sources change meanwhile; publish by renaming.
compile() {
  local before attempt
  if find_build; then return; fi
  say "Compiling the build ..."
  for attempt in 1 2 3; do
    rm -rf "$work"
    mkdir -p "$work/closure" "$work/build"
    printf 'build/\n' > "$work/watched"
    [ ! -d "$root/src" ] || printf 'src/\n' >> "$work/watched"
    before=$(digest "$work/watched")
    run_compiler || explain_failure
    if [ "$before" = "$(digest "$work/watched")" ]; then publish; return; fi
  done
  fail "The sources changed during each of three compiles; run this again when they are at rest."
}

# Analyzers take most of the time, and judge in every other compile.
run_compiler() {
  local artifacts=$temp/bootstrap/$mode code=0
  [ ! -e "$artifacts/unfinished" ] || mv "$artifacts" "$work/unfinished"
  mkdir -p "$artifacts"
  : > "$artifacts/unfinished"
  attended "$work/log" exec env PackageMode="$mode" ArtifactsPath="$artifacts" BuildClosurePath="$work/closure/" \
    BuildClosureRoot="$root/" CustomAfterMicrosoftCommonTargets="$root/build/BuildClosure.targets" RunAnalyzers=false "$dotnet" build "$root/build/_build.csproj" -c Release -v q --tl:off -nologo || code=$?
  case $code in 0 | 1) rm -f "$artifacts/unfinished" ;; esac
  [ "$code" -ne 0 ] || cp -R "$artifacts/bin/_build/release/." "$work/build" 2>> "$work/log" || code=$?
  return "$code"
}

explain_failure() {
  local sentence
  sentence=$(sed -n 's/^.*error PIPELINE[0-9]*: \(.*\) \[[^[]*\]$/\1/p' "$work/log" | head -n 1)
  [ -z "$sentence" ] || fail "$sentence"
  sentence=$(sed -n -e "s/^.*error NU110[123]: Unable to find \(a stable \)\{0,1\}package '\{0,1\}\([^' ]*[^' .]\).*/\2/p" \
    -e 's/^.*error NU1603: .* depends on \([^ ]*\) (>= .*/\1/p' "$work/log" | sort -u | paste -s -d , - | sed 's/,/, /g')
  [ -z "$sentence" ] ||
    fail "The feeds that NuGet knows here lack $sentence in the version that this repository names; add a feed: dotnet nuget add source <feed>."
  awk '/^Build FAILED|^ +[0-9]+ (Warning|Error)\(s\)|^Time Elapsed|^$/ || seen[$0]++ { next } { print }' "$work/log" >&2
  [ ! -f "$store/last" ] || fail "build/_build.csproj does not compile; PIPELINE_LAST_GOOD=1 runs the last build that did."
  fail "build/_build.csproj does not compile."
}

publish() {
  cat "$work/closure"/* | LC_ALL=C sort -u > "$work/build/closure"
  printf '%s\n' "$mode" > "$work/build/mode"
  : > "$work/build/used"
  build=$store/$(digest "$work/build/closure")
  mkdir -p "$store"
  [ ! -e "$build" ] || mv "$build" "$work/replaced"
  mv "$work/build" "$build"
  keep "$store/last" "${build##*/}"
  prune
  rm -rf "$work"
}

# Builds that run now, or may, are among those of the last half day.
prune() {
  local folder
  (cd "$store" && ls -t -- */used) | tail -n +6 | while IFS= read -r folder; do
    folder=$store/${folder%/used}
    [ "$folder" = "$build" ] || [ -z "$(find "$folder/used" -mmin +720)" ] || mv "$folder" "$work"
  done
}

# 7. The lock: a link that names its owners; whoever finds them dead inherits it through a link named after them, one at a time.
under_lock() {
  local said=
  need_temp
  me=$HOSTNAME:$(identity $$)
  trap 'let_go' EXIT
  trap 'stop 129' HUP
  trap 'stop 130' INT
  trap 'stop 143' TERM
  until take "$lock"; do
    [ -n "$said" ] || say "Another run prepares the build of this clone; waiting for it ..."
    said=yes
    sleep 0.2
  done
  "$@"
  let_go
  trap - EXIT HUP INT TERM
}

take() {
  local owner
  if ln -s "$me" "$1" 2> /dev/null; then return; fi
  owner=$(readlink "$1") || return 1
  if is_alive "$owner" "$1" || ! take "$1.after.$owner"; then return 1; fi
  if [ "$(readlink "$1")" = "$owner" ]; then mv -f "$1.after.$owner" "$1"; return; fi
  rm -f "$1.after.$owner"
  return 1
}

# The process number with its start, so that a number used again is not taken for the owner.
identity() {
  local stat
  if IFS= read -r stat 2> /dev/null < "/proc/$1/stat"; then
    set -- "$1" ${stat##*) }
    case $2 in Z | X) ;; *) printf '%s.%s' "$1" "${21}" ;; esac
  elif kill -0 "$1" 2> /dev/null; then
    printf '%s.%s' "$1" "$(ps -o lstart= -p "$1" 2> /dev/null | tr -cd '[:alnum:]')"
  fi
}

# A compile that has lost its script is ended, and counts until it is gone; on another machine, nobody compiles for ten minutes.
is_alive() {
  local script=${1#*:} child=${1##*:}
  script=${script%%:*}
  if [ "${1%%:*}" != "$HOSTNAME" ]; then [ -z "$(find "$2" -prune -mmin +10)" ]; return; fi
  [ "$script" != "$(identity "${script%%.*}")" ] || return 0
  [ "$child" = "$(identity "${child%%.*}")" ] || return 1
  kill "${child%%.*}" 2> /dev/null || :
}

# Runs a command that a signal can end, and adds it to the names of the lock before it begins: it may outlive this script.
attended() {
  local log=$1 gate=$lock.gate
  shift
  : > "$gate"
  (
    while [ -e "$gate" ]; do
      kill -0 $$ 2> /dev/null || exit 1
      sleep 0.01
    done
    "$@"
  ) > "$log" 2>&1 < /dev/null &
  child=$!
  me=$HOSTNAME:$(identity $$):$(identity "$child")
  ln -s "$me" "$lock.$$" && mv -f "$lock.$$" "$lock"
  rm -f "$gate"
  wait "$child"
}

stop() {
  trap '' HUP INT TERM
  [ -z "${child-}" ] || kill "$child" 2> /dev/null || :
  wait
  exit "$1"
}

let_go() { [ "$(readlink "$lock")" != "$me" ] || rm -f "$lock"; }

# 8. Run: this process becomes the build, which thus gets its signals and gives its exit code. What it compiles is of its mode.
run_build() {
  export NUKE_ROOT="$root"
  [ "$mode" = packages ] || export PIPELINE_PACKAGES="$mode"
  [ "$dotnet" = "$on_path" ] || export DOTNET_ROOT="${dotnet%/*}" PATH="${dotnet%/*}:$PATH"
  exec "$dotnet" "$build/_build.dll" ${1+"$@"}
}

find_last_good() {
  recall_sdk
  [ -x "$dotnet" ] || dotnet=$on_path
  first_line "$store/last"
  build=$store/$line
  [ -f "$build/_build.dll" ] || fail "No build has compiled in this clone yet, so PIPELINE_LAST_GOOD has nothing to run."
  first_line "$build/mode"
  mode=$line
  say "Packages: $mode (of the last build that compiled, ${build##*/}; PIPELINE_LAST_GOOD leaves the sources alone)"
}

find_root
sha256=sha256sum
type -P sha256sum > /dev/null || sha256='shasum -a 256'
case ${PIPELINE_LAST_GOOD-} in
  1 | true) find_last_good ;;
  '' | 0 | false)
    find_sdk
    find_mode
    find_build || under_lock compile
    ;;
  *) fail "PIPELINE_LAST_GOOD is '$PIPELINE_LAST_GOOD'; set it to 1 to run the last build that compiled, or leave it unset." 2 ;;
esac
run_build ${1+"$@"}
