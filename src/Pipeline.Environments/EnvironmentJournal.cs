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
