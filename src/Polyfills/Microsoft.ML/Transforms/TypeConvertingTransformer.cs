using Microsoft.ML.Archives;
using Microsoft.ML.Data;
using Microsoft.ML.Rows;

namespace Microsoft.ML.Transforms;

public sealed class TypeConvertingTransformer : ITransformer, IRowTransformer
{
    internal const string PartKind = "TypeConverting";

    private static readonly (DataViewType, DataViewType) Types = (BooleanDataViewType.Instance, NumberDataViewType.Single);

    private readonly InputOutputColumnPair[] _columns;

    internal TypeConvertingTransformer(InputOutputColumnPair[] columns) => _columns = columns;

    string IRowTransformer.Kind => PartKind;

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => new RowMapper(inputSchema, [this]);

    AddedColumns IRowTransformer.Columns(DataViewSchema input) =>
        ColumnPairs.Map<bool, float>(_columns, input, Types, _ => value => value ? 1 : 0);

    void IRowTransformer.Save(ModelWriter writer) => ColumnPairs.Write(_columns, writer);

    internal static TypeConvertingTransformer Read(ModelReader reader) => new(ColumnPairs.Read(reader));
}
