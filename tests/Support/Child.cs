using System.Diagnostics;
using System.Text;

namespace Pipeline.Testing;

/// <summary>
/// A program run to its end with standard input closed, and without the variables of the host that runs the tests.
/// </summary>
internal sealed record Child(int ExitCode, string Output, string Error)
{
    private static readonly string[] HostPrefixes = ["GITHUB_", "NUKE_", "PIPELINE_", "CI", "MSBuild", "DOTNET_CLI_", "RUNNER_"];
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>Standard output and error, one after the other.</summary>
    public string Text => Output + Error;

    public static Child Run(
        string file, IEnumerable<string> arguments, string folder, params (string Name, string? Value)[] variables)
    {
        using var process = Start(file, arguments, folder, variables);
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        if (!process.WaitForExit(Longest))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"'{file} {string.Join(' ', arguments)}' did not end. It said: {output}{error.Result}");
        }

        return new Child(process.ExitCode, output, error.Result);
    }

    public static Process Start(
        string file, IEnumerable<string> arguments, string folder, params (string Name, string? Value)[] variables)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var name in Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(IsOfHost))
            start.Environment.Remove(name);
        start.Environment["TERM"] = "dumb";
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private static bool IsOfHost(string name) => HostPrefixes.Any(x => name.StartsWith(x, StringComparison.Ordinal));
}
