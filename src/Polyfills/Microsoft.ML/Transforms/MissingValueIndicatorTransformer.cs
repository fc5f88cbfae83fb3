using Microsoft.ML.Archives;
using Microsoft.ML.Data;
using Microsoft.ML.Rows;

namespace Microsoft.ML.Transforms;

public sealed class MissingValueIndicatorTransformer : ITransformer, IRowTransformer
{
    internal const string PartKind = "MissingValueIndicator";

    private static readonly (DataViewType, DataViewType) Types = (NumberDataViewType.Single, BooleanDataViewType.Instance);

    private readonly InputOutputColumnPair[] _columns;

    internal MissingValueIndicatorTransformer(InputOutputColumnPair[] columns) => _columns = columns;

    string IRowTransformer.Kind => PartKind;

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => new RowMapper(inputSchema, [this]);

    AddedColumns IRowTransformer.Columns(DataViewSchema input) =>
        ColumnPairs.Map<float, bool>(_columns, input, Types, _ => float.IsNaN);

    void IRowTransformer.Save(ModelWriter writer) => ColumnPairs.Write(_columns, writer);

    internal static MissingValueIndicatorTransformer Read(ModelReader reader) => new(ColumnPairs.Read(reader));
}
