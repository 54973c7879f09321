/** The shells that can be completed. */
export const shells = ["bash", "zsh", "fish", "pwsh"] as const;

/** One of them. */
export type Shell = (typeof shells)[number];

/** What a shell is to read, so that Tab asks this program. */
export const completionScripts: Readonly<Record<Shell, string>> = {
  bash: `# intunectl completion bash >> ~/.bashrc
_intunectl() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do
    if [ "$line" = ":files" ]; then
      compopt -o default 2>/dev/null
      COMPREPLY=()
      return
    fi
    COMPREPLY+=("$line")
  done < <(intunectl __complete bash "\${COMP_LINE:0:COMP_POINT}" 2>/dev/null)
}
complete -o nosort -F _intunectl intunectl 2>/dev/null || complete -F _intunectl intunectl
`,
  zsh: `#compdef intunectl
# intunectl completion zsh > "\${fpath[1]}/_intunectl"
_intunectl() {
  local -a lines values shown
  local line
  lines=("\${(@f)$(intunectl __complete zsh "\${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ "\${lines[1]}" == ":files" ]]; then
    _files
    return
  fi
  for line in $lines; do
    [[ -z "$line" ]] && continue
    values+=("\${line%%$'\\t'*}")
    shown+=("\${line//$'\\t'/  -- }")
  done
  (( \${#values} )) && compadd -l -d shown -a values
}
(( \${+functions[compdef]} )) && compdef _intunectl intunectl
`,
  fish: `# intunectl completion fish > ~/.config/fish/completions/intunectl.fish
function __intunectl_complete
    set -l words (commandline -opc)
    set -l lines (intunectl __complete fish $words[2..-1] (commandline -ct | string unescape) 2>/dev/null)
    if test "$lines[1]" = ":files"
        __fish_complete_path (commandline -ct)
    else
        printf '%s\\n' $lines
    end
end
complete -c intunectl -f -a '(__intunectl_complete)'
`,
  pwsh: `# intunectl completion pwsh | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName intunectl -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements | Select-Object -Skip 1 |
        Where-Object { $_.Extent.EndOffset -lt $cursorPosition -or $_.Extent.Text -ne $wordToComplete } |
        ForEach-Object { if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value } else { $_.Extent.Text } })
    $typed = $wordToComplete.Trim('"', "'")
    $words += $typed
    intunectl __complete pwsh @words 2>$null | ForEach-Object {
        if ($_ -eq ':files') { return }
        $value, $description = $_ -split "\`t", 2
        if (-not $description) { $description = $value }
        $text = if ($value -match '[^\\w./:=-]') { "'" + ($value -replace "'", "''") + "'" } else { $value }
        [System.Management.Automation.CompletionResult]::new($text, $value, 'ParameterValue', $description)
    }
}
`,
};
