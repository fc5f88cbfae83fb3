using System.ComponentModel;
using System.Diagnostics;
using Pipeline.Models.Documents;

namespace Pipeline.Delivery.Runs;

/// <summary>Asks git which commit is checked out, and whether anything differs from it.</summary>
internal static class GitSource
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>What git needs to be found and to find its settings; the build's secrets are none of its business.</summary>
    private static readonly string[] Passed =
    [
        "PATH", "HOME", "USERPROFILE", "SystemRoot", "TEMP", "TMP", "XDG_CONFIG_HOME",
        "GIT_DIR", "GIT_WORK_TREE", "GIT_CEILING_DIRECTORIES",
    ];

    /// <summary>What a delivery writes itself says nothing of the sources.</summary>
    private static readonly string[] Sources =
        [".", ":(exclude,top)artifacts", ":(exclude,top).pipeline", ":(exclude,top).nuke"];

    /// <summary>Null without git, outside of a repository, and before the first commit.</summary>
    public static async Task<RunSource?> FindAsync(string root, CancellationToken cancellationToken)
    {
        if (await AskAsync(root, ["rev-parse", "--verify", "HEAD"], cancellationToken) is not [var commit])
            return null;
        var changes = await AskAsync(root, ["status", "--porcelain", "--", .. Sources], cancellationToken);
        return new RunSource(commit, changes is null ? null : changes.Count > 0);
    }

    /// <summary>The lines of its answer; null where it has none.</summary>
    private static async Task<IReadOnlyList<string>?> AskAsync(
        string root, string[] arguments, CancellationToken cancellationToken)
    {
        // Without a lock nobody who works in the clone is disturbed, and a monitor is a program that the repository names.
        var start = new ProcessStartInfo("git", ["--no-optional-locks", "-c", "core.fsmonitor=false", .. arguments])
        {
            WorkingDirectory = root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Except(Passed, StringComparer.Ordinal).ToList())
            start.Environment.Remove(name);
        try
        {
            using var process = Process.Start(start)!;
            using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            late.CancelAfter(Longest);
            process.StandardInput.Close();
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            try
            {
                var answer = await process.StandardOutput.ReadToEndAsync(late.Token);
                await process.WaitForExitAsync(late.Token);
                return process.ExitCode == 0 ? answer.Split('\n', StringSplitOptions.RemoveEmptyEntries) : null;
            }
            finally
            {
                if (!process.HasExited)
                    process.Kill(entireProcessTree: true);
            }
        }
        catch (Win32Exception)
        {
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
