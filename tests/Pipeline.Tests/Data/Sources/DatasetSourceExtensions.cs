namespace Pipeline.Data.Sources;

internal static class DatasetSourceExtensions
{
    /// <summary>What a pass does, by one thread.</summary>
    public static bool Next(this DatasetSource source, RecordBatch batch)
    {
        if (source.Take(batch) is not { } divide)
            return false;
        divide(batch);
        source.Accept(batch);
        return true;
    }
}
