using System.Diagnostics;

namespace Pipeline.Delivery.Builds;

/// <summary>The SDK's own command, which compiles what is not part of the build.</summary>
/// <param name="folder">Where it runs; its <c>global.json</c> says which SDK that is.</param>
public sealed class DotnetCli(string folder)
{
    private const int MostErrors = 5;

    /// <summary>The host that runs this very process, else the one that is found first.</summary>
    private static string Path { get; } =
        System.IO.Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath!
        : Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host
        : "dotnet";

    /// <summary>Runs a command to its end. When that is not wanted any more, it and what it started are ended.</summary>
    /// <returns>What it printed, and its exit code.</returns>
    public async Task<(IReadOnlyList<string> Output, int ExitCode)> TryRunAsync(
        IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Path, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment =
            {
                ["MSBUILDLOGIMPORTS"] = "1",
                ["MSBUILDTERMINALLOGGER"] = "off",
                ["DOTNET_CLI_UI_LANGUAGE"] = "en",
                ["DOTNET_NOLOGO"] = "1",
            },
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var ended = cancellationToken.Register(() => process.Kill(entireProcessTree: true));
        var lines = new List<string>();
        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
            lines.Add(line);
        await process.WaitForExitAsync(cancellationToken);
        return (lines, process.ExitCode);
    }

    /// <exception cref="DotnetFailedException">It ended with another exit code than 0.</exception>
    public async Task RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var (output, exitCode) = await TryRunAsync(arguments, cancellationToken);
        if (exitCode != 0)
        {
            var last = output is [.., var line] ? line : null;
            throw new DotnetFailedException(arguments[0], exitCode, [.. Errors(output).Take(MostErrors)], last);
        }
    }

    /// <summary>The lines of a compiler or of MSBuild that say what is wrong, each once.</summary>
    public static IEnumerable<string> Errors(IEnumerable<string> output) =>
        output.Select(line => line.Trim()).Where(line => line.Contains(": error ", StringComparison.Ordinal)).Distinct();
}

/// <summary>A command of the SDK failed.</summary>
/// <param name="command">"publish".</param>
/// <param name="exitCode">Not 0.</param>
/// <param name="errors">What it said is wrong; maybe nothing.</param>
/// <param name="last">The last line that it printed, for where it named no error; null where it printed none.</param>
public sealed class DotnetFailedException(string command, int exitCode, IReadOnlyList<string> errors, string? last) : Exception(
    $"'dotnet {command}' ended with exit code {exitCode}{(errors.Count > 0
        ? $":\n  {string.Join("\n  ", errors)}"
        : last is null ? "." : $"; its last line is: {last}")}");
