using System.Diagnostics;

namespace Pipeline.Benchmarks.Bootstrap;

/// <summary>A clone of a repository, whose build is timed through its script and without it.</summary>
internal sealed class Clone(string root)
{
    public static Clone OfThisBuild() => new(RepositoryRoot.Path);

    /// <summary>A new one of the template, with the packages of this repository as it stands.</summary>
    /// <param name="folder">Where it and the packages go.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task<Clone> OfATeamAsync(string folder, CancellationToken cancellationToken)
    {
        var feed = Path.Combine(folder, "feed");
        var team = Path.Combine(folder, "team");
        await new Clone(RepositoryRoot.Path).TimeAsync(
            Path.Combine(RepositoryRoot.Path, "build.sh"),
            ["Pack", "--output", feed, "--runtimes", "linux-x64"],
            cancellationToken);
        var template = Directory.GetFiles(feed, "Pipeline.Templates.*.nupkg").Single();
        string[] hive = ["--debug:custom-hive", Path.Combine(folder, "templates")];
        await new Clone(folder).TimeAsync("dotnet", ["new", "install", template, .. hive], cancellationToken);
        await new Clone(folder).TimeAsync("dotnet", ["new", "pipeline", "-o", team, .. hive], cancellationToken);
        await File.WriteAllTextAsync(
            Path.Combine(team, "nuget.config"),
            $"""<configuration><packageSources><add key="toolkit" value="{feed}" /></packageSources></configuration>""",
            cancellationToken);
        return new Clone(team);
    }

    public Task<TimeSpan> RunScriptAsync(CancellationToken cancellationToken) =>
        OperatingSystem.IsWindows()
            ? TimeAsync("powershell", ["-NoProfile", "-File", Path.Combine(root, "build.ps1"), "--help"], cancellationToken)
            : TimeAsync(Path.Combine(root, "build.sh"), ["--help"], cancellationToken);

    /// <summary>Runs what the last run of the script has run, with the same <c>dotnet</c>.</summary>
    public async Task<TimeSpan> RunBuildAsync(CancellationToken cancellationToken)
    {
        var sdk = await File.ReadAllLinesAsync(Path.Combine(root, ".nuke", "temp", "sdk"), cancellationToken);
        var last = await File.ReadAllTextAsync(Path.Combine(root, ".nuke", "temp", "build", "last"), cancellationToken);
        var build = Path.Combine(root, ".nuke", "temp", "build", last.Trim(), "_build.dll");
        return await TimeAsync(sdk[1], [build, "--help"], cancellationToken);
    }

    private async Task<TimeSpan> TimeAsync(string command, string[] arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(command, arguments)
        {
            WorkingDirectory = root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["NUKE_TELEMETRY_OPTOUT"] = "1" },
        };
        var began = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = await process.StandardError.ReadToEndAsync(cancellationToken);
        await output;
        await process.WaitForExitAsync(cancellationToken);
        var took = Stopwatch.GetElapsedTime(began);
        return process.ExitCode == 0 ? took : throw new CommandFailedException(command, process.ExitCode, errors);
    }
}
