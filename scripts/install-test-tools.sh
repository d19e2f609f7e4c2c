#!/usr/bin/env bash
# Installs what the integration and deploy tests run against, into .cache (not in git); a second run changes nothing.
#   .cache/dynamodb-local/lib   DynamoDB Local (Java, through Maven)
#   .cache/venv                 moto, ministack, cfn-lint, schemathesis (Python)
# Missing Java, Maven or Python is no failure: one loud line each, and the tests that need them skip loudly.
set -euo pipefail
cd "$(dirname "$0")/.."

dynamodb_local_version=2.6.1
python_packages=("moto[server,dynamodb,kms]==5.2.5" "ministack==1.5.33" "cfn-lint==1.58.0" "schemathesis==4.32.5")

missing() {
	echo "MISSING: $1; $2 will not be installed and its tests skip" >&2
}

install_dynamodb_local() {
	local home=.cache/dynamodb-local
	local stamp="$home/$dynamodb_local_version.installed"
	[[ -f "$stamp" ]] && return
	command -v java >/dev/null || { missing java "DynamoDB Local"; return; }
	command -v mvn >/dev/null || { missing mvn "DynamoDB Local"; return; }
	rm -rf "$home" && mkdir -p "$home"
	cat >"$home/pom.xml" <<-XML
		<project xmlns="http://maven.apache.org/POM/4.0.0">
			<modelVersion>4.0.0</modelVersion>
			<groupId>smart-router</groupId>
			<artifactId>dynamodb-local</artifactId>
			<version>1</version>
			<dependencies>
				<dependency>
					<groupId>com.amazonaws</groupId>
					<artifactId>DynamoDBLocal</artifactId>
					<version>$dynamodb_local_version</version>
				</dependency>
			</dependencies>
		</project>
	XML
	if mvn --batch-mode --quiet --file "$home/pom.xml" dependency:copy-dependencies -DoutputDirectory=lib; then
		touch "$stamp"
	else
		missing "a Maven repository that answers" "DynamoDB Local"
	fi
}

install_python_tools() {
	local home=.cache/venv
	local wanted="${python_packages[*]}"
	[[ -f "$home/installed" && "$(cat "$home/installed")" == "$wanted" ]] && return
	command -v python3 >/dev/null || { missing python3 "moto, ministack, cfn-lint, schemathesis"; return; }
	if python3 -m venv "$home" && "$home/bin/pip" install --quiet "${python_packages[@]}"; then
		echo "$wanted" >"$home/installed"
	else
		missing "a Python package index that answers" "moto, ministack, cfn-lint, schemathesis"
	fi
}

install_chromium() {
	local name
	for name in chromium chromium-browser google-chrome; do command -v "$name" >/dev/null && return; done
	if [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null && apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium; then
		return
	fi
	missing "Chromium, and a way to install it" "it"
}

mkdir -p .cache
install_dynamodb_local
install_python_tools
install_chromium
