#!/usr/bin/env bash
# Writes what DVC 3 makes of the data in "$1" with printf and md5sum alone, as its documentation has it: internal-files
# (layout of the cache, listings of folders), dvc-files (pointers) and init (the .dvc folder). Listings are typed out, so that
# no JSON library of ours or of others takes part. The two listings of the documentation itself are in DirectoryListingTests.
set -euo pipefail
cd "$1"

hash_of() { md5sum < "$1" | cut -c -32; }

store() { # <file> <suffix>; prints the id
  local id place
  id=$(hash_of "$1")
  place=".dvc/cache/files/md5/${id:0:2}"
  mkdir -p "$place"
  cp "$1" "$place/${id:2}$2"
  chmod 444 "$place/${id:2}$2"
  printf '%s%s' "$id" "$2"
}

mkdir -p .git .dvc/tmp data/parts/b data/empty
printf '/config.local\n/tmp\n/cache\n' > .dvc/.gitignore
: > .dvc/config

printf 'id,amount\n1,10\n2,20\n' > data/loans.csv
printf 'one\n' > data/parts/a.csv
printf 'two\n' > data/parts/b/c.csv
printf 'two\n' > data/parts/b-c.csv
printf 'drei\n' > 'data/parts/Käse "neu".csv'
printf '' > data/parts/none.csv

loans=$(store data/loans.csv '')
a=$(store data/parts/a.csv '')
c=$(store data/parts/b/c.csv '')
k=$(store 'data/parts/Käse "neu".csv' '')
n=$(store data/parts/none.csv '')

{
  printf '[{"md5": "%s", "relpath": "K\\u00e4se \\"neu\\".csv"}, {"md5": "%s", "relpath": "a.csv"}, ' "$k" "$a"
  printf '{"md5": "%s", "relpath": "b-c.csv"}, {"md5": "%s", "relpath": "b/c.csv"}, ' "$c" "$c"
  printf '{"md5": "%s", "relpath": "none.csv"}]' "$n"
} > listing
parts=$(store listing .dir)
printf '[]' > listing
empty=$(store listing .dir)
rm listing

printf 'outs:\n- md5: %s\n  size: 20\n  hash: md5\n  path: loans.csv\n' "$loans" > data/loans.csv.dvc
printf 'outs:\n- md5: %s\n  size: 17\n  nfiles: 5\n  hash: md5\n  path: parts\n' "$parts" > data/parts.dvc
printf 'outs:\n- md5: %s\n  size: 0\n  nfiles: 0\n  hash: md5\n  path: empty\n' "$empty" > data/empty.dvc
printf '/loans.csv\n/parts\n/empty\n' > data/.gitignore
