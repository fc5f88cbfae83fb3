namespace Pipeline.Core.Checks;

/// <summary>Says of one row after the other whether it is as expected.</summary>
public interface IRowTest
{
    /// <param name="values">Of the columns that the manifest names, in its order; valid until this call returns.</param>
    bool Holds(RowValues values);
}
