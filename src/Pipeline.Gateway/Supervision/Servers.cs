using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using Pipeline.Environments;

namespace Pipeline.Gateway.Supervision;

/// <summary>The servers of one environment as processes of this machine.</summary>
/// <param name="folder">The environment's.</param>
/// <param name="environment">Its name.</param>
/// <param name="secret">What the servers believe the gateway by.</param>
internal sealed class Servers(EnvironmentFolder folder, string environment, string secret) : IServers
{
    /// <summary>Marks every server with its environment's folder, so that one whose start was never noted is found.</summary>
    public const string Mark = "PIPELINE_ENVIRONMENT_FOLDER";

    private static readonly TimeSpan Reaping = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<int, Process> _children = new();

    public int FreePort() => LoopbackPort.Free();

    public string? FindAnnounced(Revision revision)
    {
        var file = folder.AddressOf(revision.Number);
        var text = File.Exists(file) ? File.ReadAllText(file).Trim() : "";
        return Uri.TryCreate(text, UriKind.Absolute, out var address) ? address.Authority
            : IPEndPoint.TryParse(text, out var endPoint) ? endPoint.ToString()
            : null;
    }

    public ProcessIdentity? Start(Revision revision, int port)
    {
        var launch = revision.Launch!;
        // What an earlier start announced would be taken for this one's address.
        File.Delete(folder.AddressOf(revision.Number));
        var values = ValuesOf(revision, port);
        var process = DetachedProcess.Start(new ProgramStart(FileOf(launch), [.. launch.Arguments.Select(x => Fill(x, values))])
        {
            Folder = launch.Folder,
            Log = folder.LogOf(revision.Number),
            Variables = launch.Variables.Select(x => KeyValuePair.Create(x.Key, FillVariable(x.Value, values)))
                .Where(x => x.Value.Length > 0)
                .Append(KeyValuePair.Create(Mark, folder.Path)).ToDictionary(),
        });
        _children[revision.Number] = process;
        return ProcessIdentity.Of(process.Id);
    }

    public bool IsRunning(ProcessIdentity process) => process.IsRunning;

    public void Signal(ProcessIdentity process, bool isLast)
    {
        if (process.IsRunning)
            PosixCalls.Signal(process.Id, isLast ? PosixCalls.Kill : PosixCalls.Terminate);
    }

    public string Obituary(Revision revision)
    {
        var code = _children.TryRemove(revision.Number, out var child) && child.WaitForExit(Reaping)
            ? string.Create(CultureInfo.InvariantCulture, $" with exit code {child.ExitCode}")
            : "";
        var line = LogFile.LastLine(folder.LogOf(revision.Number));
        return $"The server of revision {revision.Number} ended by itself{code}"
            + (line is null ? "." : $"; the last line of its log is: {line}");
    }

    public void RotateLogs()
    {
        foreach (var log in Directory.EnumerateFiles(folder.Logs, "*.log"))
            LogFile.Rotate(log);
    }

    public void EndUnknown(IReadOnlyCollection<int> known)
    {
        var mark = $"{Mark}={folder.Path}";
        foreach (var process in Directory.EnumerateDirectories("/proc").Select(Path.GetFileName))
        {
            if (int.TryParse(process, out var id) && !known.Contains(id) && id != Environment.ProcessId && Carries(id, mark))
                PosixCalls.Signal(id, PosixCalls.Kill);
        }
    }

    private Dictionary<string, string> ValuesOf(Revision revision, int port) => new()
    {
        ["{port}"] = port.ToString(CultureInfo.InvariantCulture),
        ["{revision}"] = revision.Number.ToString(CultureInfo.InvariantCulture),
        ["{version}"] = revision.Version?.ToString() ?? "",
        ["{environment}"] = environment,
        ["{state}"] = folder.Path,
        ["{announce}"] = folder.AddressOf(revision.Number),
    };

    private static bool Carries(int process, string mark)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/environ").Split('\0').Contains(mark);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string FileOf(ServerLaunch launch)
    {
        var own = Path.Combine(launch.Folder, launch.Command);
        return File.Exists(own) ? own : launch.Command;
    }

    private string FillVariable(string text, Dictionary<string, string> values) =>
        Fill(text, values).Replace("{secret}", secret, StringComparison.Ordinal);

    private static string Fill(string text, Dictionary<string, string> values) =>
        values.Aggregate(text, (filled, x) => filled.Replace(x.Key, x.Value, StringComparison.Ordinal));
}
