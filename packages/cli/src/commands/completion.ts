import { print } from "../output.ts";

/** Each hands the words typed so far to `smart-router __complete` and offers what it answers; file names where that is nothing. */
const scripts = {
	// A colon breaks words in bash: what stands before the last one is typed already and must not be repeated.
	bash: `_smart_router() {
	local IFS=$'\\n' line="\${COMP_LINE:0:COMP_POINT}" words current reply
	IFS=' ' read -ra words <<< "$line"
	[[ $line == *' ' ]] && words+=("")
	current="\${words[\${#words[@]}-1]}"
	mapfile -t reply < <(smart-router __complete "\${words[@]:1}" 2>/dev/null)
	if [[ $current == *:* && $COMP_WORDBREAKS == *:* ]]; then
		reply=("\${reply[@]#"\${current%"\${current##*:}"}"}")
	fi
	COMPREPLY=("\${reply[@]}")
}
complete -o default -F _smart_router smart-router`,
	zsh: `#compdef smart-router
_smart_router() {
	local -a found
	found=("\${(@f)$(smart-router __complete "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
	if (( \${#found[1]} )); then compadd -- "\${found[@]}"; else _files; fi
}
compdef _smart_router smart-router`,
	fish: `complete -c smart-router -f -a '(smart-router __complete (commandline -opc)[2..-1] (commandline -ct) 2>/dev/null)'`,
} as const;

export const printCompletion = (shell: keyof typeof scripts): void => print(scripts[shell]);
