namespace Pipeline.Data.Expectations.Columns;

/// <summary>
/// Says of single values whether they are as expected. It is a struct, so that a loop over rows calls it directly.
/// </summary>
internal interface IValueTest<TSelf>
    where TSelf : struct, IValueTest<TSelf>
{
    bool Holds(ReadOnlySpan<byte> value);

    /// <summary>Another one, for another thread.</summary>
    TSelf Copy();
}
