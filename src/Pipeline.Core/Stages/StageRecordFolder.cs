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
