using System;
using System.Collections.Generic;
using Microsoft.ML.Data;

namespace Microsoft.ML.Rows;

internal static class RowTransformers
{
    public static IReadOnlyList<IRowTransformer> Flatten(ITransformer transformer) => transformer switch
    {
        ITransformerChain chain => chain.Transformers,
        IRowTransformer single => [single],
        _ => throw new NotSupportedException("The polyfill of Microsoft.ML knows its own transformers only."),
    };

    /// <exception cref="ArgumentOutOfRangeException">The schema lacks the column, or has another type there.</exception>
    public static DataViewSchema.Column Require(this DataViewSchema schema, string name, DataViewType type)
    {
        var column = schema.Find(name)
            ?? throw new ArgumentOutOfRangeException(nameof(schema), $"Could not find input column '{name}'");
        return column.Type.Equals(type) ? column : throw new ArgumentOutOfRangeException(
            nameof(schema), $"Schema mismatch for input column '{name}': expected {type.Name}, got {column.Type.Name}");
    }
}
