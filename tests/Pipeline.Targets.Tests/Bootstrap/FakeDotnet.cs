namespace Pipeline.Targets.Tests.Bootstrap;

/// <summary>A <c>dotnet</c> on PATH that notes what it is called for, and answers as the test wishes.</summary>
internal sealed class FakeDotnet
{
    private const string Script =
        """
        #!/usr/bin/env bash
        here=$(cd "${0%/*}" && pwd)
        echo "$1" >> "$here/calls"
        case $1 in
          --version)
            [ ! -e "$here/homeless" ] || { cat "$here/homeless"; exit 1; }
            [ ! -e "$here/unfit" ] || exit 145
            ;;
          restore)
            cat "$here/restored"
            exit "$(cat "$here/restore-code")"
            ;;
          build)
            trap 'touch "$here/ended"; exit 143' TERM
            if mv "$here/hold" "$here/held" 2> /dev/null; then
              while [ -d "$here" ] && [ ! -e "$here/go" ]; do sleep 0.02; done
            fi
            if [ -e "$here/broken" ]; then cat "$here/broken"; exit 1; fi
            mkdir -p "$ArtifactsPath/bin/_build/release" "$BuildClosurePath"
            : > "$ArtifactsPath/bin/_build/release/_build.dll"
            printf 'build/\nsrc/Pipeline.Core/\n' > "$BuildClosurePath/_build"
            ;;
          */_build.dll)
            shift
            case ${1-} in
              exit) exit "$2" ;;
              wait) trap 'exit 9' TERM; touch "$here/waits"; while [ -d "$here" ]; do sleep 0.02; done ;;
              where) pwd; exit ;;
            esac
            [ $# -eq 0 ] || printf '<%s>\n' "$@"
            ;;
        esac
        """;

    private readonly string _folder;

    public FakeDotnet(Clone clone)
    {
        _folder = clone.PathOf("../bin");
        Directory.CreateDirectory(_folder);
        AddCommand("dotnet", Script);
        Set("calls", "");
        Restores(0, "");
        clone.Variables["PATH"] = $"{_folder}:{Environment.GetEnvironmentVariable("PATH")}";
    }

    public IEnumerable<string> Calls => File.ReadLines(Path.Combine(_folder, "calls"));

    public int Compiles => Calls.Count(x => x == "build");

    public void AddCommand(string name, string script)
    {
        Set(name, script + "\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path.Combine(_folder, name), (UnixFileMode)0b111_101_101);
    }

    public void Restores(int exitCode, string words)
    {
        Set("restored", words);
        Set("restore-code", $"{exitCode}");
    }

    /// <summary>The next compile, and it alone, waits for <c>go</c>; <c>held</c> is there as soon as it does.</summary>
    public void HoldNextCompile() => Set("hold", "");

    public void Set(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);

    public bool Has(string name) => File.Exists(Path.Combine(_folder, name));
}
