using Microsoft.ML.Archives;

namespace Microsoft.ML.Rows;

/// <summary>Adds columns to rows, each a function of the row alone.</summary>
internal interface IRowTransformer
{
    /// <summary>What its part of a saved model is called.</summary>
    string Kind { get; }

    /// <exception cref="System.ArgumentOutOfRangeException">The schema lacks a column, or has another type there.</exception>
    AddedColumns Columns(DataViewSchema input);

    void Save(ModelWriter writer);
}
