using System.Globalization;
using Pipeline.Core.Artifacts;
using Pipeline.Core.Documents;

namespace Pipeline.Core.Stages;

/// <summary>Three files for each stage: its record, the attempt that is under way, and a lock.</summary>
internal sealed class StageRecordFolder(string folder) : IStageRecords
{
    public IDisposable Lock(string stage)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"{stage}.lock");
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception)
        {
            throw new StageBusyException(stage, path, exception);
        }
    }

    public async Task<StageHistory> ReadAsync(string stage, CancellationToken cancellationToken)
    {
        var begun = await ReadBegunAsync(Begun(stage), cancellationToken);
        if (!File.Exists(Record(stage)))
            return new StageHistory(null, null, begun);
        var record = await DocumentFile.ReadAsync<StageRecord>(Record(stage), cancellationToken);
        return record.TryGet(out var value)
            ? new StageHistory(value, null, begun)
            : new StageHistory(null, record.Problems[0].Message, begun);
    }

    public Task BeginAsync(string stage, int attempt, CancellationToken cancellationToken) =>
        AtomicFile.WriteTextAsync(Begun(stage), attempt.ToString(CultureInfo.InvariantCulture), cancellationToken);

    public Task CompleteAsync(StageRecord record, CancellationToken cancellationToken) =>
        DocumentFile.WriteAsync(Record(record.Stage), record, cancellationToken);

    public void End(string stage) => File.Delete(Begun(stage));

    private static async Task<int?> ReadBegunAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
            return null;
        var text = await File.ReadAllTextAsync(path, cancellationToken);
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var attempt) ? attempt : 0;
    }

    private string Record(string stage) => Path.Combine(folder, $"{stage}.json");

    private string Begun(string stage) => Path.Combine(folder, $"{stage}.begun");
}

/// <summary>Another process runs the same stage of the same model.</summary>
public sealed class StageBusyException(string stage, string lockFile, Exception innerException) : IOException(
    $"Stage '{stage}' is being run by another process, which holds '{lockFile}'. Wait for it to end, or end it.", innerException);

/// <param name="Record">The last attempt that finished.</param>
/// <param name="Unreadable">Why there is a record and none that can be read.</param>
/// <param name="Begun">The attempt that was begun and not ended, if any.</param>
internal sealed record StageHistory(StageRecord? Record, string? Unreadable, int? Begun)
{
    /// <summary>A kill after the record was written and before the attempt was ended has lost nothing.</summary>
    public bool IsInterrupted => Begun is not null && Begun != Record?.Attempt;

    public int NextAttempt => Math.Max(Begun ?? 0, Record?.Attempt ?? 0) + 1;
}

/// <summary>What is kept on stages between runs. Each call is atomic: after a kill it has happened or it has not.</summary>
internal interface IStageRecords
{
    /// <summary>Keeps other processes out until it is disposed, or this process ends in any way.</summary>
    IDisposable Lock(string stage);

    Task<StageHistory> ReadAsync(string stage, CancellationToken cancellationToken);

    Task BeginAsync(string stage, int attempt, CancellationToken cancellationToken);

    Task CompleteAsync(StageRecord record, CancellationToken cancellationToken);

    void End(string stage);
}
