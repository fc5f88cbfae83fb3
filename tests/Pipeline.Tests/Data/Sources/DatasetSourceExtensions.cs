using Pipeline.Data.Columns;
using Pipeline.Core.Problems;
using Pipeline.Core.Progress;

namespace Pipeline.Data.Sources;

internal static class DatasetSourceExtensions
{
    public static Validated<DatasetSource> Open(this DatasetRequest request) => DatasetSource.OpenAsync(
        request, isHashed: true, new Progress<StepEvent>(), TestContext.Current.CancellationToken).Result;

    /// <summary>What a pass does, by one thread.</summary>
    public static bool Next(this DatasetSource source, ColumnBatch batch)
    {
        if (source.Take(batch) is not { } divide)
            return false;
        divide(batch);
        source.Accept(batch);
        return true;
    }
}
