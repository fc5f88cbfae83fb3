using System;
using Microsoft.ML.Archives;
using Microsoft.ML.Data;
using Microsoft.ML.Rows;

namespace Microsoft.ML.Transforms;

public sealed class MissingValueReplacingTransformer : ITransformer, IRowTransformer
{
    internal const string PartKind = "MissingValueReplacing";

    private static readonly (DataViewType, DataViewType) Types = (NumberDataViewType.Single, NumberDataViewType.Single);

    private readonly InputOutputColumnPair[] _columns;
    private readonly float[] _replacements;

    internal MissingValueReplacingTransformer(InputOutputColumnPair[] columns, float[] replacements) =>
        (_columns, _replacements) = (columns, replacements);

    string IRowTransformer.Kind => PartKind;

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => new RowMapper(inputSchema, [this]);

    AddedColumns IRowTransformer.Columns(DataViewSchema input) => ColumnPairs.Map<float, float>(_columns, input, Types, i =>
    {
        var replacement = _replacements[i];
        return value => float.IsNaN(value) ? replacement : value;
    });

    void IRowTransformer.Save(ModelWriter writer)
    {
        ColumnPairs.Write(_columns, writer);
        writer.Write(_replacements);
    }

    internal static MissingValueReplacingTransformer Read(ModelReader reader)
    {
        var (columns, replacements) = (ColumnPairs.Read(reader), reader.ReadArray<float>());
        return replacements.Length == columns.Length
            ? new MissingValueReplacingTransformer(columns, replacements)
            : throw new FormatException("There are not as many replacements as columns.");
    }
}
