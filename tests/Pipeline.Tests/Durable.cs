using System.Globalization;
using System.Text.RegularExpressions;
using Pipeline.Testing;

namespace Pipeline;

/// <summary>The program that keeps data and unpacks images from a process of its own.</summary>
internal static partial class Durable
{
    public static string Assembly => Path.Combine(AppContext.BaseDirectory, "DurableWriter.dll");

    /// <summary>SIGKILL after the given number of lines.</summary>
    public static async Task KillAfterAsync(string folder, int lines, TimeSpan pause, params string[] arguments)
    {
        using var process = Child.Start("dotnet", [Assembly, .. arguments], folder);
        for (var line = 0; line < lines; line++)
        {
            if (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is null)
                throw new InvalidOperationException(await process.StandardError.ReadToEndAsync());
        }

        await Task.Delay(pause, TestContext.Current.CancellationToken);
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>
    /// What a run asked the kernel for, in order: "fsync path" and "rename from to", of calls that succeeded. Skips where no
    /// strace is installed.
    /// </summary>
    public static IReadOnlyList<string> Trace(string folder, params string[] arguments)
    {
        var log = Path.Combine(folder, "trace");
        if (!OperatingSystem.IsLinux() || !File.Exists("/usr/bin/strace"))
            Requirement.Missing("PIPELINE_TEST_STRACE", "Whether bytes are flushed is seen by strace, which is not here");
        var run = Child.Run(
            "/usr/bin/strace",
            ["-f", "-y", "-s", "4096", "-o", log, "-e", "trace=fsync,rename,renameat,renameat2", "dotnet", Assembly,
                .. arguments],
            folder);
        if (run.ExitCode != 0 && run.Error.Contains("ptrace", StringComparison.Ordinal))
            Requirement.Missing("PIPELINE_TEST_STRACE", "strace may not look into processes here");
        run.ExitCode.ShouldBe(0, run.Text);
        return [.. Whole(File.ReadLines(log)).Select(Call).OfType<string>()];
    }

    /// <summary>
    /// A call during which another thread called is on two lines, "&lt;unfinished ...&gt;" and "&lt;... resumed&gt;".
    /// </summary>
    private static IEnumerable<string> Whole(IEnumerable<string> lines)
    {
        var open = new Dictionary<string, string>();
        foreach (var line in lines)
        {
            var thread = line.Split(' ')[0];
            if (line.IndexOf(" <unfinished ...>", StringComparison.Ordinal) is >= 0 and var end)
                open[thread] = line[..end];
            else if (line.IndexOf(" resumed>", StringComparison.Ordinal) is >= 0 and var start)
                yield return open.GetValueOrDefault(thread) + line[(start + " resumed>".Length)..];
            else
                yield return line;
        }
    }

    private static string? Call(string line) =>
        Fsync().Match(line) is { Success: true } fsync ? $"fsync {fsync.Groups["path"].Value}"
        : Rename().Match(line) is { Success: true } rename
            ? string.Create(CultureInfo.InvariantCulture, $"rename {rename.Groups["from"].Value} {rename.Groups["to"].Value}")
        : null;

    [GeneratedRegex(@"fsync\(\d+<(?<path>[^>]+)>")]
    private static partial Regex Fsync();

    [GeneratedRegex("""rename(?:at2?)?\((?:AT_FDCWD[^"]*)?"(?<from>[^"]+)", (?:AT_FDCWD[^"]*)?"(?<to>[^"]+)".*= 0""")]
    private static partial Regex Rename();
}
