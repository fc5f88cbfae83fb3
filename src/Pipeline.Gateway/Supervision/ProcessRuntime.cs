using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Pipeline.Environments;

namespace Pipeline.Gateway.Supervision;

/// <summary>The servers of one environment as processes of this machine.</summary>
/// <param name="folder">The environment's.</param>
/// <param name="environment">Its name.</param>
/// <param name="secret">What the servers believe the gateway by.</param>
internal sealed class ProcessRuntime(EnvironmentFolder folder, string environment, string secret) : IRevisionRuntime
{
    /// <summary>Marks every server with its environment's folder, so that one whose start was never noted is found.</summary>
    public const string Mark = "PIPELINE_ENVIRONMENT_FOLDER";

    private static readonly TimeSpan Reaping = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<int, Child> _children = new();

    /// <summary>Told when a server ends that was started here, perhaps on another thread.</summary>
    public event Action? Ended;

    /// <summary>A start that could not be noted, as on a full disk, is not made a second time.</summary>
    public Task<RevisionStatus> StartAsync(Revision revision, CancellationToken cancellationToken)
    {
        var status = Observe(revision);
        return Task.FromResult(status is RevisionStatus.Running ? status : Start(revision));
    }

    public Task<RevisionStatus> ObserveAsync(Revision revision, CancellationToken cancellationToken) =>
        Task.FromResult(Observe(revision));

    public Task StopAsync(Revision revision, bool isLast, CancellationToken cancellationToken)
    {
        if (Observe(revision) is RevisionStatus.Running { Process: { } process })
            PosixCalls.Signal(process.Id, isLast ? PosixCalls.Kill : PosixCalls.Terminate);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<string>> LogsAsync(Revision revision, int lines, CancellationToken cancellationToken) =>
        LogTail.ReadAsync(folder.LogOf(revision.Number), lines, cancellationToken);

    public Task TrimLogsAsync(CancellationToken cancellationToken)
    {
        foreach (var log in Directory.EnumerateFiles(folder.Logs, "*.log"))
            LogFile.Rotate(log);
        return Task.CompletedTask;
    }

    public Task EndUnknownAsync(IReadOnlyCollection<Revision> known, CancellationToken cancellationToken)
    {
        var mark = $"{Mark}={folder.Path}";
        var own = known.Select(x => x.Process?.Id).OfType<int>().Append(Environment.ProcessId).ToHashSet();
        foreach (var process in Directory.EnumerateDirectories("/proc").Select(Path.GetFileName))
        {
            if (int.TryParse(process, out var id) && !own.Contains(id) && Carries(id, mark))
                PosixCalls.Signal(id, PosixCalls.Kill);
        }

        return Task.CompletedTask;
    }

    private RevisionStatus Observe(Revision revision)
    {
        var child = _children.GetValueOrDefault(revision.Number);
        if ((revision.Process ?? child?.Identity) is { IsRunning: true } process)
            return new RevisionStatus.Running(process, revision.Address ?? child?.Address ?? FindAnnounced(revision));
        if (revision.Process is null)
            return new RevisionStatus.Absent();
        return new RevisionStatus.Ended(child?.Identity == revision.Process ? ExitCodeOf(child.Process) : null);
    }

    private static int? ExitCodeOf(Process process) => process.WaitForExit(Reaping) ? process.ExitCode : null;

    private RevisionStatus Start(Revision revision)
    {
        var launch = revision.Launch!;
        // A server that announces its address chooses the port itself: nobody can take it in between.
        var port = launch.Announces ? 0 : LoopbackPort.Free();
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
        var child = new Child(process, ProcessIdentity.Of(process.Id), port == 0 ? null : $"127.0.0.1:{port}");
        _children[revision.Number] = child;
        process.Exited += (_, _) => Ended?.Invoke();
        process.EnableRaisingEvents = true;
        return child.Identity is { } identity
            ? new RevisionStatus.Running(identity, child.Address)
            : new RevisionStatus.Ended(ExitCodeOf(process));
    }

    /// <summary>Where a server that was started without a port says that it answers; null while it does not say.</summary>
    private string? FindAnnounced(Revision revision)
    {
        var file = folder.AddressOf(revision.Number);
        var text = File.Exists(file) ? File.ReadAllText(file).Trim() : "";
        return Uri.TryCreate(text, UriKind.Absolute, out var address) ? address.Authority
            : IPEndPoint.TryParse(text, out var endPoint) ? endPoint.ToString()
            : null;
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

    /// <param name="Process">For its exit code, which its parent alone is told.</param>
    /// <param name="Identity">Null when it ended at once.</param>
    /// <param name="Address">Null where it announces one.</param>
    private sealed record Child(Process Process, ProcessIdentity? Identity, string? Address);
}

/// <summary>Ports of this machine.</summary>
internal static class LoopbackPort
{
    /// <summary>One that is free now; whoever binds it a moment later may still be too late.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
