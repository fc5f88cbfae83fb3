namespace Pipeline.Core.Stages;

/// <summary>Dies before or after the given one of its steps, as a killed process would.</summary>
internal sealed class KilledRecords(IStageRecords records, int fatal) : IStageRecords
{
    public const int Steps = 6;
    public const int Never = -1;

    private int _step;

    public IDisposable Lock(string stage) => records.Lock(stage);

    public Task<StageHistory> ReadAsync(string stage, CancellationToken cancellationToken) =>
        records.ReadAsync(stage, cancellationToken);

    public async Task BeginAsync(string stage, int attempt, CancellationToken cancellationToken)
    {
        Live();
        await records.BeginAsync(stage, attempt, cancellationToken);
        Live();
    }

    public async Task CompleteAsync(StageRecord record, CancellationToken cancellationToken)
    {
        Live();
        await records.CompleteAsync(record, cancellationToken);
        Live();
    }

    public void End(string stage)
    {
        Live();
        records.End(stage);
        Live();
    }

    private void Live()
    {
        if (_step++ == fatal)
            throw new KilledException();
    }

    public sealed class KilledException : Exception;
}
