using Pipeline.Environments;
using Pipeline.Gateway.Supervision;

namespace Pipeline.Testing;

/// <summary>Servers that run as soon as they are started and end when they are asked to, unless a test says otherwise.</summary>
internal sealed class FakeServers : IServers
{
    private int _processes;

    public HashSet<ProcessIdentity> Running { get; } = [];

    /// <summary>Servers that do not end when they are asked to.</summary>
    public bool AreStubborn { get; set; }

    /// <summary>Servers that end as soon as they are started.</summary>
    public bool AreBroken { get; set; }

    public int LastPort { get; private set; }

    public int Starts => _processes;

    /// <summary>What servers without a port say.</summary>
    public string? Announced { get; set; }

    public string? FindAnnounced(Revision revision) => Announced;

    public int FreePort() => 30_000 + _processes;

    public ProcessIdentity? Start(Revision revision, int port)
    {
        LastPort = port;
        if (AreBroken)
            return null;
        var process = new ProcessIdentity(++_processes, 1, "test");
        Running.Add(process);
        return process;
    }

    public bool IsRunning(ProcessIdentity process) => Running.Contains(process);

    public void Signal(ProcessIdentity process, bool isLast)
    {
        if (isLast || !AreStubborn)
            Running.Remove(process);
    }

    public string Obituary(Revision revision) => $"The server of revision {revision.Number} ended by itself.";

    public void RotateLogs()
    {
    }

    public void EndUnknown(IReadOnlyCollection<int> known)
    {
    }
}
