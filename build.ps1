# Compiles build/_build.csproj when what it is made of has changed, and runs it: ./build.ps1 [targets] [--parameters].
# build.sh takes the same steps under the same numbers and titles; what a person reads goes to standard error.
# There is no parameter block, so that PowerShell binds nothing and every argument reaches the build.
Set-StrictMode -Version 2
$ErrorActionPreference = 'Stop'
$env:DOTNET_NOLOGO = $env:DOTNET_CLI_TELEMETRY_OPTOUT = $env:NUKE_TELEMETRY_OPTOUT = $env:ORT_DISABLE_TELEMETRY = '1'
$env:DOTNET_GENERATE_ASPNET_CERTIFICATE = 'false'
$boundArguments, $startLine = $args, $MyInvocation.Line

function Say([string]$text) { [Console]::Error.WriteLine($text) }

function Fail([string]$text, [int]$code = 1) {
    Say $text
    exit $code
}

function Keep([string]$path, [string]$text) {
    Confirm-Temp
    New-Item -ItemType Directory -Force (Split-Path $path) | Out-Null
    [IO.File]::WriteAllText("$path.$PID", "$text`n")
    Move-Item -Force -LiteralPath "$path.$PID" -Destination $path
}

function Read-Lines([string]$path) {
    if (Test-Path -LiteralPath $path -PathType Leaf) { [IO.File]::ReadAllLines($path) }
}

function Read-FirstLine([string]$path) {
    $lines = @(Read-Lines $path)
    if ($lines.Count -gt 0) { $lines[0] } else { '' }
}

# -File cuts an argument that begins with a dash at its first colon (--at=10:00). Only such a start has no line of its own, and
# then the words behind the script's name on the command line of the process are taken instead.
function Get-Arguments {
    if (-not $startLine) {
        $words = @([Environment]::GetCommandLineArgs())
        $name = Split-Path -Leaf $PSCommandPath
        for ($i = 1; $i -lt $words.Count; $i++) {
            if ($words[$i] -match '[\\/]?([^\\/]*)$' -and $Matches[1] -eq $name) { return $words | Select-Object -Skip ($i + 1) }
        }
    }
    $boundArguments | ForEach-Object { if ($_ -is [array]) { $_ -join ',' } else { [string]$_ } }
}

# 1. The repository: the folder of this script, through symbolic links.
function Find-Root {
    $item = Get-Item -Force -LiteralPath $PSCommandPath
    while ($item.LinkType -eq 'SymbolicLink') {
        $target = @($item.Target)[0]
        if (-not [IO.Path]::IsPathRooted($target)) { $target = Join-Path $item.DirectoryName $target }
        $item = Get-Item -Force -LiteralPath $target
    }
    $script:root = $item.DirectoryName
    $script:temp = Join-Path $root '.nuke/temp'
    $script:store = Join-Path $temp 'build'
    $script:lock = Join-Path $temp 'lock.ps1'
    $script:work = Join-Path $temp 'compiling'
}

# Asked before the first write: a lock that cannot be made looks like one that somebody else holds.
function Confirm-Temp {
    $trial = Join-Path $temp "trial.$PID"
    try {
        New-Item -ItemType Directory -Force $temp | Out-Null
        [IO.File]::WriteAllText($trial, '')
        [IO.File]::Delete($trial)
    }
    catch [IO.IOException], [UnauthorizedAccessException] {
        Fail "The folder '$temp' cannot be written, and the build is compiled there; make it writable, or build in another clone."
    }
}

# 2. The SDK: the dotnet on PATH if it satisfies global.json, else one of our own; the answer is kept until either changes.
function Find-Sdk {
    Restore-Sdk
    $kept = Join-Path $temp 'sdk'
    $wanted = [IO.File]::GetLastWriteTimeUtc((Join-Path $root 'global.json'))
    if (-not $dotnet -or -not (Test-Path -LiteralPath $dotnet) -or $askedFor -ne "PATH $onPath" -or
        $wanted -gt [IO.File]::GetLastWriteTimeUtc($kept)) {
        if (-not (Select-Sdk)) { Use-Lock { Install-Sdk } }
        Keep $kept "PATH $onPath`n$dotnet"
    }
}

function Restore-Sdk {
    $command = Get-Command dotnet -CommandType Application -ErrorAction SilentlyContinue | Select-Object -First 1
    $script:onPath = if ($command) { $command.Source } else { '' }
    $lines = @(Read-Lines (Join-Path $temp 'sdk'))
    $script:askedFor = if ($lines.Count -gt 0) { $lines[0] } else { '' }
    $script:dotnet = if ($lines.Count -gt 1) { $lines[1] } else { '' }
}

$noHome = "HOME is '$env:HOME', and .NET keeps its packages and settings there; " +
    'set HOME, or DOTNET_CLI_HOME, to a folder of yours.'

function Select-Sdk {
    $own = Join-Path $temp $(if ($env:OS -eq 'Windows_NT') { 'dotnet/dotnet.exe' } else { 'dotnet/dotnet' })
    foreach ($candidate in $onPath, $own) {
        if (-not $candidate -or -not (Test-Path -LiteralPath $candidate)) { continue }
        $asked = Invoke-Attended $candidate @('--version')
        if ($asked.Code -eq 0) {
            $script:dotnet = $candidate
            return $true
        }
        if ($asked.Lines -match 'DOTNET_CLI_HOME') { Fail $noHome }
    }
    return $false
}

function Install-Sdk {
    if (Select-Sdk) { return }
    $url = 'https://dot.net/v1/dotnet-install.ps1'
    $installer = Join-Path $temp 'dotnet-install.ps1'
    Say 'Installing the .NET SDK that global.json asks for ...'
    try {
        [Net.ServicePointManager]::SecurityProtocol = [Net.SecurityProtocolType]::Tls12
        Invoke-WebRequest -UseBasicParsing -Uri $url -OutFile $installer
        & $installer -JSonFile (Join-Path $root 'global.json') -InstallDir (Join-Path $temp 'dotnet') -NoPath | Out-Null
    }
    catch { Fail "No .NET SDK here satisfies global.json, and $url could not install it: $($_.Exception.Message)" }
    if (-not (Select-Sdk)) { Fail "No .NET SDK here satisfies global.json, and what $url installed does not either." }
}

# 3. The package mode of the toolkit's own clone: forced, or remembered, or asked of the feed once. Elsewhere projects name packages.
function Find-Mode {
    if (-not (Test-Path -LiteralPath (Join-Path $root 'build/PackageProbe'))) { $script:mode = 'packages'; return }
    $source = 'PIPELINE_PACKAGES'
    $script:mode = $env:PIPELINE_PACKAGES
    if (-not $mode) {
        $source = '.nuke/temp/package-mode'
        $kept = Join-Path $temp 'package-mode'
        if (-not (Test-Path -LiteralPath $kept)) { Use-Lock { Request-Packages $kept } }
        $script:mode = Read-FirstLine $kept
    }
    if ($mode -cnotin 'nuget', 'polyfill') {
        Fail "The package mode '$mode' in $source is not known; make it 'nuget' or 'polyfill', or remove it." 2
    }
    Say "Packages: $mode ($source)"
}

function Request-Packages([string]$kept) {
    if (Test-Path -LiteralPath $kept) { return }
    Say 'Asking the package feed for Nuke.Common ...'
    $probe = Invoke-Attended $dotnet @('restore', (Join-Path $root 'build/PackageProbe/PackageProbe.csproj'),
        '-p:PackageMode=nuget', '-v', 'q', '--tl:off') @{
        ArtifactsPath = (Join-Path $temp 'package-probe'); DOTNET_CLI_UI_LANGUAGE = 'en'; MSBUILDDISABLENODEREUSE = '1'
    }
    if ($probe.Code -eq 0) { Keep $kept 'nuget'; return }
    $missing = @($probe.Lines | Where-Object { $_ -match 'error NU1(10[123]|603):' })
    $other = @($probe.Lines | Where-Object { $_ -match 'error' -and $_ -notmatch 'error NU1(10[123]|603):' })
    if ($other.Count -gt 0 -or $missing.Count -eq 0) {
        $probe.Lines | ForEach-Object { Say $_ }
        Fail 'The package feed could not be asked, and nothing is remembered; mend that, or set PIPELINE_PACKAGES=nuget|polyfill.'
    }
    Keep $kept 'polyfill'
}

# 4. What the build is made of: the projects of a closure file, the settings above them and the package mode, as one digest.
function Get-Digest([string]$closure) {
    $sha256 = [Security.Cryptography.SHA256]::Create()
    $paths = New-Object 'Collections.Generic.SortedSet[string]' ([StringComparer]::Ordinal)
    Get-Sources $closure | ForEach-Object { [void]$paths.Add($_) }
    $text = New-Object Text.StringBuilder
    [void]$text.Append("$mode`n")
    foreach ($path in $paths) {
        $bytes = [IO.File]::ReadAllBytes((Join-Path $root $path))
        [void]$text.Append((ConvertTo-Hex $sha256.ComputeHash($bytes)) + "  $path`n")
    }
    (ConvertTo-Hex $sha256.ComputeHash([Text.Encoding]::UTF8.GetBytes($text.ToString()))).Substring(0, 16)
}

function ConvertTo-Hex([byte[]]$bytes) { [BitConverter]::ToString($bytes).Replace('-', '').ToLowerInvariant() }

function Get-Sources([string]$closure) {
    $seen = @{}
    foreach ($path in Read-Lines $closure) {
        if ($path.EndsWith('/')) { Get-FolderFiles $path.TrimEnd('/') } else { $path }
        $above = $path.TrimEnd('/')
        while ($above -ne '.') {
            $above = if ($above.Contains('/')) { $above.Substring(0, $above.LastIndexOf('/')) } else { '.' }
            if ($seen.ContainsKey($above)) { break }
            $seen[$above] = $true
            Get-Settings $above
        }
    }
}

function Get-FolderFiles([string]$folder) {
    foreach ($item in Get-ChildItem -Force -LiteralPath (Join-Path $root $folder)) {
        $name = $item.Name
        if ($item.PSIsContainer) {
            if ($name -cnotmatch '^(bin|obj|\..+)$') { Get-FolderFiles "$folder/$name" }
        }
        elseif ($name -cnotmatch '(~|\.orig|\.rej|\.bak|\.tmp)$|^#.*#$|^\.#|^\..*\.sw.$|^\.DS_Store$') { "$folder/$name" }
    }
}

function Get-Settings([string]$folder) {
    $settings = '^(Directory\..*\.(props|targets)|\.editorconfig|\.globalconfig|global\.json|[Nn]u[Gg]et\.[Cc]onfig)$'
    Get-ChildItem -Force -File -LiteralPath (Join-Path $root $folder) | Where-Object { $_.Name -cmatch $settings } |
        ForEach-Object { "$folder/$($_.Name)" }
}

# 5. The compiled build: the one used last, or another that is kept, if its digest still holds.
function Find-Build {
    $last = Read-FirstLine (Join-Path $store 'last')
    if ($last -and (Test-IsCurrent (Join-Path $store $last))) { return $true }
    foreach ($folder in Get-ChildItem -Directory -LiteralPath $store -ErrorAction SilentlyContinue) {
        if ($folder.Name -eq $last -or -not (Test-IsCurrent $folder.FullName)) { continue }
        Keep (Join-Path $store 'last') $folder.Name
        return $true
    }
    return $false
}

function Test-IsCurrent([string]$folder) {
    $script:build = $folder
    $closure = Join-Path $folder 'closure'
    if (-not (Test-Path -LiteralPath $closure) -or (Read-FirstLine (Join-Path $folder 'mode')) -cne $mode) { return $false }
    try { $hash = Get-Digest $closure } catch [Management.Automation.ItemNotFoundException], [IO.IOException] { return $false }
    if ((Split-Path -Leaf $folder) -ne $hash) { return $false }
    try { [IO.File]::WriteAllText((Join-Path $folder 'used'), '') } catch [IO.IOException], [UnauthorizedAccessException] { }
    return Test-Path -LiteralPath (Join-Path $folder '_build.dll')
}

# 6. Compile: under the lock, beside the output of any other build, again if the sources change meanwhile; publish by renaming.
function Invoke-Compile {
    if (Find-Build) { return }
    Say 'Compiling the build ...'
    foreach ($attempt in 1..3) {
        if (Test-Path -LiteralPath $work) { Remove-Item -Recurse -Force -LiteralPath $work }
        New-Item -ItemType Directory -Force (Join-Path $work 'closure'), (Join-Path $work 'build') | Out-Null
        $watched = Join-Path $work 'watched'
        $folders = if (Test-Path -LiteralPath (Join-Path $root 'src')) { "build/`nsrc/`n" } else { "build/`n" }
    [IO.File]::WriteAllText($watched, $folders)
        $before = Get-Digest $watched
        Invoke-Compiler
        if ($before -eq (Get-Digest $watched)) { Publish-Build; return }
    }
    Fail 'The sources changed during each of three compiles; run this again when they are at rest.'
}

# Analyzers take most of the time, and judge in every other compile.
function Invoke-Compiler {
    $artifacts = Join-Path $temp "bootstrap/$mode"
    $unfinished = Join-Path $artifacts 'unfinished'
    if (Test-Path -LiteralPath $unfinished) { Move-Item -LiteralPath $artifacts -Destination (Join-Path $work 'unfinished') }
    New-Item -ItemType Directory -Force $artifacts | Out-Null
    [IO.File]::WriteAllText($unfinished, '')
    $result = Invoke-Attended $dotnet @('build', (Join-Path $root 'build/_build.csproj'), '-c', 'Release', '-v', 'q', '--tl:off',
        '-nologo') @{
        PackageMode = $mode; ArtifactsPath = $artifacts; BuildClosurePath = (Join-Path $work 'closure') + '/'; RunAnalyzers = 'false'
        BuildClosureRoot = "$root/"; CustomAfterMicrosoftCommonTargets = Join-Path $root 'build/BuildClosure.targets'
    }
    if ($result.Code -in 0, 1) { Remove-Item -LiteralPath $unfinished }
    if ($result.Code -ne 0) { Write-Failure $result.Lines }
    Copy-Item -Recurse -Path (Join-Path $artifacts 'bin/_build/release/*') -Destination (Join-Path $work 'build')
}

function Write-Failure([string[]]$lines) {
    foreach ($line in $lines) {
        if ($line -match 'error PIPELINE[0-9]*: (.*) \[[^[]*\]$') { Fail $Matches[1] }
    }
    $lacking = "error (?:NU110[123]: Unable to find (?:a stable )?package '?|NU1603: .* depends on )([^' ]*[^' .])"
    $missing = @($lines | Where-Object { $_ -match $lacking } | ForEach-Object { $Matches[1] } | Sort-Object -Unique)
    if ($missing.Count -gt 0) {
        Fail ("The feeds that NuGet knows here lack $($missing -join ', ') in the version that this repository names; " +
            'add a feed: dotnet nuget add source <feed>.')
    }
    $lines | Where-Object { $_ -and $_ -notmatch '^Build FAILED|^ +[0-9]+ (Warning|Error)\(s\)|^Time Elapsed' } |
        Select-Object -Unique | ForEach-Object { Say $_ }
    if (Test-Path -LiteralPath (Join-Path $store 'last')) {
        Fail 'build/_build.csproj does not compile; PIPELINE_LAST_GOOD=1 runs the last build that did.'
    }
    Fail 'build/_build.csproj does not compile.'
}

function Publish-Build {
    $made = Join-Path $work 'build'
    $entries = New-Object 'Collections.Generic.SortedSet[string]' ([StringComparer]::Ordinal)
    Get-ChildItem -File -LiteralPath (Join-Path $work 'closure') |
        ForEach-Object { Read-Lines $_.FullName } | ForEach-Object { [void]$entries.Add($_) }
    [IO.File]::WriteAllText((Join-Path $made 'closure'), ($entries -join "`n") + "`n")
    [IO.File]::WriteAllText((Join-Path $made 'mode'), "$mode`n")
    [IO.File]::WriteAllText((Join-Path $made 'used'), '')
    $hash = Get-Digest (Join-Path $made 'closure')
    $script:build = Join-Path $store $hash
    New-Item -ItemType Directory -Force $store | Out-Null
    if (Test-Path -LiteralPath $build) { Move-Item -LiteralPath $build -Destination (Join-Path $work 'replaced') }
    Move-Item -LiteralPath $made -Destination $build
    Keep (Join-Path $store 'last') $hash
    Remove-OldBuilds $hash
    Remove-Item -Recurse -Force -LiteralPath $work
}

# Builds that run now, or may, are among those of the last half day.
function Remove-OldBuilds([string]$current) {
    Get-ChildItem -Directory -LiteralPath $store | ForEach-Object { Get-Item -LiteralPath (Join-Path $_.FullName 'used') } |
        Sort-Object LastWriteTimeUtc -Descending | Select-Object -Skip 5 |
        Where-Object { $_.Directory.Name -ne $current -and $_.LastWriteTimeUtc -lt [DateTime]::UtcNow.AddHours(-12) } |
        ForEach-Object { Move-Item -LiteralPath $_.Directory.FullName -Destination $work }
}

# 7. The lock: here an open file, which the system closes when its owner ends.
function Use-Lock([scriptblock]$body) {
    Confirm-Temp
    $held = $null
    $hasSaid = $false
    while (-not $held) {
        try { $held = [IO.File]::Open($lock, 'OpenOrCreate', 'ReadWrite', 'None') }
        catch [IO.IOException] {
            if (-not $hasSaid) { Say 'Another run prepares the build of this clone; waiting for it ...' }
            $hasSaid = $true
            Start-Sleep -Milliseconds 200
        }
    }
    try { & $body } finally { $held.Dispose() }
}

# Runs a command that an interruption can end; its output comes back as lines, with its exit code.
function Invoke-Attended([string]$command, [string[]]$arguments, [hashtable]$variables = @{}) {
    $start = New-StartInfo $command $arguments
    $start.WorkingDirectory = $root
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $start.RedirectStandardError = $true
    foreach ($name in $variables.Keys) { $start.EnvironmentVariables[$name] = $variables[$name] }
    $process = [Diagnostics.Process]::Start($start)
    try {
        $process.StandardInput.Close()
        $output = $process.StandardOutput.ReadToEndAsync()
        $errors = $process.StandardError.ReadToEndAsync()
        while (-not $process.WaitForExit(100)) { }
        @{ Code = $process.ExitCode; Lines = @(($output.Result + $errors.Result) -split "`r?`n" | Where-Object { $_ }) }
    }
    finally { if (-not $process.HasExited) { $process.Kill() } }
}

# Quoted by the rules that .NET programs split their command line with, which PowerShell 5.1 does not follow by itself.
function New-StartInfo([string]$command, [string[]]$arguments) {
    $quoted = foreach ($argument in $arguments) {
        if ($argument -ne '' -and $argument -notmatch '[\s"]') { $argument }
        else { '"' + ($argument -replace '(\\*)"', '$1$1\"' -replace '(\\+)$', '$1$1') + '"' }
    }
    $start = New-Object Diagnostics.ProcessStartInfo $command, (@($quoted) -join ' ')
    $start.UseShellExecute = $false
    $start
}

# 8. Run: PowerShell cannot become the build, so it waits for it and gives its exit code; the console's signals reach both.
function Invoke-Build {
    $env:NUKE_ROOT = $root
    if ($mode -ne 'packages') { $env:PIPELINE_PACKAGES = $mode }
    if ($dotnet -ne $onPath) {
        $env:DOTNET_ROOT = Split-Path $dotnet
        $env:PATH = "$env:DOTNET_ROOT$([IO.Path]::PathSeparator)$env:PATH"
    }
    $start = New-StartInfo $dotnet (@(Join-Path $build '_build.dll') + @(Get-Arguments))
    $start.WorkingDirectory = (Get-Location -PSProvider FileSystem).ProviderPath
    $process = [Diagnostics.Process]::Start($start)
    $process.WaitForExit()
    exit $process.ExitCode
}

function Find-LastGood {
    Restore-Sdk
    if (-not $dotnet -or -not (Test-Path -LiteralPath $dotnet)) { $script:dotnet = $onPath }
    $last = Read-FirstLine (Join-Path $store 'last')
    $script:build = Join-Path $store $last
    if (-not $last -or -not (Test-Path -LiteralPath (Join-Path $build '_build.dll'))) {
        Fail 'No build has compiled in this clone yet, so PIPELINE_LAST_GOOD has nothing to run.'
    }
    $script:mode = Read-FirstLine (Join-Path $build 'mode')
    Say "Packages: $mode (of the last build that compiled, $last; PIPELINE_LAST_GOOD leaves the sources alone)"
}

Find-Root
switch -Exact ("$env:PIPELINE_LAST_GOOD") {
    { $_ -in '1', 'true' } { Find-LastGood; break }
    { $_ -in '', '0', 'false' } {
        Find-Sdk
        Find-Mode
        if (-not (Find-Build)) { Use-Lock { Invoke-Compile } }
        break
    }
    default { Fail "PIPELINE_LAST_GOOD is '$_'; set it to 1 to run the last build that compiled, or leave it unset." 2 }
}
Invoke-Build
