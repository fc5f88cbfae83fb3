using Pipeline.Core.Progress;

namespace Pipeline.Data.Sources;

/// <summary>How rows are passed by.</summary>
/// <param name="Step">What is being done: "validating data".</param>
/// <param name="Progress">Told how far it is, for files of 100 MB and more.</param>
internal sealed record RowPassOptions(string Step, IProgress<StepEvent> Progress)
{
    /// <summary>How many threads look at rows; nothing depends on it. Default: one for each processor, at most 8.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Whether the observers have seen enough; what else they see must not matter. Default: never.</summary>
    public Func<bool> IsOver { get; init; } = () => false;
}
