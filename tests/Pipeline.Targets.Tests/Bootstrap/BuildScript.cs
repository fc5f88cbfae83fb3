using System.Text.Json;
using Pipeline.Testing;

namespace Pipeline.Targets.Tests.Bootstrap;

/// <summary>One of the two scripts that compile and start the build, and the interpreter that runs it.</summary>
/// <param name="Name">Its file at the root of the repository.</param>
internal abstract record BuildScript(string Name)
{
    public static BuildScript Bash { get; } = new BashScript();

    public static BuildScript PowerShell { get; } = new PowerShellScript();

    /// <summary>What starts the script at a path, and its arguments; the test skips where the interpreter lacks.</summary>
    public abstract IReadOnlyList<string> Command(string path);

    /// <summary>The same, where the interpreter is named although the script could do without.</summary>
    public virtual IReadOnlyList<string> CommandByName() => Command(Name);

    private sealed record BashScript() : BuildScript("build.sh")
    {
        public override IReadOnlyList<string> Command(string path)
        {
            if (OperatingSystem.IsWindows())
                Assert.Skip("build.sh needs bash");
            return [path];
        }

        public override IReadOnlyList<string> CommandByName() => ["bash", Name];
    }

    private sealed record PowerShellScript() : BuildScript("build.ps1")
    {
        private static readonly Lazy<string> Library = new(Restore);

        public override IReadOnlyList<string> Command(string path) =>
            ["dotnet", Library.Value, "-NoProfile", "-NonInteractive", "-File", path];

        /// <summary>PowerShell at the version of the tool manifest; without network, from NuGet's cache.</summary>
        private static string Restore()
        {
            var restored = Child.Run("dotnet", ["tool", "restore"], Repository.Root);
            if (restored.ExitCode != 0)
                Requirement.Missing(
                    "PIPELINE_REQUIRE_POWERSHELL", $"'dotnet tool restore' brings no PowerShell: {restored.Text}");
            using var manifest = JsonDocument.Parse(
                File.ReadAllText(Path.Combine(Repository.Root, ".config", "dotnet-tools.json")));
            var version = manifest.RootElement.GetProperty("tools").GetProperty("powershell").GetProperty("version").GetString()!;
            var packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } given
                ? given
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
            var tools = Path.Combine(packages, "powershell", version, "tools");
            return Directory.GetFiles(tools, "pwsh.dll", SearchOption.AllDirectories).Single(
                x => Path.GetFileName(Path.GetDirectoryName(x)) == (OperatingSystem.IsWindows() ? "win" : "unix"));
        }
    }
}
