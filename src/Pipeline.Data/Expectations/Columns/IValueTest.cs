using Pipeline.Data.Columns;

namespace Pipeline.Data.Expectations.Columns;

/// <summary>
/// Says of the values of a column whether they are as expected. It is a struct, so that a loop over rows calls it directly.
/// </summary>
internal interface IValueTest<TSelf>
    where TSelf : struct, IValueTest<TSelf>
{
    bool Holds(ColumnVector values, int index);

    /// <summary>Another one, for another thread.</summary>
    TSelf Copy();
}
