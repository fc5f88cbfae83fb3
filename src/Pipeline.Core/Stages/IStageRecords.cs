namespace Pipeline.Core.Stages;

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
