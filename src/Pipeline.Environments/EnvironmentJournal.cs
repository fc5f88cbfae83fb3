using System.Text.Json;
using Pipeline.Core.Audit;
using Pipeline.Core.Documents;

namespace Pipeline.Environments;

/// <summary>Reads the committed events of an environment, also while its gateway writes or does not run.</summary>
public static class EnvironmentJournal
{
    private static readonly JsonSerializerOptions OneLine = new(DocumentJson.Options) { WriteIndented = false };

    /// <summary>From the first event on.</summary>
    /// <exception cref="EnvironmentDamagedException">The file is shorter than what was committed, or no journal.</exception>
    public static async Task<IReadOnlyList<AuditEvent>> ReadAsync(
        string path, JournalHead committed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(committed);
        if (committed.Length == 0)
            return [];
        var bytes = new byte[committed.Length];
        try
        {
            await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            await stream.ReadExactlyAsync(bytes, cancellationToken);
        }
        catch (Exception exception) when (exception is FileNotFoundException or EndOfStreamException)
        {
            throw new EnvironmentDamagedException(path, "it ends before the last event that was committed");
        }

        return Parse(bytes, path);
    }

    /// <summary>The same of a journal's bytes, of which more than what was committed may be there.</summary>
    /// <param name="bytes">From the first event on.</param>
    /// <param name="committed">How much of them counts.</param>
    /// <param name="path">Where they are, for people.</param>
    /// <exception cref="EnvironmentDamagedException">They are fewer than what was committed, or no journal.</exception>
    public static IReadOnlyList<AuditEvent> Read(ReadOnlySpan<byte> bytes, JournalHead committed, string path)
    {
        ArgumentNullException.ThrowIfNull(committed);
        return bytes.Length >= committed.Length
            ? Parse(bytes[..(int)committed.Length], path)
            : throw new EnvironmentDamagedException(path, "it ends before the last event that was committed");
    }

    /// <summary>The line of one event, its end included.</summary>
    public static byte[] Line(AuditEvent auditEvent) => [.. JsonSerializer.SerializeToUtf8Bytes(auditEvent, OneLine), (byte)'\n'];

    private static List<AuditEvent> Parse(ReadOnlySpan<byte> bytes, string path)
    {
        var events = new List<AuditEvent>();
        try
        {
            foreach (var line in bytes.Split((byte)'\n'))
            {
                if (!bytes[line].IsEmpty)
                    events.Add(JsonSerializer.Deserialize<AuditEvent>(bytes[line], OneLine)!);
            }
        }
        catch (JsonException)
        {
            throw new EnvironmentDamagedException(path, $"event {events.Count + 1} is not an event");
        }

        return events;
    }
}

/// <summary>A file of an environment is not as its gateway wrote it.</summary>
public sealed class EnvironmentDamagedException(string file, string what) : Exception(
    $"The environment's '{file}' cannot be read: {what}. Restore its folder from a copy, or move it away to begin anew.");

/// <summary>What an environment's journal calls the things that happen in it.</summary>
public static class EnvironmentActions
{
    public const string GatewayStarted = "gateway-started";
    public const string GatewayStopped = "gateway-stopped";
    public const string Registered = "revision-registered";
    public const string Restarting = "revision-restart-requested";
    public const string Ready = "revision-ready";
    public const string ProbesPassed = "probes-passed";
    public const string Shifted = "weight-set";
    public const string Mirrored = "mirror-set";
    public const string AnalysisPassed = "analysis-passed";
    public const string AnalysisInconclusive = "analysis-inconclusive";
    public const string Paused = "rollout-paused";
    public const string PauseAsked = "rollout-pause-requested";
    public const string Resumed = "rollout-resumed";
    public const string Approved = "rollout-step-approved";
    public const string Promoted = "revision-promoted";
    public const string Aborted = "rollout-aborted";
    public const string Abandoned = "rollout-abandoned";
    public const string RolledBack = "rolled-back";
    public const string Crashed = "revision-crashed";
    public const string Started = "revision-started";
    public const string Listening = "revision-listening";
    public const string Stopped = "revision-stopped";
    public const string TakenDown = "environment-taken-down";

    /// <summary>What journals of version 0.1 call <see cref="Aborted"/>; what is written in a journal stays.</summary>
    private const string AbortedOnce = "rollout-taken-back";

    /// <summary>Whether an event is the end of a rollout whose candidate was not promoted, in a journal of any version.</summary>
    public static bool IsAborted(string action) => action is Aborted or AbortedOnce;
}
