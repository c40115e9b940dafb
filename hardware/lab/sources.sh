#!/bin/bash
# sources.sh [DAYS]: package lists for the guest, at most DAYS old, in $LAB_DIR/apt; apart from this machine's own, so that
# nothing here is changed by them. $LAB_DIR/apt/versions names what of them goes into the lab.
set -eu -o pipefail
. "$(dirname "$0")/settings.sh"
. "$LAB_SCRIPTS/cache.sh"
apt=$LAB_DIR/apt; conf=$apt/apt.conf; host=$(dpkg --print-architecture)
mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial"
made_for="$LAB_SUITE $LAB_MIRROR $(guest_packages)"
[ -n "$(find "$apt/made-for" -mmin "-$((${1:-$LAB_LISTS_DAYS} * 1440 + 60))" 2>/dev/null)" ] && [ "$(cat "$apt/made-for")" = "$made_for" ] && exit 0
: > "$apt/status"

keyring=/usr/share/keyrings/debian-archive-keyring.gpg
[ -r $keyring ] || die "no $keyring: run packages.sh"
if [ -n "$LAB_MIRROR" ]; then
    printf "deb [signed-by=$keyring] %s %s main\n" "$LAB_MIRROR" "$LAB_SUITE" "$LAB_MIRROR" "$LAB_SUITE-updates"
else
    apt-get indextargets --format '$(ORIGIN) $(COMPONENT) $(REPO_URI) $(RELEASE)' 'Created-By: Packages' |
        awk -v suite="$LAB_SUITE" -v keyring=$keyring '
            $1 == "Debian" && $2 == "main" && ($4 == suite || $4 == suite "-updates" || $4 == suite "-security") {
                line = "deb [signed-by=" keyring "] " $3 " " $4 " main"
                if (!seen[line]++) print line
            }'
fi > "$apt/sources.list"
[ -s "$apt/sources.list" ] || die "this machine's apt has no Debian $LAB_SUITE: set LAB_MIRROR to a Debian mirror"

# The last lines switch off hooks of the machine that would delete the archives of an apt running beside this one.
cat > "$conf" <<CONF
APT::Architecture "arm64";
#clear APT::Architectures;
APT::Architectures { "arm64"; "$host"; };
Dir::Etc::sourcelist "$apt/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::State::Lists "$apt/lists";
Dir::State::status "$apt/status";
Dir::Cache "$apt/cache";
Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";
APT::Sandbox::User "root";
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
#clear DPkg::Post-Invoke;
CONF
apt-get -c "$conf" -qq update

# Point releases vanish from mirrors, and parts of one arrive at different times: take the newest kernel that is complete.
has() { apt-cache -c "$conf" madison "$1" | awk -v v="$2" '$3 == v { found = 1 } END { exit !found }'; }
release=
for version in $(apt-cache -c "$conf" madison linux-image-arm64:arm64 | awk '{ print $3 }' | sort -Vru); do
    image=$(apt-cache -c "$conf" show "linux-image-arm64:arm64=$version" |
        awk '/^Depends:/ { for (i = 2; i <= NF; i++) if ($i ~ /^linux-image-/) { print $i; exit } }')
    release=${image#linux-image-}; line=$(echo "$version" | cut -d. -f1,2)
    parts="linux-image-$release:arm64 linux-headers-$release:arm64 linux-headers-${release%-arm64}-common
        linux-kbuild-$line:$host linux-source-$line"
    complete=yes
    for package in $parts; do has "$package" "$version" || complete=; done
    [ -n "$complete" ] && break
    echo "sources.sh: kernel $version is not complete on the mirror, trying an older one" >&2; release=
done
[ -n "$release" ] || die "no kernel version with image, headers, kbuild and source on the mirror"
{
    echo "kernel $release $line $version"
    for package in $parts; do echo "kernel-part $package=$version"; done
    # shellcheck disable=SC2046
    apt-cache -c "$conf" policy $(guest_packages) |
        awk '/^[^ ]/ { name = $1; sub(/:.*/, "", name) } /Candidate:/ { print "guest", name, $2 }'
} > "$apt/versions.new"
mv "$apt/versions.new" "$apt/versions"
echo "$made_for" > "$apt/made-for"
