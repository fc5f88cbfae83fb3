namespace Pipeline.Data.Sources;

/// <summary>Looks at some of the rows; what several saw is joined to what one would have seen.</summary>
internal abstract class LaneObserver : IRowObserver
{
    public abstract void Observe(RecordBatch batch);

    /// <summary>Another one that has seen nothing.</summary>
    public abstract LaneObserver Fork();

    /// <summary>Takes in what a fork of this one has seen; the fork is not used again.</summary>
    public abstract void Join(LaneObserver other);
}
